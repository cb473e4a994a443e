/** Asking the host from a panel: cancels what is no longer wanted, asks again when the cache changes. */
import { useCallback, useEffect, useEffectEvent, useState } from "react";
import { useStore } from "zustand";
import { RECORDS, type ChangeKind } from "../../shared/contract/cache-change.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import { asFailure, type Failure } from "../../shared/rpc/failure.ts";
import type { CallOptions } from "../../shared/rpc/service.ts";
import { connection, currentHost } from "../host/host.ts";
import { cache, stateOf } from "./cache.ts";

export interface Query<T> {
  readonly data: T | undefined;
  /** The data belong to an earlier question, or none are there yet. */
  readonly loading: boolean;
  readonly failure: Failure | undefined;
  readonly retry: () => void;
}

interface Answer<T> {
  readonly key: string | undefined;
  /** The key at one state of the cache, over one connection, at one attempt. */
  readonly question: string | undefined;
  readonly data: T | undefined;
  readonly failure: Failure | undefined;
}

const NONE = { key: undefined, question: undefined, data: undefined, failure: undefined } as const;

export interface QueryOptions {
  /** Show the last answer while the next is on its way, also when the question has changed. */
  readonly keep?: boolean;
  /** Ask no more often than every so many milliseconds while the question keeps changing. */
  readonly delay?: number;
  /** Kinds of changes of the cache after which the answer may be another one; none where it does not hang on it. */
  readonly on?: readonly ChangeKind[];
  /** The answer holds events, units and measurements of this part and all below it, and hangs on no others. */
  readonly of?: string | undefined;
}

/** `key` names the question; undefined asks nothing. Asked again after every change of records, or of what it names. */
export function useQuery<T>(
  key: string | undefined,
  ask: (host: HostClient, options: CallOptions) => Promise<T>,
  { keep = false, delay = 0, on = RECORDS, of }: QueryOptions = {},
): Query<T> {
  const revision = useStore(cache, (state) => stateOf(state, on, of));
  const generation = useStore(connection, (state) => state.generation);
  const [attempt, setAttempt] = useState(0);
  const [answer, setAnswer] = useState<Answer<T>>(NONE);
  const question =
    key === undefined || generation === 0 ? undefined : `${generation}.${revision}.${attempt} ${key}`;

  const start = useEffectEvent((question: string, signal: AbortSignal): void => {
    new Promise<T>((resolve) => resolve(ask(currentHost(), { signal }))).then(
      (data) => {
        if (!signal.aborted) setAnswer({ key, question, data, failure: undefined });
      },
      (thrown: unknown) => {
        const failure = asFailure(thrown);
        if (signal.aborted || failure.kind === "cancelled") return;
        // While the host is gone what is on the screen stays: the status bar says so.
        setAnswer((before) => ({
          key,
          question,
          data: before.key === key || keep ? before.data : undefined,
          failure,
        }));
      },
    );
  });
  const wait = useEffectEvent(() => delay);

  useEffect(() => {
    if (question === undefined) return undefined;
    const abort = new AbortController();
    // Also without a delay after this turn: the timeline has asked by then, and is answered first.
    const timer = setTimeout(() => start(question, abort.signal), wait());
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [question]);

  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  const current = key !== undefined && (answer.key === key || (keep && answer.data !== undefined));
  return {
    data: current ? answer.data : undefined,
    loading: key !== undefined && (question === undefined || answer.question !== question),
    failure: answer.key === key ? answer.failure : undefined,
    retry,
  };
}

// Where a panel asks, it also takes what went wrong.
export { asFailure } from "../../shared/rpc/failure.ts";
