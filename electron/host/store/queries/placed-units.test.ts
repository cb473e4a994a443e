/** Numbers of single units, and where these are built in, against plain rows on a random history. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createEventColumns } from "../columns/event-columns.ts";
import { createSubjectColumns } from "../columns/subject-columns.ts";
import { createRandomHistory, SEED, UNITS, windowArbitrary } from "../columns/testing/random-history.ts";
import { createColouringQueries } from "./colouring.ts";
import { createSubjects } from "./subject.ts";

const NOW = 3_000_000;
const DAY = 86_400_000_000;
const history = createRandomHistory();
// Unit 1 and 2 are one by a person's claim. 3, 4 and 5 are in 1, 6 in 2, 7 in 3; 8 came after, 9 went before now.
history.writing.exec(`
  DELETE FROM unit_component;
  UPDATE unit SET same_as = 1, part_id = (SELECT part_id FROM unit WHERE unit_id = 1) WHERE unit_id = 2;
  INSERT INTO unit_component (source_id, key, parent_id, child_id, position, installed_us, removed_us) VALUES
    (1, 'a', 1, 3, 'left', NULL, NULL), (1, 'b', 1, 4, 'right', 100000, NULL), (1, 'c', 1, 5, NULL, NULL, NULL),
    (1, 'd', 2, 6, 'cover', NULL, NULL), (1, 'e', 3, 7, 'inner', NULL, NULL),
    (1, 'f', 1, 8, 'late', 4000000, NULL), (1, 'g', 1, 9, 'gone', NULL, 500000);
  INSERT INTO characteristic (characteristic_id, part_id, source_id, name, kind)
    SELECT part_id, part_id, 1, 'D', 'diameter' FROM part;
  INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, verdict, verdict_origin, sequence, taken_us)
    SELECT 1, 'm' || unit_id || n, unit_id, part_id, unit_id + n, iif((unit_id + n) % 3 = 0, 'fail', 'pass'), 'source', n, unit_id * 10000
    FROM unit, (SELECT 1 AS n UNION SELECT 2);
  INSERT INTO event (kind, type, severity, started_us, part_id, unit_id, title, source_id, source_key, source_revision, details, payload, sha256, received_us)
    SELECT 1, iif(unit_id % 2, 'actual-cost', 'standard-cost'), 0, unit_id, part_id, iif(unit_id % 2, unit_id, NULL), 'c', 1, 'c' || unit_id, 1,
      json_object('cost', unit_id * 1.5, 'currency', 'EUR'), '', '', 0 FROM unit;
`);
afterAll(history.close);
const columns = createEventColumns(history.reading);
const subjects = createSubjects(history.reading);
const colouring = createColouringQueries(
  history.reading,
  createSubjectColumns(history.reading, subjects, columns),
  () => undefined,
  () => NOW,
  { ofUnits: () => new Map() },
);
const context = { signal: new AbortController().signal };
const partOf = (unit: number): string =>
  String(
    history.writing
      .prepare("SELECT number FROM part JOIN unit USING (part_id) WHERE unit_id = ?")
      .pluck()
      .get(unit),
  );

test("where the units are that are built in at a moment, the asked one first", async () => {
  const at = async (to: number): Promise<Record<string, string>> => {
    const placed = await colouring.places({ unitId: 1, window: { from: 0, to } }, context);
    expect(placed[0]).toMatchObject({ unitId: 1, positions: [] });
    for (const { unitId, partNumber } of placed) expect(partNumber).toBe(partOf(unitId));
    return Object.fromEntries(
      placed.slice(1).map(({ positions, unitId }) => [positions.join("/"), String(unitId)]),
    );
  };
  const always = { left: "3", "left/inner": "7", "": "5", cover: "6" };
  expect(await at(50_000)).toEqual({ ...always, gone: "9" });
  expect(await at(NOW)).toEqual({ ...always, right: "4" });
  expect(await at(5_000_000)).toEqual({ ...always, right: "4", late: "8" });
  // Asked for by the other id it is told by that.
  expect((await colouring.places({ unitId: 2 }, context))[0]?.unitId).toBe(2);
  expect(() => colouring.places({ unitId: UNITS + 1 }, context)).toThrow("There is no unit");
});

test("units that hold each other end", async () => {
  history.writing.exec(
    "INSERT INTO unit_component (source_id, key, parent_id, child_id, position) VALUES (1, 'x', 20, 21, 'a'), (1, 'y', 21, 20, 'b'), (1, 'z', 21, 20, 'c')",
  );
  const placed = await colouring.places({ unitId: 20 }, context);
  expect(placed.length).toBeGreaterThan(2);
  expect(placed.length).toBeLessThanOrEqual(20_000);
});

const question = fc.record({
  quantity: fc.constantFrom(...(["events", "age", "unit-age", "defects", "cost"] as const)),
  window: fc.option(windowArbitrary, { nil: undefined }),
  unitId: fc.constantFrom(1, 2, 3, 4, 30),
});

test("each unit has the number of its own rows", async () => {
  await fc.assert(
    fc.asyncProperty(question, async ({ quantity, window, unitId }) => {
      const { units = [], parts } = await colouring.parts(
        { quantity, unitId, ...(window === undefined ? {} : { window }) },
        context,
      );
      const found = new Map(units.map(({ unitId: id, value }) => [id, Number(value.toFixed(9))]));
      expect(found).toEqual(expected(quantity, window, unitId));
      if (quantity !== "events") return;
      // Nothing is told twice: the parts have the sums, of events that name a part.
      const named = units.reduce((sum, { value }) => sum + value, 0);
      const ofParts = parts.reduce((sum, { value }) => sum + value, 0);
      expect(ofParts).toBeLessThanOrEqual(named);
    }),
    { seed: SEED, numRuns: 80 },
  );
});

test("each feature has the values of each unit", async () => {
  const partNumbers = [...new Set([1, 2, 3, 4, 5, 6, 7].map(partOf))];
  const features = await colouring.features({ partNumbers, unitId: 2 }, context);
  for (const feature of features) {
    const of = (feature.units ?? []).toSorted((a, b) => a.unitId - b.unitId);
    const family = subjects.family(2).filter((unit) => partOf(unit) === feature.partNumber);
    const asked = (unit: number): number => (unit <= 2 ? 2 : unit);
    expect(of.map(({ unitId }) => unitId)).toEqual([...new Set(family.map(asked))].toSorted((a, b) => a - b));
    for (const { unitId, count, mean, failed } of of) {
      const values = family.filter((unit) => asked(unit) === unitId).flatMap((unit) => [unit + 1, unit + 2]);
      expect(count).toBe(values.length);
      expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9);
      expect(failed).toBe(values.filter((value) => value % 3 === 0).length);
    }
  }
  const all = await colouring.features({ partNumbers }, context);
  expect(all.every(({ units }) => units === undefined)).toBe(true);
});

function expected(
  quantity: "events" | "age" | "unit-age" | "defects" | "cost",
  window: { readonly from: number; readonly to: number } | undefined,
  unitId: number,
): ReadonlyMap<number, number> {
  const before = window?.to ?? NOW;
  const found = new Map<number, number>();
  const twins = subjects.twins(unitId);
  const idOf = (unit: number): number => (twins.includes(unit) ? unitId : unit);
  const family = quantity === "unit-age" ? subjects.installed(unitId, before) : subjects.family(unitId);
  const rows = history.writing
    .prepare(
      "SELECT kind, type, severity, started_us AS started, iif(ended_us < started_us, NULL, ended_us) AS ended, unit_id AS unit, part_id AS part, source_id AS source, details FROM event WHERE superseded = 0",
    )
    .all() as Row[];
  const isInside = ({ started, ended }: Row): boolean =>
    window === undefined || (started !== null && started < window.to && (ended ?? started) >= window.from);
  for (const id of new Set(family.map(idOf))) {
    const same = family.filter((unit) => idOf(unit) === id);
    const own = rows.filter(({ unit }) => unit !== null && same.includes(unit));
    const starts = own.flatMap(({ started }) => (started === null || started >= before ? [] : [started]));
    const set = (value: number | undefined): void => {
      if (value !== undefined) found.set(id, Number(value.toFixed(9)));
    };
    if (quantity === "events") set(own.filter(isInside).length || undefined);
    if (quantity === "age" && starts.length > 0) set((before - Math.max(...starts)) / DAY);
    if (quantity === "unit-age") {
      // Of claimed twins the one that has the serial tells the age of both.
      const [first] = starts.toSorted((a, b) => a - b);
      if (first !== undefined) set((before - first) / DAY);
    }
    if (quantity === "cost") {
      const booked = own
        .filter((row) => row.type === "actual-cost" && isInside(row))
        .map(({ details }) => (JSON.parse(details) as { cost: number }).cost);
      const standard = rows
        .filter(
          ({ type, part, started }) =>
            type === "standard-cost" && part === partIdOf(id) && (started ?? 0) < before,
        )
        .toSorted((a, b) => (b.started ?? 0) - (a.started ?? 0))
        .map(({ details }) => (JSON.parse(details) as { cost: number }).cost);
      // What was booked for any record of a unit counts before what its part costs by the standard.
      const each = booked.length > 0 ? booked : standard.slice(0, 1);
      if (each.length > 0) set(each.reduce((sum, cost) => sum + cost, 0) / each.length);
    }
    if (quantity === "defects") {
      const values = history.writing
        .prepare(
          `SELECT verdict = 'fail' AS failed FROM measurement WHERE unit_id IN (${same.join(",")})${window === undefined ? "" : ` AND taken_us >= ${window.from} AND taken_us < ${window.to}`}`,
        )
        .pluck()
        .all() as number[];
      const looked = own.filter((row) => row.part !== null && isInside(row) && [1, 3, 6].includes(row.kind));
      const failedIn = (row: Row): boolean =>
        history.writing
          .prepare("SELECT 1 FROM measurement WHERE unit_id = ? AND source_id = ? AND verdict = 'fail'")
          .get(row.unit, row.source) !== undefined;
      if (values.length + looked.length > 0)
        set(
          values.filter(Boolean).length + looked.filter((row) => row.severity >= 3 && !failedIn(row)).length,
        );
    }
  }
  return found;
}

interface Row {
  readonly kind: number;
  readonly type: string;
  readonly severity: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly unit: number | null;
  readonly part: number | null;
  readonly source: number;
  readonly details: string;
}

function partIdOf(unit: number): number {
  return Number(history.writing.prepare("SELECT part_id FROM unit WHERE unit_id = ?").pluck().get(unit));
}
