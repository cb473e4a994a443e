/** A chunk in memory with what can be said of it as a whole, so that many questions pass it by. */
import { isUndated, KINDS, kindOf, type EventChunk } from "./event-chunk.ts";

export interface LoadedChunk extends Omit<EventChunk, "offsets"> {
  /** Offsets added to it are positions. */
  readonly base: number;
  readonly offsets: Uint16Array | Float64Array;
  /** µs UTC: earliest and latest start, and latest start or end; infinite without any. */
  readonly first: number;
  readonly lastStart: number;
  readonly last: number;
  /** Events and events without a time, per kind. */
  readonly counts: Uint32Array;
  readonly undated: Uint32Array;
  readonly sources: EventChunk["sources"];
  readonly bySource: ReadonlyMap<number, SourceSpan>;
}

export interface SourceSpan {
  events: number;
  first: number;
  last: number;
}

export function loadedChunk(base: number, chunk: EventChunk): LoadedChunk {
  const counts = new Uint32Array(KINDS);
  const undated = new Uint32Array(KINDS);
  const bySource = new Map<number, SourceSpan>();
  const { codes, sources, starts, spanEnds } = chunk;
  let [first, lastStart] = [Infinity, -Infinity];
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    const kind = kindOf(code);
    counts[kind] = (counts[kind] ?? 0) + 1;
    const source = sources[row] ?? 0;
    let span = bySource.get(source);
    if (span === undefined) bySource.set(source, (span = { events: 0, first: Infinity, last: -Infinity }));
    span.events += 1;
    if (isUndated(code)) undated[kind] = (undated[kind] ?? 0) + 1;
    else {
      const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
      if (start < span.first) span.first = start;
      if (start > span.last) span.last = start;
      if (start < first) first = start;
      if (start > lastStart) lastStart = start;
    }
  }
  let last = lastStart;
  for (const end of spanEnds.values) last = Math.max(last, spanEnds.origin + end * spanEnds.step);
  return { ...chunk, base, first, lastStart, last, counts, undated, bySource };
}
