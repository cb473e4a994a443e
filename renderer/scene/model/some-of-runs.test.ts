import fc from "fast-check";
import { expect, test } from "vitest";
import { someOfRuns } from "./some-of-runs.ts";

/** Cells of runs, each with the elements of one instance and how many instances it has. */
const cells = fc.array(
  fc.array(fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 0, max: 400 })), { maxLength: 30 }),
  { minLength: 1, maxLength: 5 },
);

function runsOf(all: readonly (readonly (readonly [number, number])[])[]): {
  readonly counts: Int32Array;
  readonly cellRuns: Int32Array;
  readonly elements: Int32Array;
} {
  const flat = all.flat();
  const cellRuns = Int32Array.from([0, ...all.map((_, at) => all.slice(0, at + 1).flat().length)]);
  return {
    counts: Int32Array.from(flat, ([, count]) => count),
    elements: Int32Array.from(flat, ([size]) => size),
    cellRuns,
  };
}

test("no more than the share of each cell, and of no run more than it has", () => {
  fc.assert(
    fc.property(cells, fc.integer({ min: 0, max: 99 }), (all, percent) => {
      const { counts, elements, cellRuns } = runsOf(all);
      const share = percent / 100;
      const some = someOfRuns({ counts, cellRuns }, elements, share);
      for (let cell = 0; cell + 1 < cellRuns.length; cell++) {
        const [from, to] = [cellRuns[cell] ?? 0, cellRuns[cell + 1] ?? 0];
        const sum = (of: Int32Array): number => {
          let total = 0;
          for (let run = from; run < to; run++) total += (of[run] ?? 0) * (elements[run] ?? 0);
          return total;
        };
        for (let run = from; run < to; run++) {
          expect(some[run]).toBeGreaterThanOrEqual(0);
          expect(some[run]).toBeLessThanOrEqual(counts[run] ?? 0);
        }
        // What is carried from run to run may cost one instance of a larger part than the one it came of, and one
        // instance is there in any case.
        const largest = Math.max(0, ...elements.subarray(from, to));
        expect(sum(some)).toBeLessThanOrEqual(sum(counts) * share + 2 * largest);
        if (sum(counts) > 0 && share > 0) expect(sum(some)).toBeGreaterThan(0);
        // And no less than it: but for what is left of an instance.
        expect(sum(some)).toBeGreaterThanOrEqual(sum(counts) * share - 2 * largest);
      }
    }),
    { seed: 1127, numRuns: 400 },
  );
});

test("the largest parts come first, whole; of many alike the same part of each is there", () => {
  const counts = Int32Array.of(1, 2, 100, 100, 100);
  const elements = Int32Array.of(300, 100, 10, 10, 10);
  const cellRuns = Int32Array.of(0, 5);
  // 3,500 in all: 1,400 of them, 700 for the first ones.
  expect([...someOfRuns({ counts, cellRuns }, elements, 0.4)]).toEqual([1, 2, 30, 30, 30]);
  expect(someOfRuns({ counts, cellRuns }, elements, 1)).toBe(counts);
  const one = { counts: Int32Array.of(0, 1), cellRuns: Int32Array.of(0, 2) };
  expect([...someOfRuns(one, Int32Array.of(500, 3_000_000), 0.03)]).toEqual([0, 1]);
  expect([...someOfRuns({ counts, cellRuns }, elements, 0)]).toEqual([0, 0, 0, 0, 0]);
});
