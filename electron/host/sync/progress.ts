/** How far a feed, or all of them, are, and how long it may take. */
import type { CatchUpProgress } from "../../../shared/contract/plants.ts";
import type { FeedState } from "../store/writer/feeds/feed-contract.ts";

export interface ProgressMeter {
  begin(): void;
  rows(count: number): void;
  bytes(count: number): void;
  /** With so many rows still to come. */
  read(left: number): CatchUpProgress;
}

/** Seconds of work before a rate is believed. */
const BELIEVED_AFTER = 0.5;

export function createProgressMeter(now: () => number): ProgressMeter {
  let [rows, bytes, startedAt] = [0, 0, now()];
  return {
    begin() {
      [rows, bytes, startedAt] = [0, 0, now()];
    },
    rows: (count) => void (rows += count),
    bytes: (count) => void (bytes += count),
    read(left) {
      const seconds = (now() - startedAt) / 1e6;
      const rate = rows / seconds;
      const isKnown = seconds >= BELIEVED_AFTER && rows > 0;
      return {
        rows,
        bytes,
        left,
        secondsLeft: left === 0 ? 0 : isKnown ? Math.ceil(left / rate) : undefined,
      };
    },
  };
}

/**
 * Rows of the snapshot that are not taken yet; once it is in, positions up to the system's head: other
 * scopes have their share in those, so it is an upper bound.
 */
export function rowsLeft(state: FeedState | undefined): number {
  const reading = state?.beside ?? state?.shown;
  if (reading === undefined) return 0;
  const { snapshot, segments, head, position } = reading;
  return segments.length > 0 ? snapshot.rows - snapshot.taken : Math.max(0, head - position);
}
