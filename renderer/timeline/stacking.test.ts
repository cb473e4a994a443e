import fc from "fast-check";
import { expect, test } from "vitest";
import { stack } from "./stacking.ts";

const spans = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 80 })), { maxLength: 40 })
  .map((drawn) =>
    drawn.map(([left, length]) => [left, left + length] as const).toSorted((a, b) => a[0] - b[0]),
  );

const split = (pairs: readonly (readonly [number, number])[]): [number[], number[]] => [
  pairs.map(([left]) => left),
  pairs.map(([, right]) => right),
];

/** The most spans that cover one place: no fewer rows can do. */
const depth = (pairs: readonly (readonly [number, number])[]): number =>
  Math.max(
    1,
    ...pairs.map(([place]) => pairs.filter(([left, right]) => left <= place && place < right).length),
  );

test("with rows enough nothing overlaps, and no row is wasted", () => {
  fc.assert(
    fc.property(spans, (pairs) => {
      const { rows, rowCount, overlapping } = stack(...split(pairs), 255);
      expect(overlapping).toBe(0);
      expect(rowCount).toBe(depth(pairs));
      for (const [a, [leftA, rightA]] of pairs.entries()) {
        for (const [b, [leftB, rightB]] of pairs.entries()) {
          if (a < b && rows[a] === rows[b]) expect(rightA <= leftB || rightB <= leftA).toBe(true);
        }
      }
    }),
    { seed: 31, numRuns: 300 },
  );
});

test("with too few rows every overlapping item is counted", () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 1, max: 3 }), (pairs, maximum) => {
      const { rows, rowCount, overlapping } = stack(...split(pairs), maximum);
      expect(rowCount).toBeLessThanOrEqual(maximum);
      let counted = 0;
      pairs.forEach(([left], index) => {
        const covered = pairs.some(
          ([, right], before) => before < index && rows[before] === rows[index] && right > left,
        );
        if (covered) counted += 1;
      });
      expect(overlapping).toBe(counted);
    }),
    { seed: 32, numRuns: 300 },
  );
});
