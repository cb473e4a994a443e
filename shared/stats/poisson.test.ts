import fc from "fast-check";
import { expect, test } from "vitest";
import { poissonAtLeast, poissonAtMost } from "./poisson.ts";

/** By the definition, from nothing on; good where terms are no smaller than rounding. */
function atMostByTerms(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = 0;
  for (let at = 0; at <= count; at += 1) {
    sum += term;
    term *= mean / (at + 1);
  }
  return sum;
}

test("tails are those of the tables", () => {
  // Poisson tables (Pearson and Hartley, Biometrika Tables for Statisticians, table 7).
  expect(poissonAtMost(2, 3)).toBeCloseTo(0.42319, 5);
  expect(poissonAtMost(10, 10)).toBeCloseTo(0.58304, 5);
  expect(poissonAtLeast(4, 0.3)).toBeCloseTo(0.000266, 6);
  expect(poissonAtMost(0, 12)).toBeCloseTo(6.144e-6, 9);
});

test("they are the sums of the definition, and fill each other up to one", () => {
  fc.assert(
    fc.property(fc.nat({ max: 300 }), fc.double({ min: 0.001, max: 200, noNaN: true }), (count, mean) => {
      expect(poissonAtMost(count, mean)).toBeCloseTo(atMostByTerms(count, mean), 9);
      expect(poissonAtMost(count, mean) + poissonAtLeast(count + 1, mean)).toBeCloseTo(1, 12);
    }),
    { seed: 62, numRuns: 500 },
  );
});

test("small tails keep their digits, large means don't underflow", () => {
  // 40 where 10 are usual: exp(-10) 10^40 / 40! (1 + 10/41 + 10^2/(41·42) + …)
  let sum = 1;
  let term = 1;
  for (let next = 41; next < 80; next += 1) sum += term *= 10 / next;
  const factorial = Array.from({ length: 40 }, (_, at) => BigInt(at + 1)).reduce(
    (product, n) => product * n,
    1n,
  );
  const expected = (Math.exp(-10) * 1e40 * sum) / Number(factorial);
  expect(poissonAtLeast(40, 10) / expected).toBeCloseTo(1, 9);
  // Five standard deviations off a mean of 10,000: near the normal distribution's 2.9e-7.
  expect(poissonAtLeast(10_500, 10_000)).toBeGreaterThan(2e-7);
  expect(poissonAtLeast(10_500, 10_000)).toBeLessThan(6e-7);
});

test("nothing expected", () => {
  expect([poissonAtLeast(1, 0), poissonAtLeast(0, 0), poissonAtMost(0, 0), poissonAtMost(-1, 3)]).toEqual([
    0, 1, 1, 0,
  ]);
});
