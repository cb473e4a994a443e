/**
 * History from a time on: what a reader that names `since` is not given. Left out is what was over before,
 * except where an earlier revision of it was handed on: a reader that holds a record hears of its end.
 */
import type { WireRecord } from "../../../../shared/contract/plant/wire-record.ts";
import type { ScopeFeed } from "./scope-feed.ts";

export interface ScopeRange {
  /** µs UTC */
  readonly since: number;
  isLeftOut(index: number): boolean;
}

/** Ranges kept per scope: each costs a flag for every change. */
const KEPT = 8;

const kept = new WeakMap<ScopeFeed, Map<number, ScopeRange>>();

export function rangeOf(scope: ScopeFeed, since: number): ScopeRange {
  const ranges = kept.get(scope) ?? new Map<number, ScopeRange>();
  kept.set(scope, ranges);
  const range = ranges.get(since) ?? createRange(scope, since);
  ranges.delete(since);
  ranges.set(since, range);
  const [oldest] = ranges.keys();
  if (ranges.size > KEPT && oldest !== undefined) ranges.delete(oldest);
  return range;
}

function createRange({ log }: ScopeFeed, since: number): ScopeRange {
  const leftOut: boolean[] = [];
  const handed = new Set<string>();
  /** The log only grows: what was looked at stays as it is. */
  const look = (): void => {
    for (let at = leftOut.length; at < log.count; at += 1) {
      const { id, record } = JSON.parse(log.line(at).toString()) as {
        readonly id: string;
        readonly record?: WireRecord;
      };
      const isOver = record === undefined || lastTime(record) < since;
      if (!isOver) handed.add(id);
      leftOut.push(!handed.has(id));
    }
  };
  return {
    since,
    isLeftOut(index) {
      look();
      return leftOut[index] ?? false;
    },
  };
}

/** µs; infinite for what has no time or is not over. */
export function lastTime(record: WireRecord): number {
  switch (record.record) {
    case "event":
      return record.endedAt ?? record.startedAt ?? Infinity;
    case "gap":
      return record.endedAt ?? Infinity;
    case "measurement":
      return record.takenAt ?? Infinity;
    case "samples":
      return record.times.at(-1) ?? Infinity;
    case "part":
    case "bom-line":
    case "unit":
    case "unit-component":
    case "characteristic":
    case "factor":
    case "note":
      return Infinity;
  }
}
