import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCharacteristicColumn, createOrderColumn } from "../columns/named-rows.ts";
import type { Connection } from "../open.ts";
import { openCache } from "../stores.ts";
import { createFilterKeys, unknownKeys, type FilterKeys } from "./filter-keys.ts";
import { createLaneNames } from "./lane-names.ts";
import { createSubjects } from "./subject.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-filter-keys-"));
let cache: Connection;
let numbersOf: FilterKeys;
beforeAll(() => {
  cache = openCache(folder, () => 0);
  // 2 was claimed to be 1; 3 has a claimed serial that no other unit has; part numbers may contain slashes.
  cache.exec(`
    INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 0);
    INSERT INTO part (part_id, number, strength) VALUES (1, 'P/1', 'stated');
    INSERT INTO unit (unit_id, part_id, serial, serial_status, same_as, claimed_serial) VALUES
      (1, 1, '7', 'proven', NULL, NULL), (2, 1, NULL, 'missing', 1, '7'), (3, 1, NULL, 'missing', NULL, '8/a');`);
  const named = { orders: createOrderColumn(cache), characteristics: createCharacteristicColumn(cache) };
  numbersOf = createFilterKeys(cache, createSubjects(cache), createLaneNames(cache, named));
});
afterAll(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a unit is all that are claimed to be it, found by its own serial or a claimed one", () => {
  expect(numbersOf("unit", "P/1/7")?.toSorted()).toEqual([1, 2]);
  expect(numbersOf("unit", "P/1/8/a")).toEqual([3]);
  expect(numbersOf("unit", "#2")?.toSorted()).toEqual([1, 2]);
  expect(numbersOf("unit", "P/1/9")).toBeUndefined();
});

test("what names none is number 0 everywhere", () => {
  expect([numbersOf("order", ""), numbersOf("severity", ""), numbersOf("part", "P/1")]).toEqual([
    [0],
    [0],
    [1],
  ]);
});

test("unknown keys are told, also of orders and characteristics; one that was measured is known", () => {
  const only = [
    { by: "part" as const, keys: ["P/1", "P/2"] },
    { by: "source" as const, keys: ["s"] },
    { by: "severity" as const, keys: ["worst"] },
    { by: "order" as const, keys: ["WO-1"] },
    { by: "characteristic" as const, keys: ["Bore", "Width"] },
  ];
  expect(unknownKeys(only, numbersOf, (name) => name === "Bore")).toEqual([
    { by: "part", keys: ["P/2"] },
    { by: "severity", keys: ["worst"] },
    { by: "order", keys: ["WO-1"] },
    { by: "characteristic", keys: ["Width"] },
  ]);
});
