import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Connection } from "../open.ts";
import { openCache } from "../stores.ts";
import { createSourceClockQueries } from "./source-clocks.ts";

const SECOND = 1_000_000;
const HOUR = 3_600 * SECOND;

let folder: string;
let cache: Connection;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-clocks-"));
  cache = openCache(folder, () => 1);
  for (const [id, name] of [
    ["plant:p/mes", "MES"],
    ["opcua:e", "Cell 1"],
  ])
    cache
      .prepare("INSERT INTO source (id, name, format, mode, as_of_us) VALUES (?, ?, 'plant', 'live', 0)")
      .run(id, name);
  const add = cache.prepare("INSERT INTO source_clock VALUES (?, ?, ?, 1000, ?)");
  // The MES was right, an hour ahead, and right again; the server was always a little off.
  for (const [at, skew] of [
    [100, 200_000],
    [200, HOUR],
    [300, 0],
  ] as const)
    add.run(1, at * HOUR, skew, "plant");
  add.run(2, 150 * HOUR, -900_000, "opcua");
});
afterEach(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

test("all clocks, each until the next look that found it otherwise", () => {
  expect(
    createSourceClockQueries(cache)
      .all()
      .map(({ sourceName, from, to, skew, method }) => [
        sourceName,
        from / HOUR,
        (to ?? NaN) / HOUR,
        skew,
        method,
      ]),
  ).toEqual([
    ["Cell 1", 150, NaN, -900_000, "opcua"],
    ["MES", 100, 200, 200_000, "plant"],
    ["MES", 200, 300, HOUR, "plant"],
    ["MES", 300, NaN, 0, "plant"],
  ]);
});

test("those that were off are told for the times that they stated, and for no other", () => {
  const { off } = createSourceClockQueries(cache);
  const names = (from: number, to: number): readonly string[] =>
    off({ from: from * HOUR, to: to * HOUR }).map(({ sourceId }) => sourceId);
  expect(names(0, 1_000)).toEqual(["plant:p/mes"]);
  expect(names(300, 301)).toEqual(["plant:p/mes"]);
  // By its own clock it was an hour later when it began, and when it ended.
  expect(names(200, 201)).toEqual([]);
  expect(names(301, 400)).toEqual([]);
});

test("a time is judged by the clock of its source then", () => {
  const { at } = createSourceClockQueries(cache);
  expect(at("plant:p/mes", 250 * HOUR, 250 * HOUR)).toMatchObject({ skew: HOUR, from: 200 * HOUR });
  expect(at("plant:p/mes", 150 * HOUR, 900 * HOUR)).toMatchObject({ skew: 200_000 });
  expect(at("plant:p/mes", 50 * HOUR, 900 * HOUR)).toBeUndefined();
  expect(at("file", 250 * HOUR, 900 * HOUR)).toBeUndefined();
});
