import { expect, test } from "vitest";
import { createRandom, xoshiro128 } from "./random.ts";

test("the generator gives the numbers of its authors' C code", () => {
  // xoshiro128** 1.1 begun with 1, 2, 3, 4; the first three are easily done by hand.
  const next = xoshiro128(Uint32Array.of(1, 2, 3, 4));
  expect(Array.from({ length: 4 }, next)).toEqual([11_520, 0, 5_927_040, 70_819_200]);
});

test("streams repeat by seed, differ by seed and label, and do not disturb each other", () => {
  const draw = (seed: number, label: string): readonly number[] => {
    const stream = createRandom(seed).fork(label);
    return Array.from({ length: 5 }, () => stream.unit());
  };
  expect(draw(1, "a")).toEqual(draw(1, "a"));
  expect(draw(1, "a")).not.toEqual(draw(2, "a"));
  expect(draw(1, "a")).not.toEqual(draw(1, "b"));
  const parent = createRandom(1);
  parent.unit();
  expect(parent.fork("a").unit()).toBe(draw(1, "a")[0]);
});

test("numbers are spread as they should be", () => {
  const random = createRandom("spread");
  const values = Array.from({ length: 20_000 }, () => random.unit());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  expect(mean).toBeCloseTo(0.5, 1);
  const bell = Array.from({ length: 20_000 }, () => random.normal(10, 2));
  const centre = bell.reduce((sum, value) => sum + value, 0) / bell.length;
  const variance = bell.reduce((sum, value) => sum + (value - centre) ** 2, 0) / bell.length;
  expect(centre).toBeCloseTo(10, 1);
  expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  expect(() => random.pick([])).toThrow(RangeError);
});
