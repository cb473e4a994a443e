/**
 * Whether what is said of chunks of samples is so: as a whole, and by their levels. Counted from the samples once more. Of
 * a chunk that a rule reduced there are none any more: its levels must agree with what is said of it as a whole.
 */
import type { Connection } from "../store/open.ts";
import { floatsOf } from "../store/samples/columns.ts";
import { createKeepLevels, createPutLevels, type ChunkKey } from "../store/samples/keep-levels.ts";
import {
  decodeLevels,
  encodeLevels,
  LEAST,
  levelsBeside,
  levelsOf,
  type Levels,
} from "../store/samples/levels.ts";
import { summaryOf, type SampleSummary } from "../store/samples/summary.ts";
import { createFaults } from "./faults.ts";
import type { Share } from "./share.ts";

interface ChunkRow extends ChunkKey, SampleSummary {
  readonly to: number;
  readonly times: Buffer;
  readonly values: Buffer;
  readonly levels: 0 | 1;
  readonly count: number;
  readonly data: Buffer | null;
}

/** 64 kB each. */
const CHUNKS_AT_ONCE = 64;
/** Means may have been added up in another order. */
const CLOSE = 1e-6;

export function* examineSamples(cache: Connection): Generator<Share, readonly string[]> {
  const faults = createFaults();
  const total = Number(cache.prepare("SELECT count(*) FROM sample_chunk").pluck().get());
  let done = 0;
  for (const slice of chunks(cache)) {
    for (const chunk of slice) {
      const at = `${chunk.signal}, from ${new Date(chunk.from / 1_000).toISOString()}`;
      if (!isSummed(chunk))
        faults.add(() => `signal ${at}: another minimum, maximum, mean or number of values`);
      else if (!isLevelled(chunk)) faults.add(() => `signal ${at}: its levels are not those of its samples`);
    }
    done += slice.length;
    yield { done, total };
  }
  const lost = cache
    .prepare(
      `SELECT count(*) FROM sample_level l WHERE NOT EXISTS (SELECT 1 FROM sample_chunk c
         WHERE (c.signal_id, c.from_us, c.source_id, c.sha256) = (l.signal_id, l.from_us, l.source_id, l.sha256))`,
    )
    .pluck()
    .get() as number;
  return lost === 0 ? faults.lines() : [...faults.lines(), `${lost} levels of samples that are gone`];
}

/** Within a transaction. A reduced chunk without sound levels has one then: what is said of it as a whole. */
export function mendSamples(cache: Connection): void {
  const keep = createKeepLevels(cache);
  const put = createPutLevels(cache);
  const sum = cache.prepare(
    `UPDATE sample_chunk SET minimum = ?, maximum = ?, mean = ?, known = ?
     WHERE signal_id = ? AND from_us = ? AND source_id = ? AND sha256 = ?`,
  );
  for (const slice of chunks(cache))
    for (const chunk of slice) {
      const { signal, from, source, sha256 } = chunk;
      if (chunk.levels === 0) {
        const values = floatsOf(chunk.values);
        const { minimum, maximum, mean, known } = summaryOf(values);
        if (!isSummed(chunk)) sum.run(minimum, maximum, mean, known, signal, from, source, sha256);
        if (!isLevelled(chunk)) keep(chunk, floatsOf(chunk.times), values);
      } else if (!isLevelled(chunk) || !isSummed(chunk)) put(chunk, wholeLevel(chunk));
    }
  cache.exec(
    `DELETE FROM sample_level WHERE level_id IN (SELECT level_id FROM sample_level l WHERE NOT EXISTS (SELECT 1 FROM sample_chunk c
       WHERE (c.signal_id, c.from_us, c.source_id, c.sha256) = (l.signal_id, l.from_us, l.source_id, l.sha256)))`,
  );
}

function* chunks(cache: Connection): Generator<readonly ChunkRow[]> {
  const next = cache.prepare(
    `SELECT c.signal_id AS signal, c.from_us AS "from", c.to_us AS "to", c.source_id AS source, c.sha256, c.minimum, c.maximum, c.mean, c.known,
       c.times, c.sample_values AS "values", c.levels, c.count, l.data
     FROM sample_chunk c LEFT JOIN sample_level l USING (signal_id, from_us, source_id, sha256)
     WHERE (c.signal_id, c.from_us, c.source_id, c.sha256) > (?, ?, ?, ?)
     ORDER BY c.signal_id, c.from_us, c.source_id, c.sha256 LIMIT ${CHUNKS_AT_ONCE}`,
  );
  let after: readonly [number, number, number, string] = [-1, 0, 0, ""];
  for (;;) {
    const slice = next.all(...after) as ChunkRow[];
    yield slice;
    const last = slice.at(-1);
    if (last === undefined || slice.length < CHUNKS_AT_ONCE) return;
    after = [last.signal, last.from, last.source, last.sha256];
  }
}

function isSummed(chunk: ChunkRow): boolean {
  if (chunk.levels === 1) return true;
  const { minimum, maximum, mean, known } = summaryOf(floatsOf(chunk.values));
  return (
    chunk.minimum === minimum &&
    chunk.maximum === maximum &&
    chunk.known === known &&
    isClose(chunk.mean, mean, Math.max(Math.abs(minimum ?? 0), Math.abs(maximum ?? 0)))
  );
}

function isLevelled(chunk: ChunkRow): boolean {
  if (chunk.levels === 1) return chunk.data !== null && agree(chunk, decoded(chunk.data));
  if (chunk.count < LEAST) return chunk.data === null;
  const times = floatsOf(chunk.times);
  const levels = levelsOf(times, floatsOf(chunk.values), levelsBeside(times.length));
  return chunk.data?.equals(encodeLevels(levels)) ?? false;
}

function agree({ minimum, maximum, mean, known }: ChunkRow, levels: Levels | undefined): boolean {
  if (levels === undefined) return false;
  const had = [...levels.counts.keys()].filter((at) => (levels.counts[at] as number) > 0);
  const of = (column: Float32Array): number[] => had.map((at) => column[at] as number);
  if (had.reduce((sum, at) => sum + (levels.counts[at] as number), 0) !== known) return false;
  if (minimum === null || maximum === null || mean === null) return had.length === 0;
  const sum = had.reduce((all, at) => all + (levels.mean[at] as number) * (levels.counts[at] as number), 0);
  return (
    Math.min(...of(levels.minimum)) === Math.fround(minimum) &&
    Math.max(...of(levels.maximum)) === Math.fround(maximum) &&
    isClose(sum / known, mean, Math.max(Math.abs(minimum), Math.abs(maximum)))
  );
}

function isClose(one: number | null, other: number | null, size: number): boolean {
  return one === null || other === null ? one === other : Math.abs(one - other) <= size * CLOSE;
}

function decoded(data: Buffer): Levels | undefined {
  try {
    return decodeLevels(data);
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

const wholeLevel = ({ from, to, minimum, maximum, mean, known }: ChunkRow): Levels => ({
  times: Float64Array.of(from),
  ends: Float64Array.of(to),
  minimum: Float32Array.of(minimum ?? NaN),
  maximum: Float32Array.of(maximum ?? NaN),
  mean: Float32Array.of(mean ?? NaN),
  counts: Uint32Array.of(known),
});
