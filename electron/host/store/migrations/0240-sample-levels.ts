/**
 * Levels beside every chunk of samples (samples/levels.ts): a trace reads those of a chunk that lies across an edge between
 * two of its buckets instead of its samples. What is said of a chunk as a whole stands behind 64 kB of samples in its row;
 * the indexes hold it as well, so that nothing of that is read. Chunks that a rule reduced hold their levels there too.
 */
import type Database from "better-sqlite3";
import type { Migration } from "../migrate.ts";
import { floatsOf } from "../samples/columns.ts";
import type { Levels } from "../samples/levels.ts";
import { createKeepLevels, createPutLevels } from "../samples/keep-levels.ts";
import { summaryOf } from "../samples/summary.ts";

export const sampleLevels: Migration = {
  version: 240,
  name: "levels of samples",
  up: (connection) => {
    connection.exec(`
-- Of the chunk with that key. Where its \`levels\` is 1, its times and sample_values are empty, and these are all there is.
CREATE TABLE sample_level (
  level_id INTEGER PRIMARY KEY,
  signal_id INTEGER NOT NULL REFERENCES signal,
  from_us INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source,
  sha256 TEXT NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (signal_id, from_us, source_id, sha256)
) STRICT;
CREATE TRIGGER sample_chunk_removed AFTER DELETE ON sample_chunk
BEGIN
  DELETE FROM sample_level
  WHERE (signal_id, from_us, source_id, sha256) = (OLD.signal_id, OLD.from_us, OLD.source_id, OLD.sha256);
END;`);
    fill(connection);
    connection.exec(`
DROP INDEX sample_chunk_end;
CREATE INDEX sample_chunk_end ON sample_chunk (signal_id, to_us, from_us, minimum, maximum, mean, known, count, levels);
CREATE INDEX sample_chunk_begin ON sample_chunk (signal_id, from_us, to_us, minimum, maximum, mean, known, count, levels);`);
  },
};

type Key = readonly [signal: number, from: number, source: number, sha256: string];

/** A slice of keys at a time: the rows are changed meanwhile. */
const SLICE = 1_000;

function fill(connection: Database.Database): void {
  const keys = connection
    .prepare(
      `SELECT signal_id, from_us, source_id, sha256 FROM sample_chunk
       WHERE (signal_id, from_us, source_id, sha256) > (?, ?, ?, ?)
       ORDER BY signal_id, from_us, source_id, sha256 LIMIT ${SLICE}`,
    )
    .raw();
  const WHERE = "signal_id = ? AND from_us = ? AND source_id = ? AND sha256 = ?";
  const read = connection.prepare(
    `SELECT times, sample_values AS "values", levels, known FROM sample_chunk WHERE ${WHERE}`,
  );
  const known = connection.prepare(`UPDATE sample_chunk SET known = ? WHERE ${WHERE}`);
  const reduced = connection.prepare(
    `UPDATE sample_chunk SET times = x'', sample_values = x'', known = ? WHERE ${WHERE}`,
  );
  const putLevels = createPutLevels(connection);
  const keepLevels = createKeepLevels(connection);
  let after: Key = [-1, 0, 0, ""];
  for (;;) {
    const slice = keys.all(...after) as Key[];
    for (const key of slice) {
      const [signal, from, source, sha256] = key;
      const row = read.get(...key) as { times: Buffer; values: Buffer; levels: 0 | 1; known: number | null };
      const times = floatsOf(row.times);
      const values = floatsOf(row.values);
      if (row.levels === 1) {
        const levels = formerLevels(times, values);
        const samples = levels.counts.reduce((sum, count) => sum + count, 0);
        reduced.run(samples, ...key);
        putLevels({ signal, from, source, sha256 }, levels);
        continue;
      }
      if (row.known === null) known.run(summaryOf(values).known, ...key);
      keepLevels({ signal, from, source, sha256 }, times, values);
    }
    const last = slice.at(-1);
    if (last === undefined || slice.length < SLICE) return;
    after = last;
  }
}

/** As a reduced chunk held them until then: their starts as its times, and as its values all minima, maxima, means and numbers. */
function formerLevels(times: Float64Array, values: Float64Array): Levels {
  const column = (n: number): Float64Array => values.subarray(n * times.length, (n + 1) * times.length);
  return {
    times,
    ends: times,
    minimum: Float32Array.from(column(0)),
    maximum: Float32Array.from(column(1)),
    mean: Float32Array.from(column(2)),
    counts: Uint32Array.from(column(3)),
  };
}
