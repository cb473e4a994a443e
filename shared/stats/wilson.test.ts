import { expect, test } from "vitest";
import { wilsonInterval, Z_95 } from "./wilson.ts";

// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998),
// table I, method 3: the four worked examples.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("%i of %i", (failed, events, low, high) => {
  const interval = wilsonInterval(failed, events);
  expect(interval[0]).toBeCloseTo(low, 4);
  expect(interval[1]).toBeCloseTo(high, 4);
});

test("its ends are where the score test just does not reject", () => {
  for (const [failed, events] of [
    [3, 40],
    [1, 1],
    [999, 1_000],
  ] as const) {
    for (const end of wilsonInterval(failed, events)) {
      if (end === 0 || end === 1) continue;
      const score = Math.abs(failed / events - end) / Math.sqrt((end * (1 - end)) / events);
      expect(score).toBeCloseTo(Z_95, 9);
    }
  }
});

test("nothing is known of no events", () => {
  expect(wilsonInterval(0, 0)).toEqual([0, 1]);
});
