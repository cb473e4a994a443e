import { expect, test } from "vitest";
import { heightOf, ROW, rowAt, scrollAt } from "./row-window.ts";

const VIEW = 480;

test("a table that a browser can draw scrolls pixel by pixel", () => {
  expect(heightOf(1_000)).toBe(1_000 * ROW);
  expect(rowAt(36, 1_000, VIEW)).toBe(1.5);
  expect(scrollAt(1.5, 1_000, VIEW)).toBe(36);
});

test("ten million rows fit a scroll bar whose ends are the first and the last row", () => {
  const rows = 10_000_000;
  const end = heightOf(rows) - VIEW;
  expect(heightOf(rows)).toBeLessThan(16_000_000);
  expect(rowAt(0, rows, VIEW)).toBe(0);
  expect(rowAt(end, rows, VIEW)).toBe(rows - VIEW / ROW);
  for (const row of [0, 1, 1_234_567, rows - VIEW / ROW])
    expect(rowAt(scrollAt(row, rows, VIEW), rows, VIEW)).toBeCloseTo(row, 6);
});
