import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Trace } from "../../../../shared/contract/events.ts";
import { openCache } from "../stores.ts";
import { createSampleChunks } from "../writer/opcua/sample-chunks.ts";
import { createTraceQueries } from "./traces.ts";

const SEED = 20261126;
const CONTEXT = { signal: new AbortController().signal };
const SPAN = 100_000;

/** Deliveries of one source: in their order or not, with repeats. */
const delivered = fc.record({
  source: fc.constantFrom(1, 2),
  at: fc.nat({ max: SPAN }),
  steps: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 }),
});
const question = fc
  .record({
    from: fc.integer({ min: -SPAN / 4, max: SPAN }),
    length: fc.integer({ min: 1, max: SPAN * 2 }),
    buckets: fc.integer({ min: 1, max: 50 }),
    since: fc.integer({ min: -SPAN, max: 3 * SPAN }),
  })
  .map(({ from, length, buckets, since }) => ({ window: { from, to: from + length }, buckets, since }));

interface Asked {
  readonly window: { readonly from: number; readonly to: number };
  readonly buckets: number;
}

/** What was not available has no value: one time in seven. */
const valueAt = (time: number): number => (time % 7 === 3 ? NaN : time);

/** The value is the time: what is in a bucket tells whether it belongs there. */
function expected(all: readonly number[], { window, buckets }: Asked) {
  const times = all.filter((time) => !Number.isNaN(valueAt(time)));
  const minimum = new Float32Array(buckets).fill(NaN);
  const maximum = new Float32Array(buckets).fill(NaN);
  const sums = new Float64Array(buckets);
  const counts = new Float64Array(buckets);
  const scale = buckets / (window.to - window.from);
  for (const time of times.toSorted((a, b) => a - b)) {
    if (time < window.from || time >= window.to) continue;
    const bucket = Math.min(buckets - 1, Math.floor((time - window.from) * scale));
    if (Number.isNaN(minimum[bucket])) minimum[bucket] = time;
    maximum[bucket] = time;
    sums[bucket] = (sums[bucket] ?? 0) + time;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { minimum, maximum, mean: sums.map((sum, at) => sum / (counts[at] ?? 0)) };
}

test("a trace has every sample in its bucket, and one that is asked since a time is the end of the whole", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(delivered, { minLength: 1, maxLength: 12 }),
      fc.array(question, { minLength: 1, maxLength: 8 }),
      async (deliveries, questions) => {
        const folder = mkdtempSync(join(tmpdir(), "throughline-traces-"));
        const cache = openCache(folder, () => 0);
        try {
          cache.exec(`
            INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'a', 'a', 'opcua', 'live', 0), (2, 'b', 'b', 'opcua', 'live', 0);
            INSERT INTO equipment (equipment_id, name) VALUES (1, 'VMC-1');
            INSERT INTO signal (signal_id, equipment_id, name) VALUES (1, 1, 'other'), (2, 1, 'load');`);
          const chunks = createSampleChunks(cache);
          const times = new Set<number>();
          const told = new Set<string>();
          for (const { source, at, steps } of deliveries) {
            let time = at;
            const own = Float64Array.from(steps, (step) => (time += step));
            for (const each of own) times.add(each);
            for (const each of own) told.add(`${source} ${each}`);
            chunks.append(source, 2, { times: own, values: own.map(valueAt) });
          }
          const { trace } = createTraceQueries(cache, () => {
            throw new Error("asks for no events");
          });
          const ask = (more: object): Promise<Trace> | Trace =>
            trace({ equipment: "VMC-1", signal: "load", ...more } as never, CONTEXT);
          for (const { window, buckets, since } of questions) {
            const whole = await ask({ window, buckets });
            expect(whole.first).toBe(0);
            const { mean: _, ...edges } = expected([...times], { window, buckets });
            expect(whole).toMatchObject(edges);
            // Each source's samples count, also where both have one of a time.
            const { mean } = expected(
              [...told].map((each) => Number(each.split(" ")[1])),
              { window, buckets },
            );
            whole.mean.forEach((each, at) => {
              if (Number.isNaN(mean[at])) expect(each).toBeNaN();
              else expect(Math.abs(each - (mean[at] ?? NaN))).toBeLessThan(0.02);
            });
            expect(whole.until).toBe(Math.max(...times));
            const part = await ask({ window, buckets, since });
            const { first } = part;
            const scale = buckets / (window.to - window.from);
            expect(first).toBe(Math.min(buckets - 1, Math.max(0, Math.floor((since - window.from) * scale))));
            for (const column of ["minimum", "maximum"] as const)
              expect(part[column]).toEqual(whole[column].slice(first));
            // The same samples, maybe added in another order.
            part.mean.forEach((mean, at) =>
              Number.isNaN(mean)
                ? expect(whole.mean[first + at]).toBeNaN()
                : expect(mean).toBeCloseTo(whole.mean[first + at] ?? NaN, 0),
            );
            expect(part.mean).toHaveLength(buckets - first);
          }
        } finally {
          cache.close();
          rmSync(folder, { recursive: true, force: true });
        }
      },
    ),
    { seed: SEED, numRuns: 40 },
  );
}, 60_000);
