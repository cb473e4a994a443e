import fc from "fast-check";
import { expect, test } from "vitest";
import {
  axisContext,
  chooseStep,
  stepLength,
  TICK_STEPS,
  ticksOf,
  weekends,
  type TickStep,
} from "./ticks.ts";
import { timeZone } from "./time-zone.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"];
const utc = timeZone("UTC");
const micro = (ms: number): number => ms * 1_000;

test("clock ticks are exactly the round wall-clock minutes, also over changes of summer time", () => {
  const sizes = [15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];
  // Days around the changes of 2026, where mistakes would live.
  const days = [Date.UTC(2026, 2, 28), Date.UTC(2026, 9, 24), Date.UTC(2026, 2, 7), Date.UTC(2026, 3, 4)];
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.constantFrom(...sizes),
      fc.constantFrom(...days),
      fc.integer({ min: 0, max: 40 * 60 }),
      fc.integer({ min: 30, max: 50 * 60 }),
      (name, size, day, offset, length) => {
        const zone = timeZone(name);
        const from = day + offset * MINUTE;
        const to = from + length * MINUTE;
        const expected: number[] = [];
        for (let instant = from; instant <= to; instant += MINUTE) {
          const civil = instant + zone.offsetAt(instant);
          if (civil % size === 0) expected.push(micro(instant));
        }
        const step: TickStep = { unit: "clock", size };
        expect(ticksOf({ from: micro(from), to: micro(to) }, step, zone).map(({ time }) => time)).toEqual(
          expected,
        );
      },
    ),
    { seed: 11, numRuns: 300 },
  );
});

test("day, month and year ticks are the starts of local days, each once", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES, "America/Sao_Paulo"),
      fc.constantFrom<TickStep>(
        { unit: "day", size: 1 },
        { unit: "day", size: 7 },
        { unit: "month", size: 1 },
        { unit: "month", size: 12 },
      ),
      fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2030, 0, 1) }),
      fc.integer({ min: 1, max: 500 }),
      (name, step, from, days) => {
        const zone = timeZone(name);
        const window = { from: micro(from), to: micro(from + days * DAY) };
        const ticks = ticksOf(window, step, zone);
        const dates = ticks.map(({ time }) => new Date(time / 1_000 + zone.offsetAt(time / 1_000)));
        for (const [index, date] of dates.entries()) {
          const before = (ticks[index]?.time ?? 0) / 1_000 - 1;
          // One ms earlier it was another day: a start, also where midnight is skipped.
          expect(new Date(before + zone.offsetAt(before)).getUTCDate()).not.toBe(date.getUTCDate());
          if (step.unit === "day" && step.size === 7) expect(date.getUTCDay()).toBe(1);
          if (step.unit === "month") expect(date.getUTCDate()).toBe(1);
          if (step.unit === "month" && step.size === 12) expect(date.getUTCMonth()).toBe(0);
        }
        if (step.unit === "day" && step.size === 1) {
          expect(Math.abs(ticks.length - days)).toBeLessThanOrEqual(1);
        }
        expect(new Set(ticks.map(({ time }) => time)).size).toBe(ticks.length);
      },
    ),
    { seed: 12, numRuns: 300 },
  );
});

test("from years to milliseconds there are ticks, and never closer than their labels", () => {
  const width = 1_200;
  for (let span = 6; span < 60 * 365 * DAY; span *= 1.7) {
    const window = {
      from: micro(Date.UTC(1990, 4, 5, 6, 7, 8)),
      to: micro(Date.UTC(1990, 4, 5, 6, 7, 8) + span),
    };
    const step = chooseStep(window, width);
    const ticks = ticksOf(window, step, timeZone("Europe/Berlin"));
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThan(30);
    for (let index = 1; index < ticks.length; index += 1) {
      const gap = (((ticks[index]?.time ?? 0) - (ticks[index - 1]?.time ?? 0)) / micro(span)) * width;
      expect(gap).toBeGreaterThan(55);
    }
  }
});

test("steps grow", () => {
  const lengths = TICK_STEPS.map(stepLength);
  expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
});

test("labels say what is new: the day at midnight, the year in January", () => {
  const night = { from: micro(Date.UTC(2026, 3, 1, 20)), to: micro(Date.UTC(2026, 3, 2, 3)) };
  const hours = ticksOf(night, { unit: "clock", size: 3 * HOUR }, utc);
  expect(hours.map(({ label, major }) => `${label}${major ? "!" : ""}`)).toEqual([
    "21:00",
    "2 Apr!",
    "03:00",
  ]);
  const winter = { from: micro(Date.UTC(2025, 10, 15)), to: micro(Date.UTC(2026, 1, 15)) };
  const months = ticksOf(winter, { unit: "month", size: 1 }, utc);
  expect(months.map(({ label }) => label)).toEqual(["Dec", "2026", "Feb"]);
  expect(axisContext(night.from, { unit: "clock", size: HOUR }, utc)).toBe("Wed, 1 Apr 2026");
});

test("weekends last from Saturday to Monday of the zone, an hour less where the clocks change", () => {
  const berlin = timeZone("Europe/Berlin");
  const march = { from: micro(Date.UTC(2026, 2, 23)), to: micro(Date.UTC(2026, 2, 31)) };
  expect(weekends(march, berlin)).toEqual([
    { from: micro(Date.UTC(2026, 2, 27, 23)), to: micro(Date.UTC(2026, 2, 29, 22)) },
  ]);
});
