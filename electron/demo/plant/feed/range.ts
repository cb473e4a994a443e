/**
 * A span of history: what a reader that names `since` or `until` is not given. Left out is what was over before the
 * one, or began at the other or later, except where an earlier revision of it was handed on: a reader that holds a
 * record hears of its end.
 */
import type { WireRecord } from "../../../../shared/contract/plant/wire-record.ts";
import type { ScopeFeed } from "./scope-feed.ts";

/** µs UTC; undefined: without a bound. */
export interface Span {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export interface ScopeRange {
  /** As the head of a page says it: what is undefined is not in it. */
  readonly span: Span;
  isLeftOut(index: number): boolean;
}

/** Ranges kept per scope: each costs a flag for every change. */
const KEPT = 8;

const kept = new WeakMap<ScopeFeed, Map<string, ScopeRange>>();

/** undefined: all of it. */
export const rangeIn = (scope: ScopeFeed, span: Span): ScopeRange | undefined =>
  span.since === undefined && span.until === undefined ? undefined : rangeOf(scope, span);

export const spanName = ({ since, until }: Span): string =>
  `${since === undefined ? "" : ` since ${since}`}${until === undefined ? "" : ` until ${until}`}`;

export function rangeOf(scope: ScopeFeed, span: Span): ScopeRange {
  const ranges = kept.get(scope) ?? new Map<string, ScopeRange>();
  kept.set(scope, ranges);
  const key = spanName(span);
  const range = ranges.get(key) ?? createRange(scope, span);
  ranges.delete(key);
  ranges.set(key, range);
  const [oldest] = ranges.keys();
  if (ranges.size > KEPT && oldest !== undefined) ranges.delete(oldest);
  return range;
}

function createRange({ log }: ScopeFeed, { since, until }: Span): ScopeRange {
  const leftOut: boolean[] = [];
  const handed = new Set<string>();
  /** The log only grows: what was looked at stays as it is. */
  const look = (): void => {
    for (let at = leftOut.length; at < log.count; at += 1) {
      const { id, record } = JSON.parse(log.line(at).toString()) as {
        readonly id: string;
        readonly record?: WireRecord;
      };
      const isWanted =
        record !== undefined &&
        (since === undefined || lastTime(record) >= since) &&
        (until === undefined || firstTime(record) < until);
      if (isWanted) handed.add(id);
      leftOut.push(!handed.has(id));
    }
  };
  return {
    span: { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) },
    isLeftOut(index) {
      look();
      return leftOut[index] ?? false;
    },
  };
}

/** µs; minus infinite for what has no time. */
export function firstTime(record: WireRecord): number {
  switch (record.record) {
    case "event":
      return record.startedAt ?? record.endedAt ?? -Infinity;
    case "gap":
      return record.startedAt;
    case "measurement":
      return record.takenAt ?? -Infinity;
    case "samples":
      return record.times[0] ?? -Infinity;
    case "part":
    case "bom-line":
    case "unit":
    case "unit-component":
    case "characteristic":
    case "factor":
    case "note":
      return -Infinity;
  }
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
