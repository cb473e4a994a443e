/**
 * Levels of a chunk of samples: what a trace needs of it at a distance, in a hundredth of its bytes. A chunk of
 * them keeps its place and its key; its columns hold, per level, the time of its first sample, and then all
 * minima, all maxima, all means and all numbers of samples (little-endian float64).
 */
import type { Connection } from "../open.ts";

/** Levels that a chunk is cut into, equally long in time. */
const LEVELS = 32;

export interface Levels {
  /** µs UTC, ascending: the first sample of each. */
  readonly times: Float64Array;
  /** NaN where no sample had a value. */
  readonly minimum: Float64Array;
  readonly maximum: Float64Array;
  readonly mean: Float64Array;
  /** Samples with a value. */
  readonly counts: Float64Array;
}

/** @param times µs UTC, ascending; at least one */
export function levelsOf(times: Float64Array, values: Float64Array): Levels {
  const first = times[0] ?? 0;
  const length = ((times.at(-1) ?? 0) - first) / LEVELS;
  const starts: number[] = [];
  const [minimum, maximum, mean, counts]: number[][] = [[], [], [], []];
  let of = -1;
  for (let at = 0; at < times.length; at += 1) {
    const time = times[at] as number;
    const value = values[at] as number;
    const level = length > 0 ? Math.min(LEVELS - 1, Math.floor((time - first) / length)) : 0;
    if (level !== of) {
      of = level;
      starts.push(time);
      minimum?.push(NaN);
      maximum?.push(NaN);
      mean?.push(NaN);
      counts?.push(0);
    }
    if (Number.isNaN(value) || !minimum || !maximum || !mean || !counts) continue;
    const last = starts.length - 1;
    // Negated, so that the first value replaces NaN.
    if (!(value >= (minimum[last] as number))) minimum[last] = value;
    if (!(value <= (maximum[last] as number))) maximum[last] = value;
    const count = (counts[last] as number) + 1;
    counts[last] = count;
    // A running mean: sums of some thousand large values lose digits.
    mean[last] = count === 1 ? value : (mean[last] as number) + (value - (mean[last] as number)) / count;
  }
  return {
    times: Float64Array.from(starts),
    minimum: Float64Array.from(minimum ?? []),
    maximum: Float64Array.from(maximum ?? []),
    mean: Float64Array.from(mean ?? []),
    counts: Float64Array.from(counts ?? []),
  };
}

/** The two columns of a chunk of levels. */
export function encodeLevels({ times, minimum, maximum, mean, counts }: Levels): {
  readonly times: Buffer;
  readonly values: Buffer;
} {
  return { times: bytes(times), values: Buffer.concat([minimum, maximum, mean, counts].map(bytes)) };
}

export function decodeLevels(times: Uint8Array, values: Uint8Array): Levels {
  const starts = floats(times);
  const all = floats(values);
  const column = (n: number): Float64Array => all.subarray(n * starts.length, (n + 1) * starts.length);
  return { times: starts, minimum: column(0), maximum: column(1), mean: column(2), counts: column(3) };
}

/** Reduces chunks to their levels, in place. */
export function createReduceChunk(cache: Connection): (key: ChunkKey) => number {
  const WHERE = "signal_id = ? AND from_us = ? AND source_id = ? AND sha256 = ? AND levels = 0";
  const read = cache.prepare(`SELECT times, sample_values AS "values" FROM sample_chunk WHERE ${WHERE}`);
  const write = cache.prepare(
    `UPDATE sample_chunk SET times = ?, sample_values = ?, levels = 1 WHERE ${WHERE}`,
  );
  return ({ signal, from, source, sha256 }) => {
    const row = read.get(signal, from, source, sha256) as { times: Buffer; values: Buffer } | undefined;
    if (row === undefined) return 0;
    const { times, values } = encodeLevels(levelsOf(floats(row.times), floats(row.values)));
    // A short chunk may be smaller as it is.
    if (times.length + values.length >= row.times.length + row.values.length) return 0;
    return write.run(times, values, signal, from, source, sha256).changes;
  };
}

export interface ChunkKey {
  readonly signal: number;
  readonly from: number;
  readonly source: number;
  readonly sha256: string;
}

/** Bytes of a chunk of levels at most. */
export const LEVEL_BYTES = LEVELS * 5 * 8;

const bytes = (array: Float64Array): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** A copy: a Buffer from SQLite need not start on 8 bytes. */
function floats(buffer: Uint8Array): Float64Array {
  const copy = new Uint8Array(buffer);
  return new Float64Array(copy.buffer, 0, Math.floor(copy.byteLength / 8));
}
