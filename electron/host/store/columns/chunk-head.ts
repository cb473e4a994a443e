/** What can be said of a chunk as a whole: many questions pass it by, and a start reads no more of it than this. */
import { CRITICAL, FAIL } from "../queries/severity.ts";
import { idsOf, isUndated, KINDS, kindOf, severityOf, type EventChunk, type Ids } from "./event-chunk.ts";
import type { Mark } from "./scan-lanes.ts";

export interface SourceSpan {
  events: number;
  /** µs UTC: earliest and latest start; infinite without any. */
  first: number;
  last: number;
}

export interface ChunkHead {
  readonly rows: number;
  /** µs UTC: earliest and latest start, and latest start or end; infinite without any. */
  readonly first: number;
  readonly lastStart: number;
  readonly last: number;
  /** µs of the longest span; 0 without any. */
  readonly longest: number;
  /** Events and events without a time, per kind. */
  readonly counts: Uint32Array;
  readonly undated: Uint32Array;
  /** Of those with a time, per kind: how many failed, the worst severity, and the first event of that severity. */
  readonly failed: Uint32Array;
  readonly worst: Uint8Array;
  readonly worstPositions: Float64Array;
  /** Critical events that have a time. */
  readonly critical: readonly Mark[];
  /** Row ids of the equipment that its events name, ascending. */
  readonly machines: Ids;
  /** By row id of the source. */
  readonly bySource: ReadonlyMap<number, SourceSpan>;
}

/** @param offsets added to `base` they are positions */
export function headOf(chunk: EventChunk, base: number, offsets: ArrayLike<number>): ChunkHead {
  const { codes, equipment, starts, spanRows, spanEnds } = chunk;
  const startOf = (row: number): number => starts.origin + (starts.values[row] ?? 0) * starts.step;
  const counts = new Uint32Array(KINDS);
  const undated = new Uint32Array(KINDS);
  const failed = new Uint32Array(KINDS);
  const worst = new Uint8Array(KINDS);
  const worstPositions = new Float64Array(KINDS);
  const critical: Mark[] = [];
  const bySource = new Map<number, SourceSpan>();
  let [first, lastStart, longest, span] = [Infinity, -Infinity, 0, 0];
  let last = -Infinity;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    const [kind, severity, position] = [kindOf(code), severityOf(code), base + (offsets[row] ?? 0)];
    counts[kind] = (counts[kind] ?? 0) + 1;
    const source = spanOf(bySource, chunk.sources[row] ?? 0);
    source.events += 1;
    if (isUndated(code)) {
      undated[kind] = (undated[kind] ?? 0) + 1;
      continue;
    }
    const start = startOf(row);
    first = Math.min(first, start);
    lastStart = Math.max(lastStart, start);
    source.first = Math.min(source.first, start);
    source.last = Math.max(source.last, start);
    let end = NaN;
    if (spanRows[span] === row) {
      end = spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step;
      last = Math.max(last, end);
      longest = Math.max(longest, end - start);
      span += 1;
    }
    const dated = (counts[kind] ?? 0) - (undated[kind] ?? 0);
    if (dated === 1 || severity > (worst[kind] ?? 0)) {
      worst[kind] = severity;
      worstPositions[kind] = position;
    }
    if (severity >= FAIL) failed[kind] = (failed[kind] ?? 0) + 1;
    if (severity >= CRITICAL) critical.push({ position, start, end, severity, kind });
  }
  const machines = [...new Set(equipment)].filter((machine) => machine !== 0).sort((a, b) => a - b);
  return {
    rows: codes.length,
    first,
    lastStart,
    last: Math.max(last, lastStart),
    longest,
    counts,
    undated,
    failed,
    worst,
    worstPositions,
    critical,
    machines: idsOf(machines),
    bySource,
  };
}

function spanOf(bySource: Map<number, SourceSpan>, source: number): SourceSpan {
  const known = bySource.get(source);
  if (known !== undefined) return known;
  const made = { events: 0, first: Infinity, last: -Infinity };
  bySource.set(source, made);
  return made;
}
