/**
 * A chunk as it is stored, in pieces: what is said of it as a whole, which a start reads; then when, what and of which
 * part; then units; then the rest. Those are read when somebody asks for them, or in idle time.
 */
import type { ChunkHead, SourceSpan } from "./chunk-head.ts";
import { columnsIn, encodeColumns, kindOfIds } from "./column-bytes.ts";
import { CHUNK_SIZE, KINDS, type EventChunk, type Ids } from "./event-chunk.ts";

/** When, what and of which part. */
export type FirstColumns = Pick<EventChunk, "offsets" | "starts" | "parts" | "codes">;
export type RestColumns = Pick<EventChunk, "equipment" | "sources" | "spanRows" | "spanEnds">;

export interface ChunkBytes {
  readonly head: Uint8Array;
  readonly columns: Uint8Array;
  readonly units: Uint8Array;
  readonly rest: Uint8Array;
}

export function encodeChunk(chunk: EventChunk, head: ChunkHead): ChunkBytes {
  const { offsets, starts, spanEnds } = chunk;
  return {
    head: encodeHead(head),
    columns: encodeColumns([
      chunk.codes,
      isCounting(offsets) ? offsets.subarray(0, 0) : offsets,
      Float64Array.of(starts.origin, starts.step),
      starts.values,
      shortened(chunk.parts),
    ]),
    units: encodeColumns([shortened(chunk.units)]),
    rest: encodeColumns([
      shortened(chunk.equipment),
      shortened(chunk.sources),
      chunk.spanRows,
      Float64Array.of(spanEnds.origin, spanEnds.step),
      spanEnds.values,
    ]),
  };
}

function encodeHead(head: ChunkHead): Uint8Array {
  const { counts, undated, failed, worst, worstPositions } = head;
  const ofKinds = [...counts].flatMap((count, kind) =>
    count === 0
      ? []
      : [kind, count, undated[kind] ?? 0, failed[kind] ?? 0, worst[kind] ?? 0, worstPositions[kind] ?? 0],
  );
  return encodeColumns([
    Float64Array.of(head.rows, head.first, head.lastStart, head.last, head.longest),
    Float64Array.from(ofKinds),
    Float64Array.from(
      head.critical.flatMap(({ position, start, end, severity, kind }) => [
        position,
        start,
        end,
        severity,
        kind,
      ]),
    ),
    head.machines,
    Float64Array.from(
      [...head.bySource].flatMap(([source, { events, first, last }]) => [source, events, first, last]),
    ),
  ]);
}

/** @throws RangeError where the bytes are none */
export function decodeHead(stored: Uint8Array): ChunkHead {
  const read = columnsIn(stored);
  const [rows, first, lastStart, last, longest] = read.numbers();
  if (
    rows === undefined ||
    first === undefined ||
    lastStart === undefined ||
    last === undefined ||
    longest === undefined
  )
    throw new RangeError("the bytes are no head of a chunk");
  const [ofKinds, marks] = [read.numbers(), read.numbers()];
  const machines = read.ids();
  const sources = read.numbers();
  const counts = new Uint32Array(KINDS);
  const undated = new Uint32Array(KINDS);
  const failed = new Uint32Array(KINDS);
  const worst = new Uint8Array(KINDS);
  const worstPositions = new Float64Array(KINDS);
  for (let at = 0; at < ofKinds.length; at += 6) {
    const kind = ofKinds[at] ?? 0;
    counts[kind] = ofKinds[at + 1] ?? 0;
    undated[kind] = ofKinds[at + 2] ?? 0;
    failed[kind] = ofKinds[at + 3] ?? 0;
    worst[kind] = ofKinds[at + 4] ?? 0;
    worstPositions[kind] = ofKinds[at + 5] ?? 0;
  }
  const critical = Array.from({ length: Math.floor(marks.length / 5) }, (_, at) => ({
    position: marks[at * 5] ?? 0,
    start: marks[at * 5 + 1] ?? 0,
    end: marks[at * 5 + 2] ?? NaN,
    severity: marks[at * 5 + 3] ?? 0,
    kind: marks[at * 5 + 4] ?? 0,
  }));
  const bySource = new Map<number, SourceSpan>();
  for (let at = 0; at < sources.length; at += 4)
    bySource.set(sources[at] ?? 0, {
      events: sources[at + 1] ?? 0,
      first: sources[at + 2] ?? 0,
      last: sources[at + 3] ?? 0,
    });
  const perKind = { counts, undated, failed, worst, worstPositions };
  return { rows, first, lastStart, last, longest, ...perKind, critical, machines, bySource };
}

/** @throws RangeError where the bytes are none of so many rows */
export function decodeColumns(stored: Uint8Array, rows: number): FirstColumns {
  const read = columnsIn(stored);
  const codes = read.bytes();
  const offsets = read.rows();
  const starts = read.times();
  const parts = idsIn(read.ids(), rows);
  if (codes.length !== rows || starts.values.length !== rows) throw new RangeError("columns of other rows");
  if (offsets.length !== 0 && offsets.length !== rows) throw new RangeError("offsets of other rows");
  return { codes, offsets: offsets.length === 0 ? COUNTING.subarray(0, rows) : offsets, starts, parts };
}

/** @throws RangeError where the bytes are none of so many rows */
export const decodeUnits = (stored: Uint8Array, rows: number): Ids => idsIn(columnsIn(stored).ids(), rows);

/** @throws RangeError where the bytes are none of so many rows */
export function decodeRest(stored: Uint8Array, rows: number): RestColumns {
  const read = columnsIn(stored);
  const [equipment, sources] = [idsIn(read.ids(), rows), idsIn(read.ids(), rows)];
  const spanRows = read.rows();
  const spanEnds = read.times();
  if (spanEnds.values.length !== spanRows.length) throw new RangeError("ends of other spans");
  return { equipment, sources, spanRows, spanEnds };
}

/** Rows whose positions follow one another, which most do: shared by all chunks. */
const COUNTING = Uint16Array.from({ length: CHUNK_SIZE }, (_, row) => row);
const isCounting = (offsets: Uint16Array): boolean => offsets.every((offset, row) => offset === row);

/** Ids that are all the same are stored once. */
function shortened(ids: Ids): Ids {
  const [only] = ids;
  return ids.every((id) => id === only) ? ids.subarray(0, 1) : ids;
}

/** Columns that are the same everywhere, mostly of one source: shared by all chunks. */
const repeating = new Map<number, Ids>();
const MOST_REPEATING = 64;

function repeated(id: number, size: number, rows: number): Ids {
  const known = repeating.get(id);
  if (known?.BYTES_PER_ELEMENT === size && known.length >= rows) return known.subarray(0, rows);
  const Kind = kindOfIds(size);
  const made = new Kind(Math.max(rows, CHUNK_SIZE)).fill(id);
  if (repeating.size < MOST_REPEATING) repeating.set(id, made);
  return made.subarray(0, rows);
}

/** As many as there are rows. */
function idsIn(stored: Ids, rows: number): Ids {
  if (stored.length === rows) return stored;
  if (stored.length !== 1) throw new RangeError("ids of other rows");
  return repeated(stored[0] ?? 0, stored.BYTES_PER_ELEMENT, rows);
}
