import { expect, test } from "vitest";
import { createEasedNumber } from "./eased-number.ts";

test("it arrives exactly, and says when it changed", () => {
  const number = createEasedNumber(0);
  expect(number.step(0)).toBe(false);
  number.moveTo(1, true);
  expect(number.goal()).toBe(1);
  expect(number.step(1_000)).toBe(true);
  expect(number.value()).toBeGreaterThan(0);
  expect(number.value()).toBeLessThan(1);
  expect(number.step(2_000)).toBe(true);
  expect([number.value(), number.moving(), number.step(2_016)]).toEqual([1, false, false]);
});

test("without easing it is there with the next step, which says so once", () => {
  const number = createEasedNumber(0.2);
  number.moveTo(0.7, false);
  expect([number.value(), number.step(0), number.step(16)]).toEqual([0.7, true, false]);
});

test("a new goal on the way starts from where it is", () => {
  const number = createEasedNumber(0);
  number.moveTo(1, true);
  number.step(0);
  const there = number.value();
  number.moveTo(0, true);
  number.step(100);
  expect(number.value()).toBeLessThan(there);
});
