/** How far bodies are off where the comparison goes by their triangles: measured in the host once it is asked for. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { Deviations } from "../../../shared/compare/deviations.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { connection, currentHost } from "../../host/host.ts";
import { asFailure } from "../../state/query.ts";
import type { CompareInput } from "./use-comparison.ts";

export type DeviationsState =
  | { readonly state: "running"; readonly share: number }
  | { readonly state: "done"; readonly deviations: Deviations }
  | { readonly state: "failed"; readonly failure: Failure }
  | { readonly state: "stopped" };

export interface RunningDeviations {
  readonly state: DeviationsState | undefined;
  readonly stop: () => void;
  readonly again: () => void;
}

/** `input` undefined: nobody looks at them. What was measured last stays for who looks again. */
export function useDeviations(input: CompareInput | undefined): RunningDeviations {
  const generation = useStore(connection, (state) => state.generation);
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ readonly question: string; readonly state: DeviationsState }>();
  const abort = useRef<AbortController>(undefined);
  const question = input === undefined || generation === 0 ? undefined : JSON.stringify([input, attempt]);
  const isKnown = answer !== undefined && answer.question === question && answer.state.state === "done";

  useEffect(() => {
    if (question === undefined || isKnown) return undefined;
    const [asked] = JSON.parse(question) as [CompareInput];
    const { partNumber, names: _names, ...rest } = asked;
    const controller = new AbortController();
    abort.current = controller;
    let gone = false;
    const tell = (state: DeviationsState): void => {
      if (!gone) setAnswer({ question, state });
    };
    currentHost()
      .compare.deviations(
        { ...rest, ...(partNumber === undefined ? {} : { partNumber }) },
        (event) =>
          tell(
            event.type === "measured"
              ? { state: "done", deviations: event.deviations }
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
    };
    // Known only once it is done: then there is nothing to end.
  }, [question, isKnown]);

  const stop = useCallback(() => abort.current?.abort(), []);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  const isCurrent = answer !== undefined && answer.question === question;
  return {
    state: question === undefined ? undefined : isCurrent ? answer.state : { state: "running", share: 0 },
    stop,
    again,
  };
}
