/** One pass over columns: what the lanes of a timeline show of a span of time. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import { CRITICAL, FAIL } from "../queries/severity.ts";
import { isUndated, KINDS, kindOf, severityOf } from "./event-chunk.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";

export interface Mark {
  readonly position: number;
  readonly start: number;
  /** NaN without an end. */
  readonly end: number;
  readonly severity: number;
}

export interface ScannedLane {
  /** Events of the window, whole or in part. */
  readonly total: number;
  /** Events starting in each bucket; of those failed; the worst severity. */
  readonly counts: Uint32Array;
  readonly failed: Uint32Array;
  readonly worst: Uint8Array;
  /** All of them, ascending in start, where they are few enough. */
  readonly marks: readonly Mark[] | undefined;
  /** Where they are not: what may never drown in a histogram, ascending in start. */
  readonly notable: readonly Mark[];
}

export interface ScanOptions {
  readonly window: TimeWindow;
  readonly buckets: number;
  /** Events of a lane up to which all of them are kept as marks. */
  readonly maximumMarks: number;
  readonly maximumNotable: number;
}

/**
 * @param member 1 for every part row id that counts; undefined: all events count
 * @returns lanes by kind (index into EVENT_KINDS), only those with events in the window
 */
export function scanLanes(
  chunks: readonly LoadedChunk[],
  member: Uint8Array | undefined,
  { window, buckets, maximumMarks, maximumNotable }: ScanOptions,
): ReadonlyMap<number, ScannedLane> {
  const { from, to } = window;
  const width = (to - from) / buckets;
  const long = (to - from) / 100;
  const totals = new Uint32Array(KINDS);
  const counts = new Uint32Array(KINDS * buckets);
  const failed = new Uint32Array(KINDS * buckets);
  const worst = new Uint8Array(KINDS * buckets);
  const kept = Array.from({ length: KINDS }, (): Mark[] => []);
  const notable = Array.from({ length: KINDS }, () => keepWorst(maximumNotable));

  for (const chunk of chunks) {
    if (chunk.first >= to || chunk.last < from) continue;
    const { base, offsets, starts, parts, codes, spanRows, spanEnds } = chunk;
    const { origin, step, values } = starts;
    const mark = (row: number, start: number, end: number): Mark => ({
      position: base + (offsets[row] ?? 0),
      start,
      end,
      severity: severityOf(codes[row] ?? 0),
    });
    // Whatever starts in the window. This loop is the whole cost: ten million times a few instructions.
    for (let row = 0; row < codes.length; row += 1) {
      if (member !== undefined && member[parts[row] ?? 0] !== 1) continue;
      const code = codes[row] ?? 0;
      const start = origin + (values[row] ?? 0) * step;
      if (start < from || start >= to || isUndated(code)) continue;
      const bucket = Math.floor((start - from) / width);
      const kind = kindOf(code);
      const at = kind * buckets + (bucket < buckets ? bucket : buckets - 1);
      counts[at] = (counts[at] ?? 0) + 1;
      totals[kind] = (totals[kind] ?? 0) + 1;
      if ((totals[kind] ?? 0) <= maximumMarks) kept[kind]?.push(mark(row, start, endOf(chunk, row)));
      const severity = severityOf(code);
      if (severity === 0) continue;
      if (severity > (worst[at] ?? 0)) worst[at] = severity;
      if (severity >= FAIL) failed[at] = (failed[at] ?? 0) + 1;
      if (severity >= CRITICAL) notable[kind]?.offer(mark(row, start, endOf(chunk, row)));
    }
    // Spans: those that began before, and those too long to drown in a histogram.
    if (chunk.first >= from && chunk.longest < long) continue;
    for (let span = 0; span < spanRows.length; span += 1) {
      const row = spanRows[span] ?? 0;
      if (member !== undefined && member[parts[row] ?? 0] !== 1) continue;
      const start = origin + (values[row] ?? 0) * step;
      if (start >= to) continue;
      const end = spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step;
      const code = codes[row] ?? 0;
      const kind = kindOf(code);
      if (start < from) {
        if (end < from) continue;
        totals[kind] = (totals[kind] ?? 0) + 1;
        if ((totals[kind] ?? 0) <= maximumMarks) kept[kind]?.push(mark(row, start, end));
        if (severityOf(code) >= CRITICAL || end - start >= long) notable[kind]?.offer(mark(row, start, end));
      } else if (end - start >= long && severityOf(code) < CRITICAL)
        notable[kind]?.offer(mark(row, start, end));
    }
  }
  const lanes = new Map<number, ScannedLane>();
  totals.forEach((total, kind) => {
    if (total === 0) return;
    const few = total <= maximumMarks;
    const place = [kind * buckets, (kind + 1) * buckets] as const;
    lanes.set(kind, {
      total,
      counts: counts.slice(...place),
      failed: failed.slice(...place),
      worst: worst.slice(...place),
      marks: few ? (kept[kind] ?? []).sort(byStart) : undefined,
      notable: few ? [] : (notable[kind]?.worst() ?? []).sort(byStart),
    });
  });
  return lanes;
}

