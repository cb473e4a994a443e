/**
 * Keeps the samples of a live source: chunks that don't overlap, each sample once. What arrives is
 * written at once as a small chunk; small ones are put together later, so that a bounded flush costs
 * little and a day is still read fast.
 */
import { hash } from "node:crypto";
import type { Connection } from "../../open.ts";
import { bytesOf, floatsOf } from "../../samples/columns.ts";
import { createKeepLevels } from "../../samples/keep-levels.ts";
import { summaryOf } from "../../samples/summary.ts";
import { mergeSamples, type Samples } from "./merge-samples.ts";

/** Samples of a full chunk, as file imports write them. */
const FULL = 4096;
/** A chunk with fewer samples is put together with its neighbours. */
const SMALL = 512;
/** Chunks written for a signal between two rounds of putting together. */
const ROUND = 16;

export interface Appended {
  readonly taken: number;
  readonly repeated: number;
  /** The source had no samples of the signal before. */
  readonly isFirst: boolean;
  /** None before it is new, µs UTC. */
  readonly from: number;
}

export interface SampleChunks {
  append(sourceId: number, signalId: number, samples: Samples): Appended;
}

interface ChunkRow {
  readonly fromUs: number;
  readonly sha256: string;
  readonly times: Buffer;
  readonly sampleValues: Buffer;
}

export function createSampleChunks(connection: Connection): SampleChunks {
  const lastTo = connection
    .prepare(
      "SELECT to_us FROM sample_chunk WHERE signal_id = ? AND source_id = ? ORDER BY from_us DESC LIMIT 1",
    )
    .pluck();
  const COLUMNS = 'from_us AS fromUs, sha256, times, sample_values AS "sampleValues"';
  const startBefore = connection
    .prepare(
      "SELECT from_us FROM sample_chunk WHERE signal_id = ? AND source_id = ? AND from_us <= ? ORDER BY from_us DESC LIMIT 1",
    )
    .pluck();
  const between = connection.prepare(
    `SELECT ${COLUMNS} FROM sample_chunk WHERE signal_id = ? AND source_id = ? AND from_us BETWEEN ? AND ? AND to_us >= ? AND levels = 0 ORDER BY from_us`,
  );
  const newest = connection.prepare(
    `SELECT count AS n, ${COLUMNS} FROM sample_chunk WHERE signal_id = ? AND source_id = ? AND levels = 0 ORDER BY from_us DESC LIMIT ${ROUND * 2}`,
  );
  const insert = connection.prepare(
    `INSERT INTO sample_chunk (signal_id, from_us, to_us, source_id, count, minimum, maximum, mean, known, times, sample_values, sha256)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = connection.prepare(
    "DELETE FROM sample_chunk WHERE signal_id = ? AND source_id = ? AND from_us = ? AND sha256 = ?",
  );
  const keepLevels = createKeepLevels(connection);
  /** Chunks written since the last round, by signal. */
  const written = new Map<number, number>();

  const write = (sourceId: number, signalId: number, { times, values }: Samples): void => {
    let chunks = 0;
    for (let at = 0, end = 0; at < times.length; at = end) {
      end = Math.min(times.length, at + FULL);
      // Samples of one time stay together: a chunk never begins where another ends.
      while (end < times.length && times[end] === times[end - 1]) end += 1;
      const own = { times: times.subarray(at, end), values: values.subarray(at, end) };
      const { minimum, maximum, mean, known } = summaryOf(own.values);
      const [timeBytes, valueBytes] = [bytesOf(own.times), bytesOf(own.values)];
      const from = Math.round(own.times[0] as number);
      const sha256 = hash("sha256", Buffer.concat([timeBytes, valueBytes]));
      insert.run(
        signalId,
        from,
        Math.round(own.times.at(-1) as number),
        sourceId,
        own.times.length,
        minimum,
        maximum,
        mean,
        known,
        timeBytes,
        valueBytes,
        sha256,
      );
      keepLevels({ signal: signalId, from, source: sourceId, sha256 }, own.times, own.values);
      chunks += 1;
    }
    written.set(signalId, (written.get(signalId) ?? 0) + chunks);
  };
  const removeAll = (sourceId: number, signalId: number, rows: readonly ChunkRow[]): void => {
    for (const { fromUs, sha256 } of rows) remove.run(signalId, sourceId, fromUs, sha256);
  };
  const putTogether = (sourceId: number, signalId: number): void => {
    written.set(signalId, 0);
    const rows = newest.all(signalId, sourceId) as (ChunkRow & { n: number })[];
    const firstFull = rows.findIndex(({ n }) => n >= SMALL);
    const small = rows.slice(0, firstFull < 0 ? rows.length : firstFull).toReversed();
    if (small.length < 2) return;
    removeAll(sourceId, signalId, small);
    write(sourceId, signalId, joined(small));
    written.set(signalId, 0);
  };

  return {
    append: (sourceId, signalId, samples) => {
      const end = lastTo.get(signalId, sourceId) as number | undefined;
      // Sorts, and drops what the batch itself holds twice.
      const own = mergeSamples({ times: new Float64Array(), values: new Float64Array() }, samples);
      const from = own.times[0];
      const to = own.times.at(-1);
      if (from === undefined || to === undefined)
        return { taken: 0, repeated: 0, isFirst: false, from: Infinity };
      let repeated = own.repeated;
      if (end === undefined || from > end) write(sourceId, signalId, own);
      else {
        // Chunks don't overlap: none that begins before the one at `from` reaches it.
        const first = (startBefore.get(signalId, sourceId, from) as number | undefined) ?? from;
        const rows = between.all(signalId, sourceId, first, to, from) as ChunkRow[];
        const merged = mergeSamples(joined(rows), own);
        repeated += merged.repeated;
        if (merged.repeated < own.times.length) {
          removeAll(sourceId, signalId, rows);
          write(sourceId, signalId, merged);
        }
      }
      if ((written.get(signalId) ?? 0) >= ROUND) putTogether(sourceId, signalId);
      return { taken: samples.times.length - repeated, repeated, isFirst: end === undefined, from };
    },
  };
}

/** Rows ascending in time as one run of samples. */
function joined(rows: readonly Pick<ChunkRow, "times" | "sampleValues">[]): Samples {
  return {
    times: floatsOf(Buffer.concat(rows.map(({ times }) => times))),
    values: floatsOf(Buffer.concat(rows.map(({ sampleValues }) => sampleValues))),
  };
}
