/** The comparison of two models as it runs in the host: how far it is, what came of it, and how to stop it. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { Comparison } from "../../../shared/compare/comparison.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { connection, currentHost } from "../../host/host.ts";
import { asFailure } from "../../state/query.ts";
import { compare, type ComparedNames, type CompareState } from "./compare-state.ts";

export type ComparisonState =
  | { readonly state: "running"; readonly share: number }
  | { readonly state: "done"; readonly comparison: Comparison }
  | { readonly state: "failed"; readonly failure: Failure }
  | { readonly state: "stopped" };

export interface CompareInput {
  readonly before: string;
  readonly after: string;
  /** Their meshes: a newer one is another question. */
  readonly blobs: { readonly before: string; readonly after: string };
  /** Absent: the whole models. */
  readonly partNumber: string | undefined;
  /** mm. */
  readonly tolerance: number;
  /** The two in words. */
  readonly names: ComparedNames;
}

export interface RunningComparison {
  readonly state: ComparisonState | undefined;
  readonly stop: () => void;
  readonly again: () => void;
}

/** The marks stay where the same was compared again: the panel was behind another one. */
function doneWith(comparison: Comparison, names: ComparedNames, of: string): Partial<CompareState> {
  const { chosen, chosenOf } = compare.getState();
  return {
    comparison,
    names,
    active: undefined,
    chosen: chosenOf === of ? chosen : new Set(),
    chosenOf: of,
  };
}

/** `input` undefined: nothing to compare. */
export function useComparison(input: CompareInput | undefined): RunningComparison {
  const generation = useStore(connection, (state) => state.generation);
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ readonly question: string; readonly state: ComparisonState }>();
  const abort = useRef<AbortController>(undefined);
  const question = input === undefined || generation === 0 ? undefined : JSON.stringify([input, attempt]);

  useEffect(() => {
    if (question === undefined) return undefined;
    const [asked] = JSON.parse(question) as [CompareInput];
    const { partNumber, names, ...rest } = asked;
    const of = JSON.stringify(asked);
    const controller = new AbortController();
    abort.current = controller;
    let gone = false;
    const tell = (state: ComparisonState): void => {
      if (gone) return;
      setAnswer({ question, state });
      compare.setState(
        state.state === "done"
          ? doneWith(state.comparison, names, of)
          : {
              comparison: undefined,
              names: undefined,
              active: undefined,
              // A list that comes after a failure or a stop was not what one waited for.
              ...(state.state === "running" ? {} : { takesFocus: false }),
            },
      );
    };
    currentHost()
      .compare.run(
        { ...rest, ...(partNumber === undefined ? {} : { partNumber }) },
        (event) =>
          tell(
            event.type === "compared"
              ? { state: "done", comparison: event.comparison }
              : { state: "running", share: event.share },
          ),
        { signal: controller.signal },
      )
      .catch((thrown: unknown) => {
        const failure = asFailure(thrown);
        tell(failure.kind === "cancelled" ? { state: "stopped" } : { state: "failed", failure });
      });
    return () => {
      gone = true;
      controller.abort();
      compare.setState({ comparison: undefined, names: undefined, active: undefined });
    };
  }, [question]);

  const stop = useCallback(() => abort.current?.abort(), []);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  const isCurrent = answer !== undefined && answer.question === question;
  return {
    state: question === undefined ? undefined : isCurrent ? answer.state : { state: "running", share: 0 },
    stop,
    again,
  };
}
