import { expect, test } from "vitest";
import { runsOf, usualDistance } from "./paint-trace.ts";

const [_, x] = [NaN, 1];

test("the usual distance is that of most samples, a gap does not change it", () => {
  expect(usualDistance([x, _, _, x, _, _, x, _, _, x, _, _, _, _, _, _, _, _, x, _, _, x], 0, 22)).toBe(3);
  expect(usualDistance([x, x, x, x, x], 0, 5)).toBe(1);
});

test("of a few samples nobody can tell what is usual", () => {
  expect(usualDistance([x, _, _, x, _, _, x], 0, 7)).toBe(0);
  expect(usualDistance([], 0, 0)).toBe(0);
});

test("only what is in view counts", () => {
  const mean = [x, x, x, x, x, _, _, x, _, _, x, _, _, x, _, _, x];
  expect(usualDistance(mean, 0, 5)).toBe(1);
  expect(usualDistance(mean, 4, 17)).toBe(3);
});

test("samples at their usual distance are one line, an outage parts it", () => {
  const mean = [x, _, _, x, _, _, x, _, _, x, _, _, _, _, _, _, _, _, _, _, x, _, _, x];
  const bridge = 3 * usualDistance(mean, 0, mean.length) - 1;
  expect(runsOf(mean, 0, mean.length, bridge).map((run) => run.length)).toEqual([4, 2]);
});
