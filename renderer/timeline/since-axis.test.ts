import { expect, test } from "vitest";
import { sinceText, sinceTicks } from "./since-axis.ts";

const MINUTE = 60_000_000;

test("signed, with units, and zero as zero", () => {
  const times = [0, 5 * MINUTE, -60 * MINUTE, 90 * MINUTE, -1_500_000, 45_500_000, 0.4];
  expect(times.map(sinceText)).toEqual(["0", "+5 min", "−1 h", "+1 h 30 min", "−1 s 500 ms", "+46 s", "0"]);
});

test("ticks are round, hold zero, and leave each other room", () => {
  const window = { from: -61 * MINUTE, to: 100 * MINUTE };
  const ticks = sinceTicks(window, 800);
  expect(ticks.map(({ label }) => label)).toEqual(["−1 h", "−30 min", "0", "+30 min", "+1 h", "+1 h 30 min"]);
  for (const span of [1_000, 1e6, 1e9, 1e12, 1e15, 1e17])
    for (const width of [200, 1_000, 3_000]) {
      const made = sinceTicks({ from: -span / 3, to: span }, width);
      expect(made.length).toBeLessThanOrEqual(width / 85 + 1);
      if (span >= 1e6) expect(made.map(({ time }) => time)).toContain(0);
    }
});

test("neighbours never read the same, however far from zero", () => {
  const far = 125 * MINUTE + 3_000_000;
  const labels = sinceTicks({ from: far, to: far + 4_000_000 }, 800).map(({ label }) => label);
  expect(labels.slice(0, 2)).toEqual(["+2 h 5 min 3 s", "+2 h 5 min 3 s 500 ms"]);
  expect(new Set(labels).size).toBe(labels.length);
});
