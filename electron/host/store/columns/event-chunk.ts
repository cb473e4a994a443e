/**
 * Some thousand events as columns: what histograms, lists and counts ask of an event, some 20 bytes of it instead
 * of a row. Ten million are scanned in a fraction of a second, for any set of parts and any span of time, where
 * rows take ten seconds (Abadi, Madden, Hachem, "Column-Stores vs. Row-Stores", SIGMOD 2008).
 */
import { readTimes, timesOf, type Times } from "./time-column.ts";

/** Positions per chunk: 2^13. Small enough to be made anew within some milliseconds. */
export const CHUNK_BITS = 13;
export const CHUNK_SIZE = 2 ** CHUNK_BITS;

/** Row ids, 0 for none; two bytes each where all of a chunk are small. */
export type Ids = Uint16Array | Uint32Array;

/** Ascending in position. Row i of every column is one event. */
export interface EventChunk {
  /** Position of the event, less that of the chunk. */
  readonly offsets: Uint16Array;
  /** Of an event without a time: any, its code says so. */
  readonly starts: Times;
  readonly parts: Ids;
  readonly units: Ids;
  readonly equipment: Ids;
  readonly sources: Ids;
  /** See `codeOf`. */
  readonly codes: Uint8Array;
  /** Rows of the events that have a time and an end (one before the start is none), and the ends. */
  readonly spanRows: Uint16Array;
  readonly spanEnds: Times;
}

export interface EventRow {
  readonly position: number;
  readonly kind: number;
  readonly severity: number;
  /** µs UTC. */
  readonly started: number | null;
  readonly ended: number | null;
  readonly part: number | null;
  readonly unit: number | null;
  readonly equipment: number | null;
  readonly source: number;
}

/** Kind and severity (indices into EVENT_KINDS and SEVERITIES), and whether the event has no time. */
const UNDATED = 128;
export const kindOf = (code: number): number => (code >> 3) & 15;
export const severityOf = (code: number): number => code & 7;
export const isUndated = (code: number): boolean => code >= UNDATED;

/** Kinds that a code can tell apart. */
export const KINDS = 16;

/** @param rows of one chunk, ascending in position */
export function chunkOf(rows: readonly EventRow[]): EventChunk {
  const spans = rows.flatMap(({ started, ended }, row) =>
    started === null || ended === null || ended < started ? [] : [row],
  );
  const first = rows.find(({ started }) => started !== null)?.started ?? 0;
  return {
    offsets: Uint16Array.from(rows, ({ position }) => position % CHUNK_SIZE),
    starts: timesOf(rows.map(({ started }) => started ?? first)),
    parts: idsOf(rows.map(({ part }) => part ?? 0)),
    units: idsOf(rows.map(({ unit }) => unit ?? 0)),
    equipment: idsOf(rows.map(({ equipment }) => equipment ?? 0)),
    sources: idsOf(rows.map(({ source }) => source)),
    codes: Uint8Array.from(
      rows,
      ({ kind, severity, started }) => (started === null ? UNDATED : 0) | (kind << 3) | severity,
    ),
    spanRows: Uint16Array.from(spans),
    spanEnds: timesOf(spans.map((row) => rows[row]?.ended ?? 0)),
  };
}

function idsOf(ids: readonly number[]): Ids {
  return ids.some((id) => id > 0xffff) ? Uint32Array.from(ids) : Uint16Array.from(ids);
}

/** Each column: its kind and number of bytes, then the bytes at an address that divides by eight. */
const HEAD = 8;
const NARROW = 2;
const WIDE = 4;

export function encodeChunk(chunk: EventChunk): Uint8Array {
  const { starts, spanEnds } = chunk;
  const columns = [
    chunk.offsets,
    Float64Array.of(starts.origin, starts.step),
    starts.values,
    chunk.parts,
    chunk.units,
    chunk.equipment,
    chunk.sources,
    chunk.codes,
    chunk.spanRows,
    Float64Array.of(spanEnds.origin, spanEnds.step),
    spanEnds.values,
  ];
  const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;
  const bytes = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + HEAD + padded(byteLength), 0));
  let at = 0;
  for (const column of columns) {
    // Little-endian, like every platform of the product.
    new Uint32Array(bytes.buffer, at, 2).set([column.BYTES_PER_ELEMENT, column.byteLength]);
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at + HEAD);
    at += HEAD + padded(column.byteLength);
  }
  return bytes;
}

/** @throws RangeError where the bytes are no chunk */
export function decodeChunk(stored: Uint8Array): EventChunk {
  // Eight-byte columns stand only at an address that divides by eight; bytes of their own need no copy.
  const isOwn = stored.byteOffset === 0 && stored.byteLength === stored.buffer.byteLength;
  const { buffer } = isOwn ? (stored as Uint8Array<ArrayBuffer>) : new Uint8Array(stored);
  let at = 0;
  const next = (): { readonly size: number; readonly start: number; readonly length: number } => {
    const [size = 0, byteLength = 0] = new Uint32Array(buffer, at, 2);
    const start = at + HEAD;
    at = start + Math.ceil(byteLength / 8) * 8;
    if (size === 0 || at > buffer.byteLength) throw new RangeError("the bytes are no chunk of events");
    return { size, start, length: byteLength / size };
  };
  const bytes = (): Uint8Array => {
    const { start, length } = next();
    return new Uint8Array(buffer, start, length);
  };
  const ids = (): Ids => {
    const { size, start, length } = next();
    if (size === WIDE) return new Uint32Array(buffer, start, length);
    if (size === NARROW) return new Uint16Array(buffer, start, length);
    throw new RangeError(`a column of ids can't have ${size} bytes for each`);
  };
  const offsets = ids();
  const starts = readTimes(buffer, next(), next());
  const [parts, units, equipment, sources] = [ids(), ids(), ids(), ids()];
  const codes = bytes();
  const spanRows = ids();
  const spanEnds = readTimes(buffer, next(), next());
  if (!(offsets instanceof Uint16Array) || !(spanRows instanceof Uint16Array))
    throw new RangeError("rows of a chunk have two bytes");
  return { offsets, starts, parts, units, equipment, sources, codes, spanRows, spanEnds };
}
