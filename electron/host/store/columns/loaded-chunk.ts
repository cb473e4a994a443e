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

/** Millions of rows at every start: they are counted by code, and looked at singly only where a code says so. */
export function loadedChunk(base: number, chunk: EventChunk): LoadedChunk {
  const { codes, equipment, starts, spanRows, spanEnds } = chunk;
  const byCode = new Uint32Array(256);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    byCode[code] = (byCode[code] ?? 0) + 1;
  }
  const kinds = kindsOf(codes, byCode);
  const isDated = kinds.undated.every((n) => n === 0);
  const [lowest, highest] = reachOf(starts.values, isDated ? undefined : codes);
  const [first, lastStart] = [starts.origin + lowest * starts.step, starts.origin + highest * starts.step];
  let [last, longest] = [lastStart, 0];
  for (let at = 0; at < spanRows.length; at += 1) {
    const end = spanEnds.origin + (spanEnds.values[at] ?? 0) * spanEnds.step;
    const duration = end - starts.origin - (starts.values[spanRows[at] ?? 0] ?? 0) * starts.step;
    if (end > last) last = end;
    if (duration > longest) longest = duration;
  }
  const machines = new Set<number>();
  let before = 0;
  for (let row = 0; row < equipment.length; row += 1) {
    const machine = equipment[row] ?? 0;
    if (machine !== before && machine !== 0) machines.add(machine);
    before = machine;
  }
  const bySource = sourcesOf(chunk, { events: codes.length, first, last: lastStart });
  return { ...chunk, base, first, lastStart, last, longest, ...kinds, bySource, machines };
}

type PerKind = Pick<LoadedChunk, "counts" | "undated" | "failed" | "worst" | "worstRow" | "critical">;

function kindsOf(codes: Uint8Array, byCode: Uint32Array): PerKind {
  const counts = new Uint32Array(KINDS);
  const undated = new Uint32Array(KINDS);
  const failed = new Uint32Array(KINDS);
  const worst = new Uint8Array(KINDS);
  const worstRow = new Uint16Array(KINDS).fill(NO_ROW);
  let isCritical = false;
  byCode.forEach((n, code) => {
    if (n === 0) return;
    const [kind, severity] = [kindOf(code), severityOf(code)];
    counts[kind] = (counts[kind] ?? 0) + n;
    if (isUndated(code)) {
      undated[kind] = (undated[kind] ?? 0) + n;
      return;
    }
    // Codes of a kind come in the order of their severity.
    worst[kind] = severity;
    worstRow[kind] = codes.indexOf(code);
    if (severity >= FAIL) failed[kind] = (failed[kind] ?? 0) + n;
    isCritical ||= severity >= CRITICAL;
  });
  const critical: number[] = [];
  if (isCritical)
    for (let row = 0; row < codes.length; row += 1)
      if (severityOf(codes[row] ?? 0) >= CRITICAL && !isUndated(codes[row] ?? 0)) critical.push(row);
  return { counts, undated, failed, worst, worstRow, critical };
}

/** Least and greatest value; of rows with a time only, where `codes` are given. */
function reachOf(
  values: Uint32Array | Float64Array,
  codes: Uint8Array | undefined,
): readonly [number, number] {
  let [lowest, highest] = [Infinity, -Infinity];
  for (let row = 0; row < values.length; row += 1) {
    if (codes !== undefined && isUndated(codes[row] ?? 0)) continue;
    const value = values[row] ?? 0;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  return [lowest, highest];
}

function sourcesOf({ codes, sources, starts }: EventChunk, whole: SourceSpan): Map<number, SourceSpan> {
  const bySource = new Map<number, SourceSpan>();
  const only = sources[0];
  if (only === undefined) return bySource;
  // Mostly all come from one.
  if (sources.every((source) => source === only)) return bySource.set(only, whole);
  let [of, span]: [number, SourceSpan] = [only, spanOf(bySource, only)];
  for (let row = 0; row < codes.length; row += 1) {
    const source = sources[row] ?? 0;
    if (source !== of) span = spanOf(bySource, source);
    of = source;
    span.events += 1;
    if (isUndated(codes[row] ?? 0)) continue;
    const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
    if (start < span.first) span.first = start;
    if (start > span.last) span.last = start;
  }
  return bySource;
}

function spanOf(bySource: Map<number, SourceSpan>, source: number): SourceSpan {
  const known = bySource.get(source);
  if (known !== undefined) return known;
  const made = { events: 0, first: Infinity, last: -Infinity };
  bySource.set(source, made);
  return made;
}
