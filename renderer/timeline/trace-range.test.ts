import fc from "fast-check";
import { expect, test } from "vitest";
import { axisRange, widen } from "./trace-range.ts";

test("the range only ever grows", () => {
  expect(widen(undefined, [1, 2])).toEqual([1, 2]);
  expect(widen([1, 2], undefined)).toEqual([1, 2]);
  expect(widen([1, 5], [0, 2])).toEqual([0, 5]);
  expect(widen(undefined, undefined)).toBeUndefined();
});

test("round numbers outside of the values, from nought where it is near", () => {
  expect(axisRange([7.5, 70.47])).toEqual([0, 71]);
  expect(axisRange([1_234.5, 1_301])).toEqual([1_234, 1_301]);
  expect(axisRange([-0.031, 0.0478])).toEqual([-0.031, 0.048]);
  expect(axisRange([3, 3])).toEqual([3, 3]);
});

test("nothing that was seen lies outside", () => {
  const value = fc.float({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [low, high] = axisRange([Math.min(a, b), Math.max(a, b)]);
      const dust = Math.abs(a - b) * 1e-6 + 1e-9;
      expect(low).toBeLessThanOrEqual(Math.min(a, b) + dust);
      expect(high).toBeGreaterThanOrEqual(Math.max(a, b) - dust);
    }),
    { seed: 81 },
  );
});
