import { expect, test } from "vitest";
import { CLOCK_OFF, clockAt, isClockOff, statedSpan } from "./clock.ts";

const HOUR = 3_600_000_000;
const right = { from: 10 * HOUR, to: 20 * HOUR, skew: 0 };
const ahead = { from: 20 * HOUR, to: 30 * HOUR, skew: 24 * HOUR };
const behind = { from: 30 * HOUR, to: undefined, skew: -5 * HOUR };
const clocks = [right, ahead, behind];

test("a clock is off only where it surely is", () => {
  expect(isClockOff({ skew: 200_000, uncertainty: 1_000 })).toBe(false);
  expect(isClockOff({ skew: CLOCK_OFF, uncertainty: 0 })).toBe(false);
  expect(isClockOff({ skew: CLOCK_OFF + 2, uncertainty: 1 })).toBe(true);
  expect(isClockOff({ skew: -24 * HOUR, uncertainty: 1_000_000 })).toBe(true);
  expect(isClockOff({ skew: 9_000_000, uncertainty: 8_000_000 })).toBe(false);
});

test("the times that were stated by a clock are its own", () => {
  expect(statedSpan(ahead)).toEqual({ from: 44 * HOUR, to: 54 * HOUR });
  expect(statedSpan(behind)).toEqual({ from: 25 * HOUR, to: Infinity });
});

test("a time is judged by the clock that stated it", () => {
  expect(clockAt(clocks, 15 * HOUR, 16 * HOUR)).toBe(right);
  expect(clockAt(clocks, 45 * HOUR, 22 * HOUR)).toBe(ahead);
  expect(clockAt(clocks, 26 * HOUR, 31 * HOUR)).toBe(behind);
  expect(clockAt(clocks, 5 * HOUR, 40 * HOUR), "before anybody looked").toBeUndefined();
  expect(clockAt(clocks, 22 * HOUR, 40 * HOUR), "a time that the clock leapt over").toBeUndefined();
});

test("of a time that was stated twice the later one is meant, unless the record was here before", () => {
  expect(clockAt(clocks, 46 * HOUR, 60 * HOUR)).toBe(behind);
  expect(clockAt(clocks, 46 * HOUR, 23 * HOUR)).toBe(ahead);
});
