/** A chunk in memory with what can be said of it as a whole, so that many questions pass it by. */
import { CRITICAL, FAIL } from "../queries/severity.ts";
import { isUndated, KINDS, kindOf, severityOf, type EventChunk } from "./event-chunk.ts";

export interface LoadedChunk extends Omit<EventChunk, "offsets"> {
  /** Offsets added to it are positions. */
  readonly base: number;
  readonly offsets: Uint16Array | Float64Array;
  /** µs UTC: earliest and latest start, and latest start or end; infinite without any. */
  readonly first: number;
  readonly lastStart: number;
  readonly last: number;
  /** µs of the longest span; 0 without any. */
  readonly longest: number;
  /** Events and events without a time, per kind. */
  readonly counts: Uint32Array;
  readonly undated: Uint32Array;
  /** Of those with a time, per kind: how many failed, and the worst severity. */
  readonly failed: Uint32Array;
  readonly worst: Uint8Array;
  /** The first row of that severity. */
  readonly worstRow: Uint16Array;
  /** Rows of critical events that have a time. */
  readonly critical: readonly number[];
  readonly sources: EventChunk["sources"];
  readonly bySource: ReadonlyMap<number, SourceSpan>;
  /** Row ids of the equipment that its events name. */
  readonly machines: ReadonlySet<number>;
}

export interface SourceSpan {
  events: number;
  first: number;
  last: number;
}

/** No row of a chunk has it. */
const NO_ROW = 0xffff;

export function loadedChunk(base: number, chunk: EventChunk): LoadedChunk {
  const counts = new Uint32Array(KINDS);
  const undated = new Uint32Array(KINDS);
  const failed = new Uint32Array(KINDS);
  const worst = new Uint8Array(KINDS);
  const worstRow = new Uint16Array(KINDS).fill(NO_ROW);
  const critical: number[] = [];
  const bySource = new Map<number, SourceSpan>();
  const { codes, sources, equipment, starts, spanRows, spanEnds } = chunk;
  let [first, lastStart] = [Infinity, -Infinity];
  let [of, span]: [number, SourceSpan | undefined] = [-1, undefined];
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    const kind = kindOf(code);
    counts[kind] = (counts[kind] ?? 0) + 1;
    const source = sources[row] ?? 0;
    // Neighbours mostly come from one source.
    if (span === undefined || source !== of) span = spanOf(bySource, source);
    of = source;
    span.events += 1;
    if (isUndated(code)) undated[kind] = (undated[kind] ?? 0) + 1;
    else {
      const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
      if (start < span.first) span.first = start;
      if (start > span.last) span.last = start;
      if (start < first) first = start;
      if (start > lastStart) lastStart = start;
      if (worstRow[kind] === NO_ROW) worstRow[kind] = row;
      const severity = severityOf(code);
      if (severity === 0) continue;
      if (severity > (worst[kind] ?? 0)) {
        worst[kind] = severity;
        worstRow[kind] = row;
      }
      if (severity >= FAIL) failed[kind] = (failed[kind] ?? 0) + 1;
      if (severity >= CRITICAL) critical.push(row);
    }
  }
  let [last, longest] = [lastStart, 0];
  for (let at = 0; at < spanRows.length; at += 1) {
    const end = spanEnds.origin + (spanEnds.values[at] ?? 0) * spanEnds.step;
    const duration = end - starts.origin - (starts.values[spanRows[at] ?? 0] ?? 0) * starts.step;
    if (end > last) last = end;
    if (duration > longest) longest = duration;
  }
  const machines = new Set<number>(equipment);
  machines.delete(0);
  const found = {
    first,
    lastStart,
    last,
    longest,
    counts,
    undated,
    failed,
    worst,
    worstRow,
    critical,
    bySource,
    machines,
  };
  return { ...chunk, base, ...found };
}

function spanOf(bySource: Map<number, SourceSpan>, source: number): SourceSpan {
  const known = bySource.get(source);
  if (known !== undefined) return known;
  const made = { events: 0, first: Infinity, last: -Infinity };
  bySource.set(source, made);
  return made;
}
