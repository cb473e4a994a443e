import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decimalsOf,
  formatBytes,
  formatCount,
  formatFixed,
  formatLimits,
  formatShare,
  formatUom,
  formatValue,
} from "./format-number.ts";

/** A number as a table writes it, read back. */
const read = (text: string): number => Number(text.replace("−", "-"));
/** Evenly spread: fast-check's own doubles are mostly next to nothing. */
const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000);
const measured = fc.oneof(
  real(-1e4, 1e4).map((value) => value / 7),
  fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1e3),
  fc.constantFrom(0, -0, 1e-7, -1e-7, 100, -0.5, 88.953),
);

describe("a measured value", () => {
  test.each([
    [88.953, "88.953"],
    [100, "100"],
    [0, "0"],
    [-0, "0"],
    [-1e-9, "0"],
    [-0.5, "−0.5"],
    [1e-6, "0.000001"],
    [1200, "1200"],
    [1.5e30, "1.5e+30"],
    [-1e21, "−1e+21"],
    [NaN, "–"],
    [Infinity, "–"],
  ])("%d is written %s", (value, text) => expect(formatValue(value)).toBe(text));

  test("keeps its value to half of the last decimal, without zeros at the end and without an ASCII minus", () => {
    fc.assert(
      fc.property(measured, fc.integer({ min: 0, max: 9 }), (value, digits) => {
        const text = formatValue(value, digits);
        expect(Math.abs(read(text) - value)).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-6 * 10 ** -digits);
        expect(text).toMatch(/^−?\d+(\.\d*[1-9])?$/);
        expect(text).not.toBe("−0");
      }),
      { seed: 141, numRuns: 500 },
    );
  });
});

describe("a column of values", () => {
  test.each([
    [3, 0],
    [3.25, 2],
    [-0.1, 1],
    [1 / 3, 6],
    [NaN, 0],
    [Infinity, 0],
  ])("%d carries %i decimals", (value, decimals) => expect(decimalsOf(value)).toBe(decimals));

  test("written with the decimals that a value carries, nothing is lost", () => {
    fc.assert(
      fc.property(measured, (value) => {
        const text = formatFixed(value, decimalsOf(value));
        expect(text).toBe(formatValue(value));
        const wide = formatFixed(value, decimalsOf(value) + 2);
        expect(wide.split(".")[1]).toHaveLength(decimalsOf(value) + 2);
        expect(wide).not.toMatch(/^−0\.?0*$/);
      }),
      { seed: 142, numRuns: 500 },
    );
  });
});

test("limits on both sides, on one, on none", () => {
  expect(formatLimits(89, 91)).toBe("89 – 91");
  expect(formatLimits(undefined, 0.05)).toBe("≤ 0.05");
  expect(formatLimits(3, undefined)).toBe("≥ 3");
  expect(formatLimits(-0.1, 0)).toBe("−0.1 – 0");
  expect(formatLimits(undefined, undefined)).toBeUndefined();
});

test("counts have their thousands apart", () => {
  expect([0, 999, 48_212, 1_234_567].map(formatCount)).toEqual(["0", "999", "48,212", "1,234,567"]);
});

test.each([
  [0, "0 %"],
  [0.012, "1.2 %"],
  [0.05, "5 %"],
  [0.115, "11.5 %"],
  [1 / 3, "33.3 %"],
  [0.999, "99.9 %"],
  [1, "100 %"],
])("the share %d is %s", (share, text) => expect(formatShare(share)).toBe(text));

describe("bytes", () => {
  test.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1 KB"],
    [1_240, "1.2 KB"],
    [123_456, "123 KB"],
    [999_400, "999 KB"],
    [999_600, "1 MB"],
    [1_250_000, "1.3 MB"],
    [999_999_999, "1 GB"],
    [4 * 1024 ** 3, "4.3 GB"],
    [5e15, "5000 TB"],
  ])("%i are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  test("up to a terabyte there are never more than three digits before the point, and the size is right to 5 %", () => {
    const steps: Readonly<Record<string, number>> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999e9 }), (bytes) => {
        const [amount = "", unit = ""] = formatBytes(bytes).split(" ");
        expect(Number(amount)).toBeLessThan(1_000);
        expect(Math.abs(Number(amount) * (steps[unit] ?? NaN) - bytes)).toBeLessThanOrEqual(bytes * 0.05);
      }),
      { seed: 143, numRuns: 500 },
    );
  });
});

test("units of measure as engineers write them, unknown ones as the source does", () => {
  expect(["deg", "Degree", "um", "inch", "mm", "REVOLUTION/MINUTE"].map(formatUom)).toEqual([
    "°",
    "°",
    "µm",
    "in",
    "mm",
    "REVOLUTION/MINUTE",
  ]);
  expect(formatUom(undefined)).toBe("");
  // A name that every object has is a unit like any other.
  expect(["constructor", "__proto__"].map(formatUom)).toEqual(["constructor", "__proto__"]);
});
