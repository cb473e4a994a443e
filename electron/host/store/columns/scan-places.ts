/** One pass over columns for lanes of anything that events name; kinds alone are faster in scan-lanes.ts. */
import { CRITICAL, FAIL } from "../queries/severity.ts";
import type { ChosenChunk } from "./chosen-rows.ts";
import { isUndated, kindOf, severityOf } from "./event-chunk.ts";
import type { LanePlaces } from "./place-lanes.ts";
import { byStart, endOf, keepWorst, type Mark, type ScannedLane, type ScanOptions } from "./scan-lanes.ts";

export interface PlacedLane extends ScannedLane {
  /** Failures that as many events of the same kinds have on average, per bucket. */
  readonly expected: Float32Array;
}

export interface PlaceOptions extends ScanOptions {
  /** Share of failed events that is usual, by kind. */
  readonly shares: Float64Array;
}

export interface Scanned {
  /** A lane without events in the window is undefined. */
  readonly lanes: readonly (PlacedLane | undefined)[];
  /** Events of the window in any of them, each once. */
  readonly total: number;
  /** Those that start in each bucket, each once. */
  readonly counts: Uint32Array;
}

export function scanPlaces(
  chosen: readonly ChosenChunk[],
  places: LanePlaces,
  { window, buckets, maximumMarks, maximumNotable, shares }: PlaceOptions,
): Scanned {
  const { from, to } = window;
  const width = (to - from) / buckets;
  const long = (to - from) / 100;
  const { count } = places;
  const totals = new Uint32Array(count);
  const counts = new Uint32Array(count * buckets);
  const failed = new Uint32Array(count * buckets);
  const expected = new Float64Array(count * buckets);
  const worst = new Uint8Array(count * buckets);
  const worstPositions = new Float64Array(count * buckets);
  const kept = Array.from({ length: count }, (): Mark[] => []);
  const notable = Array.from({ length: count }, () => keepWorst(maximumNotable));
  const eventCounts = new Uint32Array(buckets);
  let all = 0;

  for (const one of chosen) {
    const { chunk } = one;
    if (chunk.first >= to || chunk.last < from) continue;
    const { base, offsets, starts, codes } = chunk;
    const { origin, step, values } = starts;
    const { lanes, rows, length } = places.of(one);
    const mark = (row: number, start: number, end: number): Mark => ({
      position: base + (offsets[row] ?? 0),
      start,
      end,
      severity: severityOf(codes[row] ?? 0),
      kind: kindOf(codes[row] ?? 0),
    });
    // An event in several lanes has several pairs, one after the other.
    let before = -1;
    // Whatever starts in the window. This loop is the whole cost: ten million times a few instructions.
    for (let pair = 0; pair < length; pair += 1) {
      const row = rows === undefined ? pair : (rows[pair] ?? 0);
      const code = codes[row] ?? 0;
      const lane = lanes[pair] ?? -1;
      if (lane < 0) continue;
      const start = origin + (values[row] ?? 0) * step;
      if (start < from || start >= to || isUndated(code)) continue;
      const bucket = Math.floor((start - from) / width);
      const column = bucket < buckets ? bucket : buckets - 1;
      const at = lane * buckets + column;
      const inBucket = (counts[at] ?? 0) + 1;
      counts[at] = inBucket;
      expected[at] = (expected[at] ?? 0) + (shares[kindOf(code)] ?? 0);
      const inLane = (totals[lane] ?? 0) + 1;
      totals[lane] = inLane;
      if (row !== before) {
        before = row;
        all += 1;
        eventCounts[column] = (eventCounts[column] ?? 0) + 1;
      }
      if (inLane <= maximumMarks) kept[lane]?.push(mark(row, start, endOf(chunk, row)));
      const severity = severityOf(code);
      if (inBucket === 1) worstPositions[at] = base + (offsets[row] ?? 0);
      if (severity === 0) continue;
      if (severity > (worst[at] ?? 0)) {
        worst[at] = severity;
        worstPositions[at] = base + (offsets[row] ?? 0);
      }
      if (severity >= FAIL) failed[at] = (failed[at] ?? 0) + 1;
      if (severity >= CRITICAL) notable[lane]?.offer(mark(row, start, endOf(chunk, row)));
    }
    // Spans: those that began before, and those too long to drown in a histogram.
    if (chunk.first >= from && chunk.longest < long) continue;
    const { spanRows, spanEnds } = chunk;
    for (let span = 0; span < spanRows.length; span += 1) {
      const row = spanRows[span] ?? 0;
      const start = origin + (values[row] ?? 0) * step;
      if (start >= to) continue;
      const end = spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step;
      if (start < from && end < from) continue;
      const isCritical = severityOf(codes[row] ?? 0) >= CRITICAL;
      const isNotable = start < from ? isCritical || end - start >= long : end - start >= long && !isCritical;
      if (start >= from && !isNotable) continue;
      let seen = false;
      for (let pair = firstPair(rows, row, length); pair < length; pair += 1) {
        if (rows === undefined ? pair !== row : rows[pair] !== row) break;
        const lane = lanes[pair] ?? -1;
        if (lane < 0) continue;
        if (start < from) {
          totals[lane] = (totals[lane] ?? 0) + 1;
          if (!seen) all += 1;
          seen = true;
          if ((totals[lane] ?? 0) <= maximumMarks) kept[lane]?.push(mark(row, start, end));
        }
        if (isNotable) notable[lane]?.offer(mark(row, start, end));
      }
    }
  }
  const scanned = Array.from(totals, (total, lane): PlacedLane | undefined => {
    if (total === 0) return undefined;
    const few = total <= maximumMarks;
    const place = [lane * buckets, (lane + 1) * buckets] as const;
    return {
      total,
      counts: counts.slice(...place),
      failed: failed.slice(...place),
      expected: Float32Array.from(expected.subarray(...place)),
      worst: worst.slice(...place),
      worstPositions: worstPositions.slice(...place),
      marks: few ? (kept[lane] ?? []).sort(byStart) : undefined,
      notable: few ? [] : (notable[lane]?.worst() ?? []).sort(byStart),
    };
  });
  return { lanes: scanned, total: all, counts: eventCounts };
}

/** Where a row's pairs begin; `rows` as of `PlacedRows`. */
function firstPair(rows: ArrayLike<number> | undefined, row: number, length: number): number {
  if (rows === undefined) return row;
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
