/** One pass over columns: what the lanes of a timeline show of a span of time. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import { CRITICAL, FAIL } from "../queries/severity.ts";
import { isUndated, KINDS, kindOf, severityOf } from "./event-chunk.ts";
import type { ChosenChunk } from "./chosen-rows.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";

export interface Mark {
  readonly position: number;
  readonly start: number;
  /** NaN without an end. */
  readonly end: number;
  readonly severity: number;
  /** Index into EVENT_KINDS. */
  readonly kind: number;
}

export interface ScannedLane {
  /** Events of the window, whole or in part. */
  readonly total: number;
  /** Events starting in each bucket; of those failed; the worst severity. */
  readonly counts: Uint32Array;
  readonly failed: Uint32Array;
  readonly worst: Uint8Array;
  /** The first event of that severity; 0 where the bucket is empty. */
  readonly worstPositions: Float64Array;
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

export interface KindScanOptions extends ScanOptions {
  /** Of these columns at any time; undefined: not known. Tells which kinds are too many to be kept as marks. */
  readonly summary?: ScannedSummary | undefined;
}

/**
 * @returns lanes by kind (index into EVENT_KINDS), only those with events in the window
 */
export function scanLanes(
  chosen: readonly ChosenChunk[],
  options: KindScanOptions,
): ReadonlyMap<number, ScannedLane> {
  const { window, buckets, maximumMarks, maximumNotable } = options;
  const { from, to } = window;
  const width = (to - from) / buckets;
  const long = (to - from) / 100;
  const totals = new Uint32Array(KINDS);
  const counts = new Uint32Array(KINDS * buckets);
  const failed = new Uint32Array(KINDS * buckets);
  const worst = new Uint8Array(KINDS * buckets);
  const worstPositions = new Float64Array(KINDS * buckets);
  const kept = Array.from({ length: KINDS }, (): Mark[] => []);
  const notable = Array.from({ length: KINDS }, () => keepWorst(maximumNotable));

  const bucketOf = (start: number): number => Math.min(Math.floor((start - from) / width), buckets - 1);
  const isMany = manyKinds(chosen, options);
  for (const { chunk, rows } of chosen) {
    if (chunk.first >= to || chunk.last < from) continue;
    const isInOneBucket =
      rows === undefined &&
      chunk.first >= from &&
      chunk.lastStart < to &&
      bucketOf(chunk.first) === bucketOf(chunk.lastStart) &&
      chunk.counts.every((count, kind) => count === 0 || isMany[kind] === 1);
    if (isInOneBucket) {
      // What is known of it as a whole is all that can be drawn.
      for (let kind = 0; kind < KINDS; kind += 1) {
        const count = (chunk.counts[kind] ?? 0) - (chunk.undated[kind] ?? 0);
        if (count === 0) continue;
        const place = kind * buckets + bucketOf(chunk.first);
        const worstInChunk = chunk.worst[kind] ?? 0;
        if (counts[place] === 0 || worstInChunk > (worst[place] ?? 0))
          worstPositions[place] = chunk.worstPositions[kind] ?? 0;
        totals[kind] = (totals[kind] ?? 0) + count;
        counts[place] = (counts[place] ?? 0) + count;
        failed[place] = (failed[place] ?? 0) + (chunk.failed[kind] ?? 0);
        worst[place] = Math.max(worst[place] ?? 0, worstInChunk);
      }
      for (const mark of chunk.critical) notable[mark.kind]?.offer(mark);
      if (chunk.longest < long) continue;
    }
    const { base, offsets, starts, codes } = chunk;
    const { origin, step, values } = starts;
    const mark = (row: number, start: number, end: number): Mark => ({
      position: base + (offsets[row] ?? 0),
      start,
      end,
      severity: severityOf(codes[row] ?? 0),
      kind: kindOf(codes[row] ?? 0),
    });
    // Whatever starts in the window. This loop is the whole cost: ten million times a few instructions.
    const length = isInOneBucket ? 0 : (rows?.length ?? codes.length);
    for (let at = 0; at < length; at += 1) {
      const row = rows === undefined ? at : (rows[at] ?? 0);
      const code = codes[row] ?? 0;
      const start = origin + (values[row] ?? 0) * step;
      if (start < from || start >= to || isUndated(code)) continue;
      const kind = kindOf(code);
      const place = kind * buckets + bucketOf(start);
      if (counts[place] === 0) worstPositions[place] = base + (offsets[row] ?? 0);
      counts[place] = (counts[place] ?? 0) + 1;
      totals[kind] = (totals[kind] ?? 0) + 1;
      if (isMany[kind] === 0 && (totals[kind] ?? 0) <= maximumMarks)
        kept[kind]?.push(mark(row, start, endOf(chunk, row)));
      const severity = severityOf(code);
      if (severity === 0) continue;
      if (severity > (worst[place] ?? 0)) {
        worst[place] = severity;
        worstPositions[place] = base + (offsets[row] ?? 0);
      }
      if (severity >= FAIL) failed[place] = (failed[place] ?? 0) + 1;
      if (severity >= CRITICAL) notable[kind]?.offer(mark(row, start, endOf(chunk, row)));
    }
    // Spans: those that began before, and those too long to drown in a histogram.
    if (chunk.first >= from && chunk.longest < long) continue;
    const { spanRows, spanEnds } = chunk;
    let next = 0;
    for (let span = 0; span < spanRows.length; span += 1) {
      const row = spanRows[span] ?? 0;
      if (rows !== undefined) {
        while ((rows[next] ?? codes.length) < row) next += 1;
        if (rows[next] !== row) continue;
      }
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
      worstPositions: worstPositions.slice(...place),
      marks: few ? (kept[kind] ?? []).sort(byStart) : undefined,
      notable: few ? [] : (notable[kind]?.worst() ?? []).sort(byStart),
    });
  });
  return lanes;
}

