import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openCache } from "../stores.ts";
import { createSteadyUnits, PAIR } from "./steady-units.ts";

const UNITS = 20_000;
const folder = mkdtempSync(join(tmpdir(), "throughline-steady-"));
const cache = openCache(folder, () => 0);
afterAll(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});
cache.exec(`
  INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 0);
  INSERT INTO part (part_id, number, strength) VALUES (1, 'P1', 'stated'), (2, 'P2', 'stated'), (3, 'P3', 'stated');
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${UNITS})
    INSERT INTO unit (unit_id, part_id, serial, serial_status) SELECT i * 2, 1 + i % 3, 'S' || i, 'proven' FROM n;
  INSERT INTO characteristic (characteristic_id, part_id, source_id, name, kind) VALUES (1, 1, 1, 'D', 'diameter');
  INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, verdict, verdict_origin, sequence)
    SELECT 1, 'm' || unit_id, unit_id, 1, 1, iif(unit_id % 5 = 0, 'fail', 'pass'), 'source', unit_id FROM unit`);

const stored = (): Uint32Array => {
  const parts = new Uint32Array(2 * UNITS + 1);
  for (const [unit, part] of cache.prepare("SELECT unit_id, part_id FROM unit").raw().all() as [
    number,
    number,
  ][])
    parts[unit] = part;
  return parts;
};

test("parts of units are read in slices once they were asked twice, and forgotten with the next change", async () => {
  let state = {};
  const steady = createSteadyUnits(cache, () => state);
  expect([steady.parts(), steady.parts()]).toEqual([undefined, undefined]);
  await expect.poll(() => steady.parts()).toEqual(stored());
  state = {};
  cache.exec("UPDATE unit SET part_id = 3 WHERE unit_id = 2");
  expect(steady.parts()).toBeUndefined();
  // Changed in the middle of a reading: what was read of both states is given up.
  expect(steady.parts()).toBeUndefined();
  state = {};
  cache.exec("UPDATE unit SET part_id = 2 WHERE unit_id = 4");
  await expect.poll(() => steady.parts()).toEqual(stored());
  expect(steady.parts()?.[4]).toBe(2);
});

test("failed values are those of now", () => {
  let state = {};
  const { failed } = createSteadyUnits(cache, () => state);
  expect(failed().size).toBe(UNITS / 5);
  expect(failed().has(10 * PAIR + 1)).toBe(true);
  cache.exec("UPDATE measurement SET verdict = 'pass' WHERE unit_id = 10");
  state = {};
  expect(failed().has(10 * PAIR + 1)).toBe(false);
});
