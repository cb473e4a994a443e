/** What the writer does for the rules of retention. Internal: typed, not checked again. */
import * as v from "valibot";
import type { RemovedWhat } from "../../../../../shared/contract/retention.ts";
import { call } from "../../../../../shared/rpc/service.ts";
import type { KeptNames } from "../../retention/kept.ts";

export interface RetentionGoal {
  /** Public id. */
  readonly sourceId: string;
  readonly what: RemovedWhat;
  /** What was over before goes, µs UTC. */
  readonly until: number;
}

/** Since the run began. */
export interface RetentionStep {
  readonly done: boolean;
  readonly share: number;
  readonly events: number;
  readonly measurements: number;
  readonly samples: number;
  readonly reduced: number;
  /** Of cache.db, as it is now. */
  readonly bytes: number;
  readonly free: number;
}

const typed = <T>() => v.custom<T>(() => true);
const nothing = v.object({});

export const storedRetentionService = {
  /** What of this person's own stands on records. */
  kept: call<KeptNames>()(nothing),
  /** Begins a run; goals that ask for no more than is gone are passed over. Without goals, goes on where one was killed. */
  begin: call<{ readonly work: boolean }>()(
    typed<{ readonly goals: readonly RetentionGoal[] | undefined }>(),
  ),
  /** One small transaction of it. */
  step: call<RetentionStep>()(nothing),
  /** Ends it where it is. */
  cancel: call<void>()(nothing),
  /** Forgets that anything was removed of a source, and marks its feeds to be read anew; in slices, as `unfollow`. */
  restore: call<{ readonly more: boolean }>()(typed<{ readonly sourceId: string }>()),
  space: call<{ readonly bytes: number; readonly free: number }>()(nothing),
} as const;
