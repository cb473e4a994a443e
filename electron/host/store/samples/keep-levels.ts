/** Levels beside chunks of samples (`sample_level`), and chunks that are reduced to them. */
import type { Connection } from "../open.ts";
import { floatsOf } from "./columns.ts";
import { encodeLevels, LEAST, levelsBeside, levelsInstead, levelsOf, type Levels } from "./levels.ts";

/** A chunk's key. */
export interface ChunkKey {
  readonly signal: number;
  readonly from: number;
  readonly source: number;
  readonly sha256: string;
}

type Put = (key: ChunkKey, levels: Levels) => void;

export function createPutLevels(cache: Connection): Put {
  const put = cache.prepare(
    `INSERT INTO sample_level (signal_id, from_us, source_id, sha256, data) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET data = excluded.data`,
  );
  return ({ signal, from, source, sha256 }, levels) =>
    void put.run(signal, from, source, sha256, encodeLevels(levels));
}

/** Keeps the levels of a chunk beside its samples, where it is worth it. */
export function createKeepLevels(
  cache: Connection,
): (key: ChunkKey, times: Float64Array, values: Float64Array) => void {
  const put = createPutLevels(cache);
  const forget = cache.prepare(
    "DELETE FROM sample_level WHERE (signal_id, from_us, source_id, sha256) = (?, ?, ?, ?)",
  );
  return (key, times, values) => {
    if (times.length >= LEAST) put(key, levelsOf(times, values, levelsBeside(times.length)));
    // It may have been reduced to some, and be told again.
    else forget.run(key.signal, key.from, key.source, key.sha256);
  };
}

/** Reduces chunks to their levels, in place. @returns how many were: none where its samples take no more bytes */
export function createReduceChunk(cache: Connection): (key: ChunkKey) => number {
  const WHERE = "signal_id = ? AND from_us = ? AND source_id = ? AND sha256 = ? AND levels = 0";
  const read = cache.prepare(`SELECT times, sample_values AS "values" FROM sample_chunk WHERE ${WHERE}`);
  const empty = cache.prepare(
    `UPDATE sample_chunk SET times = x'', sample_values = x'', levels = 1 WHERE ${WHERE}`,
  );
  const put = createPutLevels(cache);
  return (key) => {
    const { signal, from, source, sha256 } = key;
    const row = read.get(signal, from, source, sha256) as { times: Buffer; values: Buffer } | undefined;
    if (row === undefined) return 0;
    const times = floatsOf(row.times);
    const levels = levelsOf(times, floatsOf(row.values), levelsInstead(times.length));
    if (encodeLevels(levels).length >= row.times.length + row.values.length) return 0;
    put(key, levels);
    return empty.run(signal, from, source, sha256).changes;
  };
}