/** NaN without one. */
function endOf({ spanRows, spanEnds }: LoadedChunk, row: number): number {
  let [low, high] = [0, spanRows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spanRows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return spanRows[low] === row ? spanEnds.origin + (spanEnds.values[low] ?? 0) * spanEnds.step : NaN;
}

function keepWorst(maximum: number): {
  readonly offer: (mark: Mark) => void;
  readonly worst: () => Mark[];
} {
  let marks: Mark[] = [];
  const prune = (): Mark[] => (marks = marks.sort(byWeight).slice(0, maximum));
  return {
    offer: (mark) => {
      marks.push(mark);
      if (marks.length >= maximum * 4 + 64) prune();
    },
    worst: prune,
  };
}

const byStart = (a: Mark, b: Mark): number => a.start - b.start || a.position - b.position;
const duration = ({ start, end }: Mark): number => (end > start ? end - start : 0);
/** Critical events first, then the longest spans. */
const byWeight = (a: Mark, b: Mark): number =>
  b.severity - a.severity || duration(b) - duration(a) || byStart(a, b);

export interface ScannedSummary {
  /** First start and latest start or end; Infinity and -Infinity without any. */
  readonly first: number;
  readonly last: number;
  /** Per kind. */
  readonly counts: Uint32Array;
  readonly undated: Uint32Array;
}

/** What a subject has at any time. Parameters as for `scanLanes`. */
export function summarise(chunks: readonly LoadedChunk[], member: Uint8Array | undefined): ScannedSummary {
  const byCode = new Uint32Array(256);
  let [first, last] = [Infinity, -Infinity];
  for (const chunk of chunks) {
    const { starts, parts, codes, spanRows, spanEnds } = chunk;
    const { origin, step, values } = starts;
    let [lowest, highest] = [Infinity, -Infinity];
    for (let row = 0; row < codes.length; row += 1) {
      if (member !== undefined && member[parts[row] ?? 0] !== 1) continue;
      const code = codes[row] ?? 0;
      byCode[code] = (byCode[code] ?? 0) + 1;
      if (isUndated(code)) continue;
      const value = values[row] ?? 0;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
    first = Math.min(first, origin + lowest * step);
    last = Math.max(last, origin + highest * step);
    // Only where a span can reach further than what was found so far.
    if (chunk.last <= last) continue;
    for (let span = 0; span < spanRows.length; span += 1) {
      if (member !== undefined && member[parts[spanRows[span] ?? 0] ?? 0] !== 1) continue;
      last = Math.max(last, spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step);
    }
  }
  const counts = new Uint32Array(KINDS);
  const undated = new Uint32Array(KINDS);
  byCode.forEach((n, code) => {
    counts[kindOf(code)] = (counts[kindOf(code)] ?? 0) + n;
    if (isUndated(code)) undated[kindOf(code)] = (undated[kindOf(code)] ?? 0) + n;
  });
  return { first, last, counts, undated };
}

/** The same of all events, from what is known of each chunk. */
export function summariseAll(chunks: readonly LoadedChunk[]): ScannedSummary {
  const counts = new Uint32Array(KINDS);
  const undated = new Uint32Array(KINDS);
  let [first, last] = [Infinity, -Infinity];
  for (const chunk of chunks) {
    for (let kind = 0; kind < KINDS; kind += 1) {
      counts[kind] = (counts[kind] ?? 0) + (chunk.counts[kind] ?? 0);
      undated[kind] = (undated[kind] ?? 0) + (chunk.undated[kind] ?? 0);
    }
    first = Math.min(first, chunk.first);
    last = Math.max(last, chunk.last);
  }
  return { first, last, counts, undated };
}
