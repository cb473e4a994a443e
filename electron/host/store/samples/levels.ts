/**
 * Levels of a chunk of samples: parts of it, equally long in time, each with the minimum, maximum and mean of its samples
 * and how many have a value. What a trace needs of a chunk that lies across an edge between two of its buckets, in a fortieth
 * of the samples' bytes, and what is left of samples that a rule of retention reduced.
 */

/** Samples of a level, where they come evenly. */
export const LEVEL_SAMPLES = 64;
/** Levels that a chunk is reduced to at least: what is left of it has no samples to look at any more. */
const REDUCED = 32;
/** Samples of a chunk that levels are kept beside; fewer are read as fast. */
export const LEAST = 512;

export interface Levels {
  /** µs UTC, ascending: the first sample of each. */
  readonly times: Float64Array;
  /** µs UTC: the last sample of each; the first where nobody knows. */
  readonly ends: Float64Array;
  /** NaN where no sample had a value. */
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
  readonly mean: Float32Array;
  /** Samples with a value. */
  readonly counts: Uint32Array;
}

/** Levels that a chunk of so many samples is cut into: beside them, or instead of them. */
export const levelsBeside = (samples: number): number => Math.ceil(samples / LEVEL_SAMPLES);
export const levelsInstead = (samples: number): number => Math.max(REDUCED, levelsBeside(samples));

/** @param times µs UTC, ascending; at least one @param parts those without a sample are left out */
export function levelsOf(times: Float64Array, values: Float64Array, parts: number): Levels {
  const first = times[0] ?? 0;
  const length = ((times.at(-1) ?? 0) - first) / parts;
  const starts = new Float64Array(parts);
  const ends = new Float64Array(parts);
  const minimum = new Float64Array(parts).fill(NaN);
  const maximum = new Float64Array(parts).fill(NaN);
  const mean = new Float64Array(parts).fill(NaN);
  const counts = new Uint32Array(parts);
  let [of, last] = [-1, -1];
  for (let at = 0; at < times.length; at += 1) {
    const time = times[at] as number;
    const value = values[at] as number;
    const part = length > 0 ? Math.min(parts - 1, Math.floor((time - first) / length)) : 0;
    if (part !== of) {
      of = part;
      last += 1;
      starts[last] = time;
    }
    ends[last] = time;
    if (Number.isNaN(value)) continue;
    // Negated, so that the first value replaces NaN.
    if (!(value >= (minimum[last] as number))) minimum[last] = value;
    if (!(value <= (maximum[last] as number))) maximum[last] = value;
    const count = (counts[last] as number) + 1;
    counts[last] = count;
    // A running mean: sums of some thousand large values lose digits.
    mean[last] = count === 1 ? value : (mean[last] as number) + (value - (mean[last] as number)) / count;
  }
  const n = last + 1;
  return {
    times: starts.subarray(0, n),
    ends: ends.subarray(0, n),
    // As exact as a trace, which is drawn from float32.
    minimum: Float32Array.from(minimum.subarray(0, n)),
    maximum: Float32Array.from(maximum.subarray(0, n)),
    mean: Float32Array.from(mean.subarray(0, n)),
    counts: counts.subarray(0, n),
  };
}

/** Before the columns: the time of the first sample (float64), the number of levels and the bytes of a time (uint32 each). */
const HEAD = 16;
const LARGEST = 0xffff_ffff;

/**
 * Little-endian; after the head all starts and all ends in µs since the first sample (uint32, or float64 where they don't
 * fit), then all minima, maxima, means (float32) and numbers of samples (uint32).
 */
export function encodeLevels({ times, ends, minimum, maximum, mean, counts }: Levels): Buffer {
  const n = times.length;
  const origin = times[0] ?? 0;
  const fits = [...times, ...ends].every((time) => Number.isInteger(time) && time - origin <= LARGEST);
  const head = Buffer.alloc(HEAD);
  head.writeDoubleLE(origin, 0);
  head.writeUint32LE(n, 8);
  head.writeUint32LE(fits ? 4 : 8, 12);
  const since = (column: Float64Array): Uint32Array | Float64Array =>
    fits ? Uint32Array.from(column, (time) => time - origin) : column.map((time) => time - origin);
  return Buffer.concat([
    head,
    ...[since(times), since(ends), minimum, maximum, mean, counts].map((column) =>
      Buffer.from(column.buffer, column.byteOffset, column.byteLength),
    ),
  ]);
}

/** @throws RangeError where these are no levels */
export function decodeLevels(bytes: Uint8Array): Levels {
  const copy = new Uint8Array(bytes);
  const view = new DataView(copy.buffer);
  const origin = view.getFloat64(0, true);
  const n = view.getUint32(8, true);
  const width = view.getUint32(12, true);
  if ((width !== 4 && width !== 8) || copy.length !== levelBytes(n, width))
    throw new RangeError("no levels of samples");
  let at = HEAD;
  const next = (size: number): number => {
    at += n * size;
    return at - n * size;
  };
  const timesAt = (): Float64Array => {
    const start = next(width);
    const offsets = new (width === 4 ? Uint32Array : Float64Array)(copy.buffer, start, n);
    return Float64Array.from(offsets, (offset) => origin + offset);
  };
  const values = (): Float32Array => new Float32Array(copy.buffer, next(4), n);
  return {
    times: timesAt(),
    ends: timesAt(),
    minimum: values(),
    maximum: values(),
    mean: values(),
    counts: new Uint32Array(copy.buffer, next(4), n),
  };
}

/** Bytes of so many levels, of times of 4 or 8 bytes. */
export const levelBytes = (levels: number, width = 4): number => HEAD + levels * (2 * width + 4 * 4);