/** 1 per kind that has more events than are kept as marks, as far as whole chunks tell. */
function manyKinds(
  chosen: readonly ChosenChunk[],
  { window: { from, to }, maximumMarks, summary }: KindScanOptions,
): Uint8Array {
  if (summary !== undefined && from <= summary.first && to > summary.last)
    return Uint8Array.from(summary.counts, (n, kind) =>
      n - (summary.undated[kind] ?? 0) > maximumMarks ? 1 : 0,
    );
  const sums = new Float64Array(KINDS);
  for (const { chunk, rows } of chosen) {
    if (rows !== undefined || chunk.first < from || chunk.lastStart >= to) continue;
    for (let kind = 0; kind < KINDS; kind += 1)
      sums[kind] = (sums[kind] ?? 0) + (chunk.counts[kind] ?? 0) - (chunk.undated[kind] ?? 0);
  }
  return Uint8Array.from(sums, (sum) => (sum > maximumMarks ? 1 : 0));
}

/** NaN without one. */
export function endOf({ spanRows, spanEnds }: LoadedChunk, row: number): number {
  let [low, high] = [0, spanRows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spanRows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return spanRows[low] === row ? spanEnds.origin + (spanEnds.values[low] ?? 0) * spanEnds.step : NaN;
}

export function keepWorst(maximum: number): {
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

export const byStart = (a: Mark, b: Mark): number => a.start - b.start || a.position - b.position;
const duration = ({ start, end }: Mark): number => (end > start ? end - start : 0);
const isCritical = ({ severity }: Mark): number => Number(severity >= CRITICAL);
/**
 * Critical events first, then the longest spans, failed or not: the few that have room would all be failures where there
 * are many, and a lane in which all is as usual would be red from end to end. What its bars say is what there is.
 */
const byWeight = (a: Mark, b: Mark): number =>
  isCritical(b) - isCritical(a) || duration(b) - duration(a) || byStart(a, b);

export interface ScannedSummary {
  /** First start and latest start or end; Infinity and -Infinity without any. */
  readonly first: number;
  readonly last: number;
  /** Per kind; `failed` of those that have a time. */
  readonly counts: Uint32Array;
  readonly undated: Uint32Array;
  readonly failed: Uint32Array;
}

/** What a subject has at any time. */
export function summarise(chosen: readonly ChosenChunk[]): ScannedSummary {
  const byCode = new Uint32Array(256);
  const whole: LoadedChunk[] = [];
  let [first, last] = [Infinity, -Infinity];
  for (const { chunk, rows } of chosen) {
    if (rows === undefined) {
      whole.push(chunk);
      continue;
    }
    const { codes } = chunk;
    for (let at = 0; at < rows.length; at += 1) {
      const code = codes[rows[at] ?? 0] ?? 0;
      byCode[code] = (byCode[code] ?? 0) + 1;
    }
  }
  // Each start lies on a line of memory of its own. Those that reach furthest first: soon no other can reach further.
  for (const one of chosen.toSorted((a, b) => a.chunk.first - b.chunk.first)) {
    if (one.chunk.first >= first) break;
    first = Math.min(first, reachOf(one)[0]);
  }
  for (const one of chosen.toSorted((a, b) => b.chunk.lastStart - a.chunk.lastStart)) {
    if (one.chunk.lastStart <= last) break;
    last = Math.max(last, reachOf(one)[1]);
  }
  // The ends of spans, the chunks that reach furthest first: soon no other can reach further than what was found.
  for (const { chunk, rows } of chosen.toSorted((a, b) => b.chunk.last - a.chunk.last)) {
    if (chunk.last <= last) break;
    if (rows === undefined) continue;
    const { codes, spanRows, spanEnds } = chunk;
    let next = 0;
    for (let span = 0; span < spanRows.length; span += 1) {
      if (rows !== undefined) {
        while ((rows[next] ?? codes.length) < (spanRows[span] ?? 0)) next += 1;
        if (rows[next] !== spanRows[span]) continue;
      }
      last = Math.max(last, spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step);
    }
  }
  const known = summariseAll(whole);
  const { counts, undated, failed } = known;
  const add = (column: Uint32Array, code: number, n: number): void =>
    void (column[kindOf(code)] = (column[kindOf(code)] ?? 0) + n);
  byCode.forEach((n, code) => {
    add(counts, code, n);
    if (isUndated(code)) add(undated, code, n);
    else if (severityOf(code) >= FAIL) add(failed, code, n);
  });
  return { first: Math.min(first, known.first), last: Math.max(last, known.last), counts, undated, failed };
}

/** First and last start of the rows; infinite where none has a time. */
function reachOf({ chunk, rows }: ChosenChunk): readonly [number, number] {
  if (rows === undefined) return [chunk.first, chunk.lastStart];
  const { origin, step, values } = chunk.starts;
  const { codes } = chunk;
  let [lowest, highest] = [Infinity, -Infinity];
  for (const row of rows) {
    if (isUndated(codes[row] ?? 0)) continue;
    const value = values[row] ?? 0;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [origin + lowest * step, origin + highest * step];
}

/** The same of all events, from what is known of each chunk. */
export function summariseAll(chunks: readonly LoadedChunk[]): ScannedSummary {
  const counts = new Uint32Array(KINDS);
  const undated = new Uint32Array(KINDS);
  const failed = new Uint32Array(KINDS);
  let [first, last] = [Infinity, -Infinity];
  for (const chunk of chunks) {
    for (let kind = 0; kind < KINDS; kind += 1) {
      counts[kind] = (counts[kind] ?? 0) + (chunk.counts[kind] ?? 0);
      undated[kind] = (undated[kind] ?? 0) + (chunk.undated[kind] ?? 0);
      failed[kind] = (failed[kind] ?? 0) + (chunk.failed[kind] ?? 0);
    }
    first = Math.min(first, chunk.first);
    last = Math.max(last, chunk.last);
  }
  return { first, last, counts, undated, failed };
}
