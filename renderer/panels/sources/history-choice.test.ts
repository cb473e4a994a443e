import { expect, test } from "vitest";
import { endOfDay, startOfDay } from "./history-choice.tsx";

test("a day begins at midnight on the plant's clock", () => {
  expect(startOfDay("2026-03-01", "UTC")).toBe(Date.UTC(2026, 2, 1) * 1_000);
  expect(startOfDay("2026-03-01", "Asia/Seoul")).toBe(Date.UTC(2026, 1, 28, 15) * 1_000);
});

test("it ends where the next one begins, also where the clocks change", () => {
  expect(endOfDay("2026-03-01", "UTC")).toBe(Date.UTC(2026, 2, 2) * 1_000);
  const day = (text: string): number =>
    (endOfDay(text, "Europe/Berlin") ?? 0) - (startOfDay(text, "Europe/Berlin") ?? 0);
  expect([day("2026-03-29"), day("2026-10-25"), day("2026-12-31")]).toEqual(
    [23, 25, 24].map((hours) => hours * 3_600_000_000),
  );
  expect(endOfDay("2026-02-31", "UTC")).toBeUndefined();
});

test("what is no day is none", () => {
  for (const text of ["", "2026-3-1", "yesterday", "2026-13-01", "2026-02-31", "2026-03-01T00:00"])
    expect(startOfDay(text, "UTC"), text).toBeUndefined();
});
