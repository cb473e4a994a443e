import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeSamples, type Samples } from "./merge-samples.ts";

const samples = (...pairs: readonly (readonly [number, number])[]): Samples => ({
  times: Float64Array.from(pairs, ([time]) => time),
  values: Float64Array.from(pairs, ([, value]) => value),
});
const pairs = ({ times, values }: Samples): [number, number][] =>
  Array.from(times, (time, index) => [time, values[index] as number]);
const key = ([time, value]: readonly [number, number]): string => `${time}/${value === 0 ? 0 : value}`;

describe("merging samples", () => {
  test("keeps order, drops what is there, keeps two values of one time", () => {
    const merged = mergeSamples(
      samples([1, 10], [3, 30], [3, NaN]),
      samples([4, 40], [3, 30], [2, 20], [3, NaN], [3, 31]),
    );
    expect(pairs(merged)).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
      [3, NaN],
      [3, 31],
      [4, 40],
    ]);
    expect(merged.repeated).toBe(2);
  });

  test("whatever comes in whatever order and how often: each sample once, ascending", () => {
    const sample = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom(0, -0, 1, 2.5, NaN));
    fc.assert(
      fc.property(fc.array(sample), fc.array(sample), fc.array(sample), (a, b, c) => {
        let kept: Samples = samples();
        let repeated = 0;
        for (const batch of [a, b, c, b]) {
          const merged = mergeSamples(kept, samples(...batch));
          kept = merged;
          repeated += merged.repeated;
        }
        const distinct = new Set([...a, ...b, ...c].map(key));
        expect(new Set(pairs(kept).map(key))).toEqual(distinct);
        expect(kept.times).toHaveLength(distinct.size);
        expect([...kept.times]).toEqual([...kept.times].sort((x, y) => x - y));
        expect(repeated + kept.times.length).toBe(a.length + b.length + c.length + b.length);
      }),
    );
  });
});
