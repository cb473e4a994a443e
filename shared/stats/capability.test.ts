import fc from "fast-check";
import { expect, test } from "vitest";
import { capabilityIndex, capabilityInterval, capabilityOf, shortTermSigma } from "./capability.ts";
import { spreadOf } from "./spread.ts";
import { toleranceShare } from "./tolerance-share.ts";

const SEED = 20261125;

test("NIST/SEMATECH e-Handbook 6.1.6: mean 16, s 2, limits 8 and 20 give 0.6667", () => {
  expect(capabilityIndex(16, 2, { lower: 8, upper: 20 })).toBeCloseTo(0.6667, 4);
});

test("NIST/SEMATECH e-Handbook 6.3.2.2: flow rates of ten batches, mean moving range 1.8778", () => {
  const spread = spreadOf([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]);
  if (spread === undefined) throw new Error("no values");
  expect(spread.mean).toBeCloseTo(50.81, 10);
  expect(spread.movingRange).toBeCloseTo(1.8778, 4);
  // Their upper control limit is mean + 3 σ = 55.8041 with d2 = 1.128.
  expect(spread.mean + 3 * (shortTermSigma(spread) ?? NaN)).toBeCloseTo(55.8041, 1);
});

test("Montgomery, viscosity of fifteen batches of primer paint: mean 33.52, mean moving range 0.48", () => {
  const batches = [
    33.75, 33.05, 34.0, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.2, 33.62, 33.0, 33.54, 33.12, 33.84,
  ];
  const spread = spreadOf(batches);
  expect(spread?.mean).toBeCloseTo(33.52, 2);
  expect(spread?.movingRange).toBeCloseTo(0.48, 2);
});

test("Montgomery's case of 20 values and a Cpk of 1.33: the interval as the formula is printed", () => {
  // 1.33 · (1 ± 1.96 · √(1/(9·20·1.33²) + 1/(2·19)))
  const relative = 1.96 * Math.sqrt(1 / (9 * 20 * 1.33 ** 2) + 1 / (2 * 19));
  const interval = capabilityInterval(1.33, 20);
  expect(interval?.low).toBeCloseTo(1.33 * (1 - relative), 3);
  expect(interval?.high).toBeCloseTo(1.33 * (1 + relative), 3);
});

test("a zone is judged on its one side, a process without spread or limits not at all", () => {
  const spread = spreadOf([0.1, 0.12, 0.08, 0.1]);
  if (spread === undefined) throw new Error("no values");
  const { ppk } = capabilityOf(spread, { lower: 0, upper: 0.5 });
  expect(ppk).toBeCloseTo((0.5 - 0.1) / (3 * (spread.deviation ?? NaN)), 10);
  expect(capabilityOf(spread, {})).toEqual({ cpk: undefined, ppk: undefined });
  const still = spreadOf([4, 4, 4]);
  expect(still === undefined ? undefined : capabilityOf(still, { lower: 3, upper: 5 })).toEqual({
    cpk: undefined,
    ppk: undefined,
  });
  expect(spreadOf([])).toBeUndefined();
  expect(spreadOf([4])).toMatchObject({ count: 1, deviation: undefined, movingRange: undefined });
});

test("mean and deviation are those of the textbook formula in two passes", () => {
  const values = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(values, (numbers) => {
      const spread = spreadOf(numbers);
      const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
      const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (numbers.length - 1);
      expect(spread?.mean).toBeCloseTo(mean, 6);
      expect(spread?.deviation).toBeCloseTo(Math.sqrt(variance), 6);
      expect(spread?.minimum).toBe(Math.min(...numbers));
      expect(spread?.maximum).toBe(Math.max(...numbers));
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test("the share of the tolerance: each side by its own width, a zone from 0, nothing without a limit", () => {
  const bore = { nominal: 4, lower: 3.9, upper: 4.2 };
  expect([3.9, 3.95, 4, 4.1, 4.2, 4.4].map((value) => toleranceShare(value, bore))).toEqual(
    [-1, -0.5, 0, 0.5, 1, 2].map((share) => expect.closeTo(share, 9) as number),
  );
  expect(toleranceShare(0.25, { lower: 0, upper: 0.5 })).toBeCloseTo(0.5, 9);
  expect(toleranceShare(9, { lower: 8, upper: 12 })).toBeCloseTo(-0.5, 9);
  const fit = { nominal: 62, lower: 62, upper: 62.03 };
  expect([62, 62.015, 62.03].map((value) => toleranceShare(value, fit))).toEqual(
    [-1, 0, 1].map((share) => expect.closeTo(share, 6) as number),
  );
  expect(toleranceShare(61.985, fit)).toBeCloseTo(-2, 6);
  expect(toleranceShare(30.0065, { nominal: 30, lower: 30.002, upper: 30.011 })).toBeCloseTo(0, 6);
  expect(toleranceShare(4.1, { nominal: 4, upper: 4.2 })).toBeCloseTo(0.5, 9);
  expect(toleranceShare(3.9, { nominal: 4, upper: 4.2 })).toBeCloseTo(-0.5, 9);
  expect(toleranceShare(4, { nominal: 4 })).toBeUndefined();
});
