/** Genealogy against a walk over all links, on random ones: diamonds, circles, what was taken out again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openCache } from "../stores.ts";
import { createGenealogy } from "./genealogy.ts";
import { createSlices } from "./slices.ts";

const UNITS = 30;
const link = fc.tuple(fc.integer({ min: 1, max: UNITS }), fc.integer({ min: 1, max: UNITS }));

test("every unit below or above is found once, by its fewest steps", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-genealogy-"));
  const cache = openCache(folder, () => 0);
  try {
    cache.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 0);
      INSERT INTO part (part_id, number, strength) VALUES (1, 'P', 'stated');
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${UNITS})
        INSERT INTO unit (unit_id, part_id, serial, serial_status) SELECT i, 1, 'S' || i, 'proven' FROM n;`);
    const insert = cache.prepare(
      "INSERT INTO unit_component (source_id, key, parent_id, child_id) VALUES (1, ?, ?, ?)",
    );
    const relativesOf = createGenealogy(cache);
    const slices = createSlices(() => 0, new AbortController().signal);
    await fc.assert(
      fc.asyncProperty(
        fc.array(link, { maxLength: 60 }),
        fc.uniqueArray(fc.integer({ min: 1, max: UNITS }), { minLength: 1, maxLength: 3 }),
        fc.constantFrom("down" as const, "up" as const),
        fc.integer({ min: 1, max: 12 }),
        async (links, units, direction, depth) => {
          cache.exec("DELETE FROM unit_component");
          links.forEach(([parent, child], at) => insert.run(String(at), parent, child));
          const expected = new Map<number, number>(units.map((unit) => [unit, 0]));
          for (let step = 1; step <= depth; step += 1)
            for (const [parent, child] of links) {
              const [from, to] = direction === "down" ? [parent, child] : [child, parent];
              if (expected.get(from) === step - 1 && !expected.has(to)) expected.set(to, step);
            }
          for (const unit of units) expected.delete(unit);
          const found = await relativesOf(units, direction, depth, slices);
          expect(new Map(found.map(({ unitId, depth: at }) => [unitId, at]))).toEqual(expected);
          expect(found).toHaveLength(expected.size);
          for (const { unitId, by } of found)
            expect(
              links.some(([parent, child]) =>
                direction === "down" ? parent === by && child === unitId : child === by && parent === unitId,
              ),
            ).toBe(true);
        },
      ),
      { seed: 20261126, numRuns: 300 },
    );
  } finally {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
