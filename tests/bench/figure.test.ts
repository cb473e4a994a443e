import { expect, test } from "vitest";
import { percentile } from "./figure.ts";

test("percentiles by the nearest rank", () => {
  // The usual example: 15, 20, 35, 40, 50.
  const values = [50, 15, 40, 20, 35];
  expect([0.05, 0.3, 0.4, 0.5, 1].map((share) => percentile(values, share))).toEqual([15, 20, 20, 35, 50]);
  const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
  expect(percentile(hundred, 0.99)).toBe(99);
  expect(percentile([], 0.5)).toBeNaN();
});
