import { expect, test } from "vitest";
import { startOfDay } from "./history-choice.tsx";

test("a day begins at midnight on the plant's clock", () => {
  expect(startOfDay("2026-03-01", "UTC")).toBe(Date.UTC(2026, 2, 1) * 1_000);
  expect(startOfDay("2026-03-01", "Asia/Seoul")).toBe(Date.UTC(2026, 1, 28, 15) * 1_000);
});

test("what is no day is none", () => {
  for (const text of ["", "2026-3-1", "yesterday", "2026-13-01", "2026-02-31", "2026-03-01T00:00"])
    expect(startOfDay(text, "UTC"), text).toBeUndefined();
});
