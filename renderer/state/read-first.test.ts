import { expect, test } from "vitest";
import { isFirstRead } from "./read-first.ts";

const coverage = {
  records: 1,
  complete: false,
  since: undefined,
  until: undefined,
  removedUntil: undefined,
  rereading: false,
  parked: 0,
};

test("a plant is read for the first time while one of its feeds is taking what it never was level with", () => {
  expect(isFirstRead([])).toBe(false);
  expect(isFirstRead([{ state: "syncing", coverage }])).toBe(true);
  expect(isFirstRead([{ state: "offline", coverage }])).toBe(false);
  const level = { state: "syncing", coverage: { ...coverage, complete: true } } as const;
  expect(isFirstRead([level])).toBe(false);
  expect(isFirstRead([level, { state: "syncing", coverage }])).toBe(true);
});
