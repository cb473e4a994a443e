import fc from "fast-check";
import { expect, test } from "vitest";
import { createTraceBuckets } from "../samples/trace-buckets.ts";
import { bySerial } from "./units.ts";

const SEED = 20261124;

test("traces: minimum, maximum and mean per bucket are those of the samples in it; none is NaN", () => {
  const sample = fc.tuple(
    fc.integer({ min: -10, max: 110 }),
    fc.oneof(fc.float({ noDefaultInfinity: true, noNaN: true, min: -1000, max: 1000 }), fc.constant(NaN)),
  );
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 100 }), fc.nat({ max: 99 }), (samples, cut) => {
      const sorted = samples.toSorted(([a], [b]) => a - b);
      const chunk = (part: typeof samples) => ({
        times: Float64Array.from(part, ([t]) => t),
        values: Float64Array.from(part, ([, v]) => v),
      });
      // However the samples are cut into chunks, the answer is the same.
      const found = createTraceBuckets({ from: 0, to: 100 }, 10);
      found.addSamples(chunk(sorted.slice(0, cut)));
      found.addSamples(chunk(sorted.slice(cut)));
      const { minimum, maximum, mean } = found.reduced();
      for (let bucket = 0; bucket < 10; bucket += 1) {
        const values = samples
          .filter(([t, v]) => t >= bucket * 10 && t < bucket * 10 + 10 && !Number.isNaN(v))
          .map(([, v]) => v);
        if (values.length === 0)
          expect([minimum[bucket], maximum[bucket], mean[bucket]]).toEqual([NaN, NaN, NaN]);
        else {
          expect(minimum[bucket]).toBe(Math.fround(Math.min(...values)));
          expect(maximum[bucket]).toBe(Math.fround(Math.max(...values)));
          expect(mean[bucket]).toBeCloseTo(values.reduce((a, b) => a + b) / values.length, 2);
        }
      }
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test("units: serials in numeric order, units without one last by their place", () => {
  const unit = (unitId: number, serial: string | undefined, position?: number) => ({
    unitId,
    serial,
    position,
    sourceId: "s",
  });
  const units = [unit(1, undefined, 2), unit(2, "10"), unit(3, "2"), unit(4, undefined, 1), unit(5, "A-1")];
  expect(units.toSorted(bySerial).map(({ unitId }) => unitId)).toEqual([3, 2, 5, 4, 1]);
});
