/** Traces of long spans, which are drawn from levels, against all samples one by one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Trace } from "../../../../shared/contract/events.ts";
import type { Connection } from "../open.ts";
import { createReduceChunk, type ChunkKey } from "../samples/keep-levels.ts";
import { openCache } from "../stores.ts";
import { createSampleChunks } from "../writer/opcua/sample-chunks.ts";
import { createTraceQueries } from "./traces.ts";

const SEED = 20261127;
const CONTEXT = { signal: new AbortController().signal };

interface Told {
  readonly times: readonly number[];
  readonly values: readonly number[];
}
interface Asked {
  readonly window: { readonly from: number; readonly to: number };
  readonly buckets: number;
}

function withCache<T>(work: (cache: Connection) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-levels-"));
  const cache = openCache(folder, () => 0);
  cache.exec(`
    INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'a', 'a', 'opcua', 'live', 0), (2, 'b', 'b', 'opcua', 'live', 0);
    INSERT INTO equipment (equipment_id, name) VALUES (1, 'VMC-1');
    INSERT INTO signal (signal_id, equipment_id, name) VALUES (1, 1, 'load');`);
  return work(cache).finally(() => {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

function asking(cache: Connection): (asked: Asked) => Promise<Trace> {
  const { trace } = createTraceQueries(cache, () => {
    throw new Error("asks for no events");
  });
  return async (asked) => trace({ equipment: "VMC-1", signal: "load", ...asked }, CONTEXT);
}

const append = (cache: Connection, source: number, { times, values }: Told): void => {
  createSampleChunks(cache).append(source, 1, {
    times: Float64Array.from(times),
    values: Float64Array.from(values),
  });
};

/** Extremes and mean of what was told from one time until before another. */
function among(all: readonly Told[], from: number, to: number) {
  const values = all.flatMap(({ times, values: own }) =>
    own.filter((value, at) => {
      const time = times[at] ?? NaN;
      return !Number.isNaN(value) && time >= from && time < to;
    }),
  );
  return values.length === 0
    ? undefined
    : {
        minimum: Math.fround(Math.min(...values)),
        maximum: Math.fround(Math.max(...values)),
        mean: values.reduce((sum, value) => sum + value, 0) / values.length,
      };
}

/** A walk of values with steps of time that differ much: levels of many samples and of one. */
const told = fc
  .record({
    from: fc.nat({ max: 4_000_000 }),
    steps: fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 9 }),
    hole: fc.nat({ max: 2_000_000 }),
    samples: fc.integer({ min: 450, max: 1_700 }),
    gaps: fc.integer({ min: 2, max: 40 }),
    slope: fc.integer({ min: -50, max: 50 }),
  })
  .map(({ from, steps, hole, samples, gaps, slope }): Told => {
    let time = from;
    const times = Array.from({ length: samples }, (_, at) => {
      time += (steps[at % steps.length] ?? 1) + (at === samples >> 1 ? hole : 0);
      return time;
    });
    const values = times.map((each, at) => (at % gaps === 0 ? NaN : at * slope + ((each * 7919) % 1_009)));
    return { times, values };
  });
const asked = fc
  .record({
    from: fc.integer({ min: -1_000_000, max: 6_000_000 }),
    length: fc.integer({ min: 1_000, max: 12_000_000 }),
    buckets: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ from, length, buckets }): Asked => ({ window: { from, to: from + length }, buckets }));

test("an envelope leaves no sample of its bucket out, and has none from further away than an eighth of it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(told, told),
      fc.array(asked, { minLength: 1, maxLength: 6 }),
      async (both, questions) => {
        await withCache(async (cache) => {
          both.forEach((each, at) => append(cache, at + 1, each));
          const ask = asking(cache);
          for (const { window, buckets } of questions) {
            const { minimum, maximum, mean } = await ask({ window, buckets });
            const width = (window.to - window.from) / buckets;
            for (let bucket = 0; bucket < buckets; bucket += 1) {
              const [from, to] = [window.from + bucket * width, window.from + (bucket + 1) * width];
              const own = among(both, from, to);
              const around = among(both, from - width / 8 - 1, to + width / 8 + 1);
              const [least = NaN, most = NaN, middle = NaN] = [
                minimum[bucket],
                maximum[bucket],
                mean[bucket],
              ];
              if (own !== undefined) {
                expect(least).toBeLessThanOrEqual(own.minimum);
                expect(most).toBeGreaterThanOrEqual(own.maximum);
              }
              if (Number.isNaN(least)) {
                expect([own, most, middle]).toEqual([undefined, NaN, NaN]);
                continue;
              }
              expect(around).toBeDefined();
              expect(least).toBeGreaterThanOrEqual(around?.minimum ?? NaN);
              expect(most).toBeLessThanOrEqual(around?.maximum ?? NaN);
              expect(middle).toBeGreaterThanOrEqual(least - Math.abs(least) * 1e-6);
              expect(middle).toBeLessThanOrEqual(most + Math.abs(most) * 1e-6);
            }
          }
        });
      },
    ),
    { seed: SEED, numRuns: 40 },
  );
}, 120_000);

/** Told evenly: each level of a chunk of 4,096 has 64 samples, and begins with every 64th. */
const EVEN = 1_000;
const even = fc.record({
  chunks: fc.integer({ min: 1, max: 3 }),
  values: fc.array(fc.float({ min: -1_000, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 97 }),
  first: fc.nat({ max: 100 }),
  /** Levels of a bucket. */
  levels: fc.integer({ min: 8, max: 80 }),
  buckets: fc.integer({ min: 1, max: 24 }),
});

test("where the edges between buckets fall between levels, a trace is that of the samples, also when only levels are left", async () => {
  await fc.assert(
    fc.asyncProperty(even, async ({ chunks, values, first, levels, buckets }) => {
      await withCache(async (cache) => {
        const count = chunks * 4_096;
        const all: Told = {
          times: Array.from({ length: count }, (_, at) => at * EVEN),
          values: Array.from(
            { length: count },
            (_, at) => values[(at * 31 + (at >> 5)) % values.length] ?? NaN,
          ),
        };
        append(cache, 1, all);
        const width = levels * 64 * EVEN;
        const from = first * 64 * EVEN;
        const question = { window: { from, to: from + buckets * width }, buckets };
        const ask = asking(cache);
        const whole = await ask(question);
        for (let bucket = 0; bucket < buckets; bucket += 1) {
          const own = among([all], from + bucket * width, from + (bucket + 1) * width);
          expect(whole.minimum[bucket]).toBe(own?.minimum ?? NaN);
          expect(whole.maximum[bucket]).toBe(own?.maximum ?? NaN);
          if (own !== undefined) expect(whole.mean[bucket]).toBeCloseTo(own.mean, 2);
        }
        const reduce = createReduceChunk(cache);
        const keys = cache
          .prepare(
            'SELECT signal_id AS signal, from_us AS "from", source_id AS source, sha256 FROM sample_chunk',
          )
          .all() as ChunkKey[];
        expect(keys.map(reduce)).toEqual(keys.map(() => 1));
        expect(await ask(question)).toEqual(whole);
      });
    }),
    { seed: SEED, numRuns: 30 },
  );
}, 120_000);
