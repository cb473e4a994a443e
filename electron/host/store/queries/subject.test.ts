import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Connection } from "../open.ts";
import { openCache } from "../stores.ts";
import { createSubjects, type Subjects } from "./subject.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-subject-"));
let cache: Connection;
let subjects: Subjects;
beforeAll(() => {
  cache = openCache(folder, () => 0);
  // 2 and 3 were claimed to be 1; 5 was built into 3; 4 stands alone.
  cache.exec(`
    INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 0);
    INSERT INTO part (part_id, number, strength) VALUES (1, 'P', 'stated');
    INSERT INTO unit (unit_id, part_id, serial, serial_status, same_as) VALUES
      (1, 1, 'S1', 'proven', NULL), (2, 1, NULL, 'missing', 1), (3, 1, NULL, 'missing', 1),
      (4, 1, 'S4', 'proven', NULL), (5, 1, 'S5', 'proven', NULL);
    INSERT INTO unit_component (source_id, key, parent_id, child_id) VALUES (1, 'a', 3, 5);`);
  subjects = createSubjects(cache);
});
afterAll(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

const sorted = (ids: readonly number[]): readonly number[] => ids.toSorted((a, b) => a - b);

test.each([1, 2, 3])("unit %i stands for all that are claimed to be it, and what is in them", (unit) => {
  expect(sorted(subjects.twins(unit))).toEqual([1, 2, 3]);
  expect(sorted(subjects.family(unit))).toEqual([1, 2, 3, 5]);
});

test("a unit without claims stands for itself, one that is not there for none", () => {
  expect(subjects.twins(4)).toEqual([4]);
  expect(subjects.family(4)).toEqual([4]);
  for (const of of [subjects.twins, subjects.family]) expect(() => of(9)).toThrow("There is no unit 9.");
});

test("what is built into a unit at a moment: not what was taken out before, nor what came later", () => {
  cache.exec(`
    INSERT INTO unit (unit_id, part_id, serial, serial_status) VALUES (6, 1, 'S6', 'proven'), (7, 1, 'S7', 'proven'), (8, 1, 'S8', 'proven');
    INSERT INTO unit_component (source_id, key, parent_id, child_id, installed_us, removed_us) VALUES
      (1, 'b', 4, 6, 100, 200), (1, 'c', 4, 7, 200, NULL), (1, 'd', 7, 8, NULL, 300);`);
  const at = (moment: number): readonly number[] => sorted(subjects.installed(4, moment));
  // What is in a unit that came later came with it.
  expect([at(100), at(150), at(201), at(300), at(301)]).toEqual([[4], [4, 6], [4, 7, 8], [4, 7, 8], [4, 7]]);
  expect(sorted(subjects.family(4))).toEqual([4, 6, 7, 8]);
  expect(() => subjects.installed(9, 0)).toThrow("There is no unit 9.");
});
