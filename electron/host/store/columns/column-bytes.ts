/** Columns of numbers as bytes, one after the other. */
import type { Ids } from "./event-chunk.ts";
import { readTimes, type Times } from "./time-column.ts";

export function kindOfIds(size: number): typeof Uint8Array | typeof Uint16Array | typeof Uint32Array {
  const Kind = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[size];
  if (Kind === undefined) throw new RangeError(`a column of ids can't have ${size} bytes for each`);
  return Kind;
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Each column: its kind and number of bytes, then the bytes at an address that divides by eight. */
const HEAD = 8;
const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

export function encodeColumns(columns: readonly Column[]): Uint8Array {
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

export interface ColumnReader {
  readonly bytes: () => Uint8Array;
  readonly rows: () => Uint16Array;
  readonly numbers: () => Float64Array;
  readonly ids: () => Ids;
  readonly times: () => Times;
}

/**
 * Reads one column after the other.
 * @throws RangeError, as do its readers, where there is no such column
 */
export function columnsIn(stored: Uint8Array): ColumnReader {
  // Eight-byte columns stand only at an address that divides by eight; bytes of their own need no copy.
  const isOwn = stored.byteOffset === 0 && stored.byteLength === stored.buffer.byteLength;
  const { buffer } = isOwn ? (stored as Uint8Array<ArrayBuffer>) : new Uint8Array(stored);
  let at = 0;
  const next = (): { readonly size: number; readonly start: number; readonly length: number } => {
    if (at + HEAD > buffer.byteLength) throw new RangeError("the bytes are no chunk of events");
    const [size = 0, byteLength = 0] = new Uint32Array(buffer, at, 2);
    const start = at + HEAD;
    at = start + padded(byteLength);
    if (size === 0 || at > buffer.byteLength) throw new RangeError("the bytes are no chunk of events");
    return { size, start, length: byteLength / size };
  };
  const of = <T>(Kind: new (buffer: ArrayBuffer, start: number, length: number) => T, bytes: number): T => {
    const { size, start, length } = next();
    if (size !== bytes) throw new RangeError(`a column with ${size} bytes for each and not ${bytes}`);
    return new Kind(buffer, start, length);
  };
  const ids = (): Ids => {
    const { size, start, length } = next();
    const Kind = kindOfIds(size);
    return new Kind(buffer, start, length);
  };
  return {
    bytes: () => of(Uint8Array, 1),
    rows: () => of(Uint16Array, 2),
    numbers: () => of(Float64Array, 8),
    ids,
    times: () => readTimes(buffer, next(), next()),
  };
}
