import { expect, test } from "vitest";
import { timeLeft } from "./time-left.ts";

test("what is left takes as much longer or shorter than expected as what is done did", () => {
  let now = 5_000_000;
  const left = timeLeft(
    [
      ["a", 2_000_000],
      ["b", 8_000_000],
    ],
    () => now,
  );
  // Nothing is known before there has been some work.
  expect(left.after("a", 0)).toBeUndefined();
  now += 2_000_000;
  expect(left.after("a", 0.5)).toBe(18);
  now += 2_000_000;
  expect(left.after("b", 0)).toBe(16);
  expect(left.after("b", 1)).toBe(0);
  expect(left.after("something else", 0.5)).toBeUndefined();
});
