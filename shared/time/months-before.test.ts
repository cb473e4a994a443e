import { expect, test } from "vitest";
import { monthsBefore } from "./months-before.ts";

const us = (text: string): number => Date.parse(text) * 1_000;

test.each([
  ["2026-11-26T11:23:36Z", 3, "2026-08-26T00:00:00Z"],
  ["2026-03-31T23:59:59Z", 1, "2026-02-28T00:00:00Z"],
  ["2024-03-31T00:00:00Z", 1, "2024-02-29T00:00:00Z"],
  ["2026-01-15T12:00:00Z", 1, "2025-12-15T00:00:00Z"],
  ["2026-01-15T12:00:00Z", 25, "2023-12-15T00:00:00Z"],
])("%s less %i months", (now, months, then) => {
  expect(monthsBefore(us(now), months)).toBe(us(then));
});
