import { expect, test } from "vitest";
import { createPace } from "./pace.ts";

/** Rows after so many steps, each of which takes so long per row. */
function after(steps: number, perRow: number): number {
  const pace = createPace();
  for (let step = 0; step < steps; step += 1) pace.took(pace.rows() * perRow);
  return pace.rows();
}

test("steps come to take about 20 ms, whatever a row costs", () => {
  for (const perRow of [15, 40, 200, 900]) expect(after(20, perRow) * perRow).toBeCloseTo(20_000, -3);
});

test("rows that cost nothing, or seconds, are taken by some at least and not by all", () => {
  expect(after(50, 0)).toBe(2_000);
  expect(after(50, 1_000_000)).toBe(10);
});

test("one slow step halves the next at most", () => {
  const pace = createPace();
  const before = pace.rows();
  pace.took(60_000_000);
  expect(pace.rows()).toBe(before / 2);
});
