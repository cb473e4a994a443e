import { expect, test } from "vitest";
import type { FeedState, Reading } from "../store/writer/feeds/feed-contract.ts";
import { createProgressMeter, rowsLeft } from "./progress.ts";

const reading = (change: Partial<Reading>): Reading => ({
  epoch: "e",
  since: undefined,
  cursor: undefined,
  position: 0,
  head: 0,
  records: 0,
  left: 0,
  checksum: "",
  complete: false,
  segments: [],
  snapshot: { rows: 0, bytes: 0, taken: 0 },
  parked: 0,
  ...change,
});
const state = (shown: Reading | undefined, beside?: Reading): FeedState => ({
  feedId: 1,
  sourceId: "s",
  asOf: undefined,
  reread: false,
  removedUntil: undefined,
  reconciledAt: undefined,
  shown,
  beside,
});
const segment = { path: "", encoding: "gzip", rows: 1, bytes: 1, sha256: "", ordinal: 0, taken: 0 } as const;

test("what is left and how long it takes, from the rate so far", () => {
  let now = 0;
  const meter = createProgressMeter(() => now);
  const half = state(reading({ segments: [segment], snapshot: { rows: 1_000, bytes: 9, taken: 400 } }));
  meter.begin();
  meter.rows(100);
  meter.bytes(50);
  expect(meter.read(rowsLeft(half))).toEqual({ rows: 100, bytes: 50, left: 600, secondsLeft: undefined });
  now = 2_000_000;
  expect(meter.read(rowsLeft(half)).secondsLeft).toBe(12);
  meter.begin();
  expect(meter.read(rowsLeft(half))).toMatchObject({ rows: 0, bytes: 0 });
});

test("behind the snapshot positions count; level, nothing is left; what is read beside counts first", () => {
  expect(rowsLeft(state(reading({ position: 5, head: 25 })))).toBe(20);
  expect(rowsLeft(state(reading({ position: 25, head: 25 })))).toBe(0);
  expect(rowsLeft(state(reading({ position: 25, head: 25 }), reading({ head: 7 })))).toBe(7);
  expect(rowsLeft(undefined)).toBe(0);
  expect(createProgressMeter(() => 0).read(0)).toMatchObject({ left: 0, secondsLeft: 0 });
});
