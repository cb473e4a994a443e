/**
 * Rows m … n of a table as sorted, without sorting it: a histogram of the first key says in which of its buckets
 * they are, and only those are sorted. A bucket of too many is divided further, by the same key or, where its
 * rows are all alike, by the next one. Two or three passes over ten million rows instead of a sort of all.
 */
import type { Matched } from "./match.ts";
import type { Slices } from "./slices.ts";
import { BLOCK, type Held, type SortKey } from "./table.ts";

const BUCKETS = 8_192;
/** Rows that are sorted at once. */
const FEW = 6_000;
/** Histograms remembered. */
const REMEMBERED = 64;

/** Rows whose key falls in some buckets of a histogram; `none`: that have no value. */
interface Part {
  readonly key: number;
  readonly lowest: number;
  readonly width: number;
  readonly first: number;
  readonly last: number;
  readonly none: boolean;
}

interface Histogram {
  readonly lowest: number;
  readonly width: number;
  /** The last one counts rows without a value. */
  readonly counts: Uint32Array;
}

export interface Selection {
  /** Ids of the rows from `offset` on, at most `limit` of them. */
  readonly ids: (offset: number, limit: number, slices: Slices) => Promise<readonly number[]>;
  readonly held: () => Held;
}

export function createSelection<B>(
  matched: Matched<B>,
  lengthOf: (block: B) => number,
  keys: readonly SortKey<B>[],
  few = FEW,
): Selection {
  const buffers = keys.map(() => new Float64Array(BLOCK));
  const mask = new Uint8Array(BLOCK);
  const known = new Map<string, Histogram>();
  const bufferOf = (key: number): Float64Array => buffers[key] ?? new Float64Array();
  /** Visits what each block has in all the parts: so many values in each of the wanted keys' buffers. */
  const scan = async (
    parts: readonly Part[],
    wanted: readonly number[],
    visit: (count: number) => void,
    { breathe }: Slices,
  ): Promise<void> => {
    const needed = [...new Set([...parts.map(({ key }) => key), ...wanted])];
    for (const { block, rows } of matched.chosen) {
      const length = lengthOf(block);
      const isOutside = parts.some(({ key, lowest, width, first, last, none }) => {
        const bounds = keys[key]?.numbers.bounds?.(block);
        return (
          bounds !== undefined &&
          !none &&
          (bucketOf(bounds[0], lowest, width) > last || bucketOf(bounds[1], lowest, width) < first)
        );
      });
      if (isOutside) continue;
      for (const key of needed) keys[key]?.numbers.fill(block, bufferOf(key).subarray(0, length));
      if (parts.length === 0 && rows === undefined) visit(length);
      else {
        const flags = mask.subarray(0, length).fill(1);
        for (const part of parts) clearOutside(bufferOf(part.key), part, flags);
        let count = 0;
        for (const key of wanted) count = keepFlagged(bufferOf(key), rows, flags);
        if (count > 0) visit(count);
      }
      await breathe();
    }
  };
  const rangeOf = async (
    parts: readonly Part[],
    key: number,
    slices: Slices,
  ): Promise<readonly [number, number]> => {
    const bounds = keys[key]?.numbers.bounds;
    let [lowest, highest] = [Infinity, -Infinity];
    // Once divided by this key, only a look at the rows says more than the parts do.
    if (bounds !== undefined && parts.every((part) => part.key !== key)) {
      for (const { block } of matched.chosen) {
        const [low, high] = bounds(block);
        if (low < lowest) lowest = low;
        if (high > highest) highest = high;
      }
      return [lowest, highest];
    }
    const values = bufferOf(key);
    await scan(
      parts,
      [key],
      (count) => {
        for (let at = 0; at < count; at += 1) {
          const value = values[at] ?? NaN;
          if (value < lowest) lowest = value;
          if (value > highest) highest = value;
        }
      },
      slices,
    );
    return [lowest, highest];
  };

  const histogram = async (parts: readonly Part[], key: number, slices: Slices): Promise<Histogram> => {
    const name = JSON.stringify([parts, key]);
    const remembered = known.get(name);
    if (remembered !== undefined) return remembered;
    const [low, high] = await rangeOf(parts, key, slices);
    const lowest = Number.isFinite(low) ? low : 0;
    const span = Number.isFinite(high) ? high - lowest : 0;
    const width =
      keys[key]?.numbers.whole === true
        ? Math.max(1, Math.ceil((span + 1) / BUCKETS))
        : span / BUCKETS || Number.MIN_VALUE;
    const counts = new Uint32Array(BUCKETS + 1);
    const values = bufferOf(key);
    await scan(
      parts,
      [key],
      (count) => {
        for (let at = 0; at < count; at += 1) {
          const value = values[at] ?? NaN;
          const bucket = Number.isNaN(value) ? BUCKETS : bucketOf(value, lowest, width);
          counts[bucket] = (counts[bucket] ?? 0) + 1;
        }
      },
      slices,
    );
    const made = { lowest, width, counts };
    if (known.size >= REMEMBERED) known.clear();
    known.set(name, made);
    return made;
  };

  /** Rows of the parts, sorted by the keys from `key` on: those before it are alike or divide them already. */
  const collect = async (
    parts: readonly Part[],
    offset: number,
    limit: number,
    slices: Slices,
  ): Promise<readonly number[]> => {
    const all = keys.map((_, key) => key);
    const columns: number[][] = keys.map(() => []);
    await scan(
      parts,
      all,
      (count) => {
        for (const key of all) {
          const values = bufferOf(key);
          const column = columns[key] ?? [];
          for (let at = 0; at < count; at += 1) column.push(values[at] ?? NaN);
        }
      },
      slices,
    );
    const order = Array.from(columns[0] ?? [], (_, at) => at).sort((a, b) => {
      for (const key of all) {
        const values = columns[key] ?? [];
        const by = compare(values[a] ?? NaN, values[b] ?? NaN, keys[key]?.descending === true);
        if (by !== 0) return by;
      }
      return 0;
    });
    const ids = columns.at(-1) ?? [];
    return order.slice(offset, offset + limit).map((at) => ids[at] ?? 0);
  };

  const find = async (
    parts: readonly Part[],
    key: number,
    offset: number,
    limit: number,
    slices: Slices,
  ): Promise<readonly number[]> => {
    const { lowest, width, counts } = await histogram(parts, key, slices);
    const descending = keys[key]?.descending === true;
    const found: number[] = [];
    let skip = offset;
    // Neighbouring buckets that are sorted together: their places in order, and how many rows they have.
    let run: { first: number; last: number; rows: number } | undefined;
    const bucketAt = (place: number): number =>
      place === BUCKETS || !descending ? place : BUCKETS - 1 - place;
    const part = (first: number, last: number): Part => ({
      key,
      lowest,
      width,
      first: Math.min(bucketAt(first), bucketAt(last)),
      last: Math.max(bucketAt(first), bucketAt(last)),
      none: first === BUCKETS,
    });
    const flush = async (): Promise<void> => {
      if (run === undefined) return;
      const { first, last } = run;
      run = undefined;
      found.push(...(await collect([...parts, part(first, last)], skip, limit - found.length, slices)));
      skip = 0;
    };
    let ahead = 0;
    for (let place = 0; place <= BUCKETS; place += 1) {
      const rows = counts[bucketAt(place)] ?? 0;
      if (rows === 0) continue;
      if (run === undefined && skip >= rows) {
        skip -= rows;
        continue;
      }
      const isFew = rows <= few;
      if (run !== undefined && (!isFew || place === BUCKETS || run.rows + rows > few)) {
        await flush();
        if (found.length >= limit) break;
      }
      if (isFew) {
        run =
          run === undefined
            ? { first: place, last: place, rows }
            : { ...run, last: place, rows: run.rows + rows };
        ahead = run.rows - skip;
        if (found.length + ahead >= limit) break;
        continue;
      }
      const inside = [...parts, part(place, place)];
      // Rows without a value, and whole numbers one to a bucket, are alike by this key.
      const isOne = place === BUCKETS || (width <= 1 && keys[key]?.numbers.whole === true);
      const [low, high] = isOne ? [0, 0] : await rangeOf(inside, key, slices);
      found.push(...(await find(inside, low === high ? key + 1 : key, skip, limit - found.length, slices)));
      skip = 0;
      if (found.length >= limit) break;
    }
    await flush();
    return found;
  };
  return {
    held: () => {
      let bytes = mask.byteLength + buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
      for (const { counts } of known.values()) bytes += counts.byteLength;
      return [[known, bytes], ...keys.flatMap(({ numbers }) => numbers.held?.() ?? [])];
    },
    ids: async (offset, limit, slices) => {
      if (offset >= matched.total) return [];
      if (matched.total <= few) return collect([], offset, limit, slices);
      return find([], 0, offset, Math.min(limit, matched.total - offset), slices);
    },
  };
}

