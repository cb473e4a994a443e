/**
 * The states of a feed and of the plant it comes from, and what leads from one to the next. Pure: the
 * engine does what the state says.
 */
import { Failure } from "../../../shared/rpc/failure.ts";
import { Lacking, Unavailable } from "../connectors/connector.ts";
import { backoff } from "./backoff.ts";

/**
 * - idle: level with the source, waiting for news
 * - syncing: changes are being taken
 * - waiting: something went wrong that may pass; tried again at `retryAt`
 * - paused: by a person
 * - offline: the source can't be reached; tried again at `retryAt`
 * - refused: the source says no (token, certificate, scope); a person has to act, tried again rarely
 * - failed: our side can't go on (disk full, a bug); tried again rarely
 */
export const FEED_STATES = ["idle", "syncing", "waiting", "paused", "offline", "refused", "failed"] as const;
export type FeedStateName = (typeof FEED_STATES)[number];

export interface FeedStatus {
  readonly state: FeedStateName;
  /** Why, where there is something to say. */
  readonly message: string | undefined;
  /** What a person can mend on the spot. */
  readonly needs: "token" | "certificate" | undefined;
  /** Failures in a row. */
  readonly failures: number;
  /** ms to wait; undefined: until something wakes it. */
  readonly wait: number | undefined;
  /** When that is over, µs by our clock: for display. */
  readonly retryAt: number | undefined;
}

export type FeedEvent =
  | { readonly type: "begin" | "level" | "pause" | "resume" }
  | { readonly type: "failure"; readonly thrown: unknown };

export interface StatusContext {
  readonly now: () => number;
  readonly random: () => number;
  /** ms between two looks at a source that is level. */
  readonly poll: number;
}

/** ms */
const LONGEST_OFFLINE = 60_000;
const LONGEST_WAITING = 300_000;
/** A person has to act; this is only in case they did so at the plant. */
const LONGEST_REFUSED = 600_000;

/** About to look at the source. */
export const INITIAL_STATUS: FeedStatus = {
  state: "syncing",
  message: undefined,
  needs: undefined,
  failures: 0,
  wait: 0,
  retryAt: undefined,
};

export function nextStatus(status: FeedStatus, event: FeedEvent, context: StatusContext): FeedStatus {
  switch (event.type) {
    case "pause":
      return { ...INITIAL_STATUS, state: "paused", wait: undefined };
    case "resume":
      return status.state === "paused" ? INITIAL_STATUS : status;
    case "begin":
      if (status.state === "paused") return status;
      return { ...status, state: "syncing", wait: undefined, retryAt: undefined };
    case "level":
      if (status.state === "paused") return status;
      return { ...INITIAL_STATUS, state: "idle", wait: context.poll };
    case "failure":
      return status.state === "paused" ? status : afterFailure(status, event.thrown, context);
  }
}

function afterFailure(status: FeedStatus, thrown: unknown, context: StatusContext): FeedStatus {
  const failure = thrown instanceof Failure ? thrown : undefined;
  // Given up on purpose (paused, settings changed, asleep): not a failure of anybody.
  if (failure?.kind === "cancelled") return { ...status, state: "syncing", wait: 0, retryAt: undefined };
  const failures = status.failures + 1;
  const [state, longest] = stateOf(failure);
  const wait = Math.max(
    backoff(failures, longest, context.random),
    failure instanceof Unavailable ? (failure.retryAfter ?? 0) : 0,
  );
  const message = failure?.message ?? (thrown instanceof Error ? thrown.message : String(thrown));
  const needs = thrown instanceof Lacking ? thrown.needs : undefined;
  return { state, message, needs, failures, wait, retryAt: context.now() + wait * 1_000 };
}

function stateOf(failure: Failure | undefined): readonly [FeedStateName, longest: number] {
  if (failure instanceof Unavailable) return ["waiting", LONGEST_WAITING];
  switch (failure?.kind) {
    case "offline":
      return ["offline", LONGEST_OFFLINE];
    case "corrupt":
    case "conflict":
      return ["waiting", LONGEST_WAITING];
    case "refused":
    case "invalid":
      return ["refused", LONGEST_REFUSED];
    case "limit":
    case "cancelled":
    case "bug":
    case undefined:
      return ["failed", LONGEST_REFUSED];
  }
}
