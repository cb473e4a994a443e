/** The least distance of what is picked: known, looked for, or given up. The page never waits for it. */
import { useCallback, useEffect, useState } from "react";
import type { CadModel } from "../../../../shared/model/cad.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Target } from "../../../scene/measure/entity.ts";
import type { Quantity } from "../../../scene/measure/quantity.ts";
import { measurer } from "./measurer.ts";

export type NearestState =
  | { readonly state: "none" }
  | { readonly state: "searching"; readonly giveUp: () => void }
  | { readonly state: "given-up" | "too-many" | "failed"; readonly again: () => void }
  | { readonly state: "found"; readonly quantity: Quantity };

export function useNearest(model: CadModel, targets: readonly Target[]): NearestState {
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((count) => count + 1), []);
  const [result, setResult] = useState<{
    readonly of: readonly Target[];
    readonly round: number;
    readonly state: NearestState;
  }>();
  useEffect(() => {
    if (targets.length !== 2) return undefined;
    const given = new AbortController();
    const set = (state: NearestState): void => setResult({ of: targets, round, state });
    set({
      state: "searching",
      giveUp: () => {
        given.abort(new Failure("cancelled", "given up"));
        set({ state: "given-up", again });
      },
    });
    measurer.find(model, targets, given.signal).then(
      (quantity) => set(quantity === undefined ? { state: "none" } : { state: "found", quantity }),
      (thrown: unknown) => {
        if (given.signal.aborted) return;
        set({ state: thrown instanceof Failure && thrown.kind === "limit" ? "too-many" : "failed", again });
      },
    );
    return () => given.abort(new Failure("cancelled", "picked anew"));
  }, [model, targets, round, again]);
  const current = result?.of === targets && result.round === round;
  return current && targets.length === 2 ? result.state : { state: "none" };
}

const NONE: ReadonlyMap<readonly Target[], Quantity> = new Map();

/** The least distances that were kept, by their targets, as far as they are found in this model. */
export function useKeptNearest(
  model: CadModel,
  wanted: readonly (readonly Target[])[],
): ReadonlyMap<readonly Target[], Quantity> {
  const [found, setFound] = useState<{
    readonly model: CadModel;
    readonly values: ReadonlyMap<readonly Target[], Quantity>;
  }>();
  useEffect(() => {
    const given = new AbortController();
    for (const targets of wanted) {
      measurer.find(model, targets, given.signal).then(
        (quantity) => {
          if (quantity === undefined || given.signal.aborted) return;
          setFound((before) => {
            const values = new Map(before?.model === model ? before.values : []);
            return { model, values: values.set(targets, quantity) };
          });
        },
        // It stays without a value; picking it again says why.
        () => undefined,
      );
    }
    return () => given.abort(new Failure("cancelled", "another model"));
  }, [model, wanted]);
  return found?.model === model ? found.values : NONE;
}