const bucketOf = (value: number, lowest: number, width: number): number =>
  Math.min(Math.floor((value - lowest) / width), BUCKETS - 1);

/** Clears the flags of the rows whose value is not in the part. */
function clearOutside(
  values: Float64Array,
  { lowest, width, first, last, none }: Part,
  flags: Uint8Array,
): void {
  for (let row = 0; row < flags.length; row += 1) {
    const value = values[row] ?? NaN;
    // The bucket of NaN is none of them.
    const bucket = bucketOf(value, lowest, width);
    const isIn = none ? Number.isNaN(value) : bucket >= first && bucket <= last;
    if (!isIn) flags[row] = 0;
  }
}

/** Moves the flagged values of the rows to the beginning. @returns how many */
function keepFlagged(values: Float64Array, rows: Uint16Array | undefined, flags: Uint8Array): number {
  let count = 0;
  const among = rows?.length ?? flags.length;
  for (let at = 0; at < among; at += 1) {
    const row = rows === undefined ? at : (rows[at] ?? 0);
    values[count] = values[row] ?? NaN;
    count += flags[row] ?? 0;
  }
  return count;
}

/** Rows without a value last, whichever way it is sorted. */
function compare(a: number, b: number, descending: boolean): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return descending ? b - a : a - b;
}
