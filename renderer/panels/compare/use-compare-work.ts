/** Work on two models as it runs in the host: how far it is, what came of it, how to stop it and how to begin it anew. */
import { useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { HostClient } from "../../../shared/contract/contract.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { connection, currentHost } from "../../host/host.ts";
import { asFailure } from "../../state/query.ts";
import type { ComparedNames } from "./compare-state.ts";

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

export type WorkState<T> =
  | { readonly state: "running"; readonly share: number }
  | { readonly state: "done"; readonly result: T }
  | { readonly state: "failed"; readonly failure: Failure }
  | { readonly state: "stopped" };

export interface RunningWork<T> {
  readonly state: WorkState<T> | undefined;
  readonly stop: () => void;
  readonly again: () => void;
}

type Asked = Parameters<HostClient["compare"]["run"]>[0];

export interface CompareWork<T> {
  /** @param progress is told the share, 0…1 @param done is told what came of it */
  readonly run: (
    host: HostClient["compare"],
    asked: Asked,
    progress: (share: number) => void,
    done: (result: T) => void,
    options: { readonly signal: AbortSignal },
  ) => Promise<void>;
  /** What came of it stays for who asks the same again after having asked nothing. */
  readonly isKept: boolean;
  /** Each state of it, and its end where another question takes its place. */
  readonly told?: (state: WorkState<T>, input: CompareInput) => void;
  readonly left?: () => void;
}

/** @param work the same object each time @param input undefined: nothing is asked */
export function useCompareWork<T>(work: CompareWork<T>, input: CompareInput | undefined): RunningWork<T> {
  const generation = useStore(connection, (state) => state.generation);
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<{ readonly question: string; readonly state: WorkState<T> }>();
  const abort = useRef<AbortController>(undefined);
  const question = input === undefined || generation === 0 ? undefined : JSON.stringify([input, attempt]);
  const isCurrent = answer !== undefined && answer.question === question;
  const isKnown = work.isKept && isCurrent && answer.state.state === "done";

  useEffect(() => {
    if (question === undefined || isKnown) return undefined;
    const [asked] = JSON.parse(question) as [CompareInput];
    const { partNumber, names: _names, ...rest } = asked;
    const controller = new AbortController();
    abort.current = controller;
    let gone = false;
    const tell = (state: WorkState<T>): void => {
      if (gone) return;
      setAnswer({ question, state });
      work.told?.(state, asked);
    };
    work
      .run(
        currentHost().compare,
        { ...rest, ...(partNumber === undefined ? {} : { partNumber }) },
        (share) => tell({ state: "running", share }),
        (result) => tell({ state: "done", result }),
        { signal: controller.signal },
      )
      .catch((thrown: unknown) => {
        const failure = asFailure(thrown);
        tell(failure.kind === "cancelled" ? { state: "stopped" } : { state: "failed", failure });
      });
    return () => {
      gone = true;
      controller.abort();
      work.left?.();
    };
    // Known only once it is done: then there is nothing to end.
  }, [work, question, isKnown]);

  const stop = useCallback(() => abort.current?.abort(), []);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  return {
    state: question === undefined ? undefined : isCurrent ? answer.state : { state: "running", share: 0 },
    stop,
    again,
  };
}
