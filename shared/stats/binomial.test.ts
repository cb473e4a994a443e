import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialAtLeast } from "./binomial.ts";

/** By the definition, in whole numbers: the share is `part` of `whole`. */
function exactAtLeast(count: number, trials: number, part: number, whole: number): number {
  let [sum, all] = [0n, 0n];
  let ways = 1n;
  for (let k = 0; k <= trials; k += 1) {
    const term = ways * BigInt(part) ** BigInt(k) * BigInt(whole - part) ** BigInt(trials - k);
    all += term;
    if (k >= count) sum += term;
    ways = (ways * BigInt(trials - k)) / BigInt(k + 1);
  }
  // Twenty-five digits of the quotient are more than a number holds.
  return Number((sum * 10n ** 40n) / all) / 1e40;
}

test("the tail is the sum of the definition, also where it is small", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.nat({ max: 61 }),
      fc.nat({ max: 20 }),
      (trials, count, part) => {
        const exact = exactAtLeast(count, trials, part, 20);
        expect(Math.abs(binomialAtLeast(count, trials, part / 20) - exact)).toBeLessThanOrEqual(
          1e-9 * exact + 1e-38,
        );
      },
    ),
    { seed: 21, numRuns: 500 },
  );
});

test("published examples", () => {
  // Siegel, Castellan, "Nonparametric Statistics", 2nd ed., table D: 16 trials of a half, three or fewer: 0.011.
  expect(binomialAtLeast(13, 16, 0.5)).toBeCloseTo(0.010635, 6);
  expect(binomialAtLeast(8, 8, 0.5)).toBeCloseTo(1 / 256, 12);
});

test("many trials", () => {
  // Half a million of a million: half, and half of what stands in the middle (1 / sqrt(pi n / 2)).
  const middle = 1 / Math.sqrt((Math.PI * 1e6) / 2);
  expect(binomialAtLeast(500_000, 1_000_000, 0.5)).toBeCloseTo(0.5 + middle / 2, 8);
});
