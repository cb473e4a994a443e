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
  total: number;
  /** Events starting in each bucket; of those failed; the worst severity. */
  readonly counts: Uint32Array;
  readonly failed: Uint32Array;
  readonly worst: Uint8Array;
  /** All of them, ascending in start, where they are few enough. */
  marks: readonly Mark[] | undefined;
  /** Where they are not: what may never drown in a histogram, ascending in start. */
  notable: readonly Mark[];
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
  { window: { from, to }, buckets, maximumMarks, maximumNotable }: ScanOptions,
): ReadonlyMap<number, ScannedLane> {
  const lanes: Lane[] = [];
  const width = (to - from) / buckets;
  const long = (to - from) / 100;
  for (const chunk of chunks) {
    if (chunk.first >= to || chunk.last < from) continue;
    const { base, offsets, starts, parts, codes, spanRows, spanEnds } = chunk;
    const { length } = codes;
    const { origin, step, values } = starts;
    let span = 0;
    for (let row = 0; row < length; row += 1) {
      if (member !== undefined && member[parts[row] ?? 0] !== 1) continue;
      const start = origin + (values[row] ?? 0) * step;
      const code = codes[row] ?? 0;
      if (start >= to || isUndated(code)) continue;
      while ((spanRows[span] ?? length) < row) span += 1;
      const end =
        spanRows[span] === row ? spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step : NaN;
      if (end < from || (start < from && !(end >= from))) continue;
      const lane = (lanes[kindOf(code)] ??= new Lane(buckets));
      const severity = severityOf(code);
      lane.total += 1;
      if (start >= from) {
        const at = Math.floor((start - from) / width);
        const bucket = at < buckets ? at : buckets - 1;
        lane.counts[bucket] = (lane.counts[bucket] ?? 0) + 1;
        if (severity >= FAIL) lane.failed[bucket] = (lane.failed[bucket] ?? 0) + 1;
        if (severity > (lane.worst[bucket] ?? 0)) lane.worst[bucket] = severity;
      }
      if (lane.total <= maximumMarks)
        lane.kept.push({ position: base + (offsets[row] ?? 0), start, end, severity });
      if (severity >= CRITICAL || end - start >= long)
        lane.note({ position: base + (offsets[row] ?? 0), start, end, severity }, maximumNotable);
    }
  }
  const found = new Map<number, ScannedLane>();
  lanes.forEach((lane, kind) => found.set(kind, lane.finish(maximumMarks, maximumNotable)));
  return found;
}

class Lane implements ScannedLane {
  total = 0;
  readonly counts: Uint32Array;
  readonly failed: Uint32Array;
  readonly worst: Uint8Array;
  readonly kept: Mark[] = [];
  marks: readonly Mark[] | undefined;
  notable: Mark[] = [];

  constructor(buckets: number) {
    this.counts = new Uint32Array(buckets);
    this.failed = new Uint32Array(buckets);
    this.worst = new Uint8Array(buckets);
  }

  note(mark: Mark, maximum: number): void {
    this.notable.push(mark);
    if (this.notable.length >= maximum * 4) this.keepWorst(maximum);
  }

  finish(maximumMarks: number, maximumNotable: number): ScannedLane {
    if (this.total <= maximumMarks) {
      this.marks = this.kept.sort(byStart);
      this.notable = [];
    } else {
      this.keepWorst(maximumNotable);
      this.notable.sort(byStart);
    }
    return this;
  }

  private keepWorst(maximum: number): void {
    this.notable = this.notable.sort(byWeight).slice(0, maximum);
  }
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
  const counts = new Uint32Array(KINDS);
  const undated = new Uint32Array(KINDS);
  let [first, last] = [Infinity, -Infinity];
  for (const { starts, parts, codes, spanRows, spanEnds } of chunks) {
    const { length } = codes;
    for (let row = 0; row < length; row += 1) {
      if (member !== undefined && member[parts[row] ?? 0] !== 1) continue;
      const code = codes[row] ?? 0;
      const kind = kindOf(code);
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (isUndated(code)) {
        undated[kind] = (undated[kind] ?? 0) + 1;
        continue;
      }
      const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
      if (start < first) first = start;
      if (start > last) last = start;
    }
    for (let span = 0; span < spanRows.length; span += 1) {
      if (member !== undefined && member[parts[spanRows[span] ?? 0] ?? 0] !== 1) continue;
      const end = spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step;
      if (end > last) last = end;
    }
  }
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
