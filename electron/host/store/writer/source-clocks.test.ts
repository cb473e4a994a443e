import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Connection } from "../open.ts";
import { openCache } from "../stores.ts";
import { createSourceClocks, type SourceClocks } from "./source-clocks.ts";

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

let folder: string;
let cache: Connection;
let clocks: SourceClocks;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-clocks-"));
  cache = openCache(folder, () => 1);
  for (const id of ["mes", "plm"])
    cache
      .prepare("INSERT INTO source (id, name, format, mode, as_of_us) VALUES (?, ?, 'plant', 'live', 0)")
      .run(id, id);
  clocks = createSourceClocks(cache);
});
afterEach(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

const note = (at: number, skew: number, uncertainty = 5_000, source = 1): boolean =>
  clocks.note(source, { at, skew, uncertainty }, "plant");
const rows = (source = 1): unknown[] =>
  cache
    .prepare(
      "SELECT since_us, skew_us, uncertainty_us FROM source_clock WHERE source_id = ? ORDER BY since_us",
    )
    .raw()
    .all(source);

test("the first look is kept, right or wrong; the same again is not", () => {
  expect(note(10, 120)).toBe(true);
  for (const at of [20, 30, 40]) expect(note(at, 90_000 - at)).toBe(false);
  expect(rows()).toEqual([[10, 120, 5_000]]);
});

test("a change by more than a look can miss is a further row, to either side", () => {
  note(10, 0);
  expect(note(20, DAY)).toBe(true);
  expect(note(30, DAY + 900_000)).toBe(false);
  expect(note(40, -DAY)).toBe(true);
  expect(rows()).toEqual([
    [10, 0, 5_000],
    [20, DAY, 5_000],
    [40, -DAY, 5_000],
  ]);
});

test("a slow network changes nothing by itself, and what drifts adds up", () => {
  note(10, 0);
  expect(note(20, 8 * SECOND, 9 * SECOND)).toBe(false);
  expect(note(30, 700_000)).toBe(false);
  expect(note(40, 1_400_000)).toBe(true);
  expect(rows()).toHaveLength(2);
});

test("a far surer look takes the place of one that could say little", () => {
  note(10, 9 * SECOND, 10 * SECOND);
  expect(note(20, 5 * SECOND, 9 * SECOND)).toBe(false);
  expect(note(30, 5 * SECOND, 2_000)).toBe(true);
  expect(rows()).toEqual([[10, 5 * SECOND, 2_000]]);
});

test("when our own clock is set back, what it said of later goes", () => {
  note(DAY, 0);
  note(2 * DAY, DAY);
  expect(note(DAY + 5, 0)).toBe(true);
  expect(rows()).toEqual([[DAY, 0, 5_000]]);
});

test("the newest two hundred of each source are kept", () => {
  for (let at = 0; at < 260; at += 1) note(at, (at % 2) * DAY);
  note(500, DAY, 5_000, 2);
  expect(rows()).toHaveLength(200);
  expect(rows()[0]).toEqual([60, 0, 5_000]);
  expect(rows(2)).toHaveLength(1);
});
