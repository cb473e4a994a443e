/** Numbers by the position that units were built into, against plain rows on a random history. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { UnitPosition } from "../../../../shared/contract/colouring.ts";
import { createEventColumns } from "../columns/event-columns.ts";
import { createNamedUnits } from "../columns/named-units.ts";
import { createSubjectColumns } from "../columns/subject-columns.ts";
import { createRandomHistory, SEED, UNITS, windowArbitrary } from "../columns/testing/random-history.ts";
import { createColouringQueries } from "./colouring.ts";
import { createFailRates } from "./fail-rates.ts";
import { createPartRecords } from "./part-records.ts";
import { createSubjects } from "./subject.ts";

const NOW = 3_000_000;
const DAY = 86_400_000_000;
const POSITIONS = ["left", "right", "", undefined] as const;
const history = createRandomHistory();
// 2 is the same unit as 9, and 16 as 9 too: all three of one part.
history.writing.exec(`
  UPDATE unit SET same_as = 9 WHERE unit_id IN (2, 16);
  UPDATE event SET part_id = (SELECT part_id FROM unit u WHERE u.unit_id = event.unit_id) WHERE unit_id IS NOT NULL AND position % 3 > 0;
  INSERT INTO characteristic (characteristic_id, part_id, source_id, name, kind)
    SELECT part_id, part_id, 1, 'D', 'diameter' FROM part;
  INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, verdict, verdict_origin, sequence, taken_us)
    SELECT 1, 'm' || unit_id || n, unit_id, part_id, unit_id + n, iif((unit_id + n) % 7 = 0, 'fail', 'pass'), 'source', n, unit_id * 10000
    FROM unit, (SELECT 1 AS n UNION SELECT 2);
  INSERT INTO event (kind, type, severity, started_us, part_id, unit_id, title, source_id, source_key, source_revision, details, payload, sha256, received_us)
    SELECT 1, iif(unit_id % 3, 'actual-cost', 'standard-cost'), 0, unit_id * 20000 + n, part_id, iif(unit_id % 3, unit_id, NULL), 'c', 1, 'c' || unit_id || n, 1,
      json_object('cost', unit_id * 1.5 + n, 'currency', 'EUR'), '', '', 0 FROM unit, (SELECT 1 AS n UNION SELECT 2) WHERE unit_id % 5 <> 1;
`);
afterAll(history.close);
const context = { signal: new AbortController().signal };
const subjects = createSubjects(history.reading);

const QUANTITIES = ["fail-rate", "units", "events", "age", "unit-age", "defects", "cost"] as const;
const component = fc.record({
  parent: fc.integer({ min: 1, max: UNITS }),
  child: fc.integer({ min: 1, max: UNITS }),
  position: fc.constantFrom(...POSITIONS),
  installed: fc.option(fc.nat({ max: 10 }), { nil: undefined }),
  removed: fc.option(fc.nat({ max: 10 }), { nil: undefined }),
});
/** Many of few, so that units are in units that are in units, in circles too, and are moved. */
const nested = fc.record({
  parent: fc.integer({ min: 1, max: 16 }),
  child: fc.integer({ min: 1, max: 16 }),
  position: fc.constantFrom("left", "left", "right"),
  installed: fc.option(fc.nat({ max: 10 }), { nil: undefined, freq: 1 }),
  removed: fc.option(fc.integer({ min: 5, max: 15 }), { nil: undefined, freq: 1 }),
});
const built = fc.oneof(
  fc.array(component, { maxLength: 25 }),
  fc.array(nested, { minLength: 10, maxLength: 24, size: "max" }),
);
type Component = typeof component extends fc.Arbitrary<infer T> ? T : never;
const question = fc.record({
  quantity: fc.constantFrom(...QUANTITIES),
  window: fc.option(windowArbitrary, { nil: undefined }),
  parts: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
});

function build(components: readonly Component[]): void {
  const insert = history.writing.prepare(
    "INSERT INTO unit_component (source_id, key, parent_id, child_id, position, installed_us, removed_us) VALUES (1, ?, ?, ?, ?, ?, ?)",
  );
  history.writing.exec("DELETE FROM unit_component");
  components.forEach(({ parent, child, position, installed, removed }, at) =>
    insert.run(String(at), parent, child, position ?? null, installed ?? null, removed ?? null),
  );
}

function colouringNow(): ReturnType<typeof createColouringQueries> {
  const columns = createEventColumns(history.reading);
  const columnsOf = createSubjectColumns(history.reading, subjects, columns);
  const named = createNamedUnits(history.reading, columnsOf, () => undefined);
  const records = createPartRecords(history.reading);
  const failRates = createFailRates(history.reading, columns, named, records);
  return createColouringQueries(history.reading, columnsOf, named, () => NOW, failRates);
}

const keyOf = ({ parentNumber, path }: UnitPosition): string =>
  [parentNumber, ...path.map(({ position, partNumber }) => `${position} ${partNumber}`)].join(" ");

test("each position has the numbers of the units that were ever built in there, and no others", async () => {
  const lengths = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      built,
      fc.array(question, { minLength: 3, maxLength: 3 }),
      async (components, questions) => {
        build(components);
        const colouring = colouringNow();
        for (const { quantity, window, parts } of questions) {
          const partNumbers = parts.map((part) => `P${part}`);
          const input = { quantity, partNumbers, ...(window === undefined ? {} : { window }) };
          const told = await colouring.positions(input, context);
          const found = new Map(
            told.map(({ value, ...position }) => [keyOf(position), Number(value.toFixed(9))]),
          );
          for (const { path } of told) lengths.add(path.length);
          expect(found.size).toBe(told.length);
          expect(found).toEqual(expected(components, quantity, window, parts));
        }
      },
    ),
    { seed: SEED, numRuns: 120 },
  );
  // Units within units, and those within others.
  expect([...lengths]).toEqual(expect.arrayContaining([1, 2, 3, 4]));
});

test("each feature has at each position the values of the units that were ever there, in the order of taking", async () => {
  let several = 0;
  await fc.assert(
    fc.asyncProperty(
      built,
      fc.option(windowArbitrary, { nil: undefined }),
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 5 }),
      async (components, window, parts) => {
        build(components);
        const colouring = colouringNow();
        const asked = {
          partNumbers: ["P1", "P2", "P3", "P4", "P5"],
          ...(window === undefined ? {} : { window }),
        };
        const plain = await colouring.features(asked, context);
        const told = await colouring.features(
          { ...asked, byPosition: parts.map((part) => `P${part}`) },
          context,
        );
        expect(told.map(({ positions: _own, ...feature }) => feature)).toEqual(plain);
        const places = placesOf(components, parts);
        for (const { partNumber, positions = [] } of told) {
          const expected = [...places].filter(([, { part }]) => `P${part}` === partNumber);
          expect(positions.map(keyOf).toSorted()).toEqual(expected.map(([key]) => key).toSorted());
          for (const position of positions) {
            const units = places.get(keyOf(position))?.units ?? new Set();
            const values = valuesNow()
              .filter(({ unit, part }) => units.has(unit) && `P${part}` === partNumber)
              .filter(({ taken }) => window === undefined || (taken >= window.from && taken < window.to));
            if (values.length > 2) several += 1;
            expect(position).toMatchObject(spreadOf(values));
          }
        }
      },
    ),
    { seed: SEED, numRuns: 200 },
  );
  expect(several).toBeGreaterThan(20);
  // Of one unit there is no position to tell.
  const [one] = await colouringNow().features(
    { partNumbers: ["P1"], byPosition: ["P1"], unitId: 1 },
    context,
  );
  expect(one?.positions).toBeUndefined();
});

test("what is built in later counts with the next question", async () => {
  history.writing.exec(
    "DELETE FROM unit_component; INSERT INTO unit_component (source_id, key, parent_id, child_id, position) VALUES (1, 'a', 1, 3, 'left')",
  );
  const columns = createEventColumns(history.reading);
  const columnsOf = createSubjectColumns(history.reading, subjects, columns);
  const colouring = createColouringQueries(
    history.reading,
    columnsOf,
    () => undefined,
    () => NOW,
    createFailRates(history.reading, columns, () => undefined, createPartRecords(history.reading)),
  );
  const ask = async (): Promise<readonly (readonly [string, number])[]> => {
    const told = await colouring.positions({ quantity: "units", partNumbers: [`P${partOf(3)}`] }, context);
    return told.map(({ path, value }) => [path.map(({ position }) => position).join("/"), value]);
  };
  expect(await ask()).toEqual([["left", 1]]);
  history.writing.exec(
    "INSERT INTO unit_component (source_id, key, parent_id, child_id, position) VALUES (1, 'b', 8, 10, 'left'), (1, 'c', 1, 10, 'right')",
  );
  expect(await ask()).toEqual([
    ["left", 2],
    ["right", 1],
  ]);
});

const partOf = (unit: number): number => 1 + (unit % 7);
const rootOf = (unit: number): number => (unit === 2 || unit === 16 ? 9 : unit);

/** Every way up from every unit of these parts, walked by the records alone. */
function placesOf(
  components: readonly Component[],
  parts: readonly number[],
): ReadonlyMap<string, { readonly part: number; readonly units: Set<number> }> {
  const places = new Map<string, { readonly part: number; readonly units: Set<number> }>();
  const sound = components.filter(({ position }) => position !== undefined && position !== "");
  const walk = (
    unit: number,
    below: readonly number[],
    path: readonly string[],
    span: readonly [number, number],
    of: number,
    part: number,
  ): void => {
    for (const { parent, child, position, installed = -Infinity, removed = Infinity } of sound) {
      const isFirst = path.length === 0;
      if (rootOf(child) !== unit || (isFirst && child !== of)) continue;
      if (rootOf(parent) === unit || below.includes(rootOf(parent)) || path.length >= 8) continue;
      const [from, to] = [Math.max(span[0], installed), Math.min(span[1], removed)];
      // What was taken out before it was put in was there all the same; with others it was there together.
      if (!isFirst && from >= to) continue;
      const way = [`${position} P${partOf(child)}`, ...path];
      const key = [`P${partOf(parent)}`, ...way].join(" ");
      const place = places.get(key) ?? { part, units: new Set<number>() };
      for (let one = 1; one <= UNITS; one++) if (rootOf(one) === rootOf(of)) place.units.add(one);
      places.set(key, place);
      walk(rootOf(parent), [...below, unit], way, [from, to], of, part);
    }
  };
  for (const unit of Array.from({ length: UNITS }, (_, at) => at + 1))
    if (parts.includes(partOf(unit))) walk(rootOf(unit), [], [], [-Infinity, Infinity], unit, partOf(unit));
  return places;
}

interface Measured {
  readonly unit: number;
  readonly part: number;
  readonly value: number;
  readonly failed: number;
  readonly taken: number;
}

function valuesNow(): readonly Measured[] {
  return history.writing
    .prepare(
      "SELECT m.unit_id AS unit, characteristic_id AS part, value, verdict = 'fail' AS failed, taken_us AS taken FROM measurement m ORDER BY taken_us, sequence",
    )
    .all() as Measured[];
}

function spreadOf(values: readonly Measured[]): Record<string, unknown> {
  const all = values.map(({ value }) => value);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const ranges = all.slice(1).map((value, at) => Math.abs(value - (all[at] ?? NaN)));
  const close = (value: number): unknown => (Number.isNaN(value) ? NaN : expect.closeTo(value, 6));
  return {
    count: all.length,
    failed: values.filter(({ failed }) => failed === 1).length,
    mean: close(mean),
    minimum: all.length === 0 ? NaN : Math.min(...all),
    maximum: all.length === 0 ? NaN : Math.max(...all),
    deviation: close(all.length < 2 ? NaN : Math.sqrt(squares / (all.length - 1))),
    movingRange: close(all.length < 2 ? NaN : ranges.reduce((sum, range) => sum + range, 0) / ranges.length),
  };
}

function expected(
  components: readonly Component[],
  quantity: (typeof QUANTITIES)[number],
  window: { readonly from: number; readonly to: number } | undefined,
  parts: readonly number[],
): ReadonlyMap<string, number> {
  const rows = history.writing
    .prepare(
      "SELECT kind, type, details, severity, started_us AS started, iif(ended_us < started_us, NULL, ended_us) AS ended, unit_id AS unit, part_id AS part, source_id AS source FROM event WHERE superseded = 0 AND unit_id IS NOT NULL",
    )
    .all() as Row[];
  const values = history.writing
    .prepare(
      "SELECT unit_id AS unit, source_id AS source, verdict = 'fail' AS failed, taken_us AS taken FROM measurement",
    )
    .all() as { unit: number; source: number; failed: number; taken: number }[];
  const inside = ({ started, ended }: Row): boolean =>
    window === undefined || (started !== null && started < window.to && (ended ?? started) >= window.from);
  const before = window?.to ?? NOW;
  return new Map(
    Array.from(placesOf(components, parts), ([key, { units, part }]) => [
      key,
      Number(numberOf(units, part).toFixed(9)),
    ]),
  );

  function numberOf(units: ReadonlySet<number>, part: number): number {
    const own = rows.filter(({ unit }) => units.has(unit));
    const seen = own.filter(inside);
    const starts = own.flatMap(({ unit, started }) =>
      started === null || started >= before ? [] : [{ unit: rootOf(unit), started }],
    );
    switch (quantity) {
      case "fail-rate": {
        const telling = seen.filter(
          ({ kind, part, unit }) => [1, 3, 6].includes(kind) && part === partOf(unit),
        );
        const measured = window === undefined ? values.filter(({ unit }) => units.has(unit)) : [];
        const looked = new Set([...telling, ...measured].map(({ unit }) => unit));
        const failed = new Set([
          ...telling.filter(({ severity }) => severity >= 3).map(({ unit }) => unit),
          ...measured.filter((value) => value.failed === 1).map(({ unit }) => unit),
        ]);
        return failed.size / looked.size;
      }
      case "cost": {
        const costOf = ({ details }: Row): number => (JSON.parse(details) as { cost: number }).cost;
        const booked = seen.filter(({ type }) => type === "actual-cost").map(costOf);
        if (booked.length > 0) return booked.reduce((sum, cost) => sum + cost, 0) / booked.length;
        const usual = history.writing
          .prepare(
            "SELECT details, started_us AS started FROM event WHERE type = 'standard-cost' AND part_id = ? ORDER BY started_us DESC",
          )
          .all(part) as Row[];
        const [last] = usual.filter(({ started }) => window === undefined || (started ?? 0) < window.to);
        return last === undefined ? NaN : costOf(last);
      }
      case "units": {
        const named = new Set(
          (window === undefined ? [] : rows.filter(inside)).map(({ unit }) => rootOf(unit)),
        );
        const roots = new Set([...units].map(rootOf));
        const counted = [...roots].filter((unit) => window === undefined || named.has(unit));
        return counted.length === 0 ? NaN : counted.length;
      }
      case "events":
        return seen.length === 0 ? NaN : seen.length;
      case "age":
        return starts.length === 0 ? NaN : (before - Math.max(...starts.map(({ started }) => started))) / DAY;
      case "unit-age": {
        const named = new Set(rows.filter(inside).map(({ unit }) => rootOf(unit)));
        const ages = [...new Set([...units].map(rootOf))].flatMap((root) => {
          const first = Math.min(...starts.filter(({ unit }) => unit === root).map(({ started }) => started));
          return first === Infinity || (window !== undefined && !named.has(root))
            ? []
            : [(before - first) / DAY];
        });
        return ages.length === 0 ? NaN : ages.reduce((sum, age) => sum + age, 0) / ages.length;
      }
      case "defects": {
        const taken = values.filter(
          (value) =>
            units.has(value.unit) &&
            (window === undefined || (value.taken < window.to && value.taken >= window.from)),
        );
        const faults = seen.filter(({ kind, part }) => part !== null && [1, 3, 6].includes(kind));
        const isMeasured = (row: Row): boolean =>
          values.some(
            (value) => value.unit === row.unit && value.source === row.source && value.failed === 1,
          );
        if (taken.length + faults.length === 0) return NaN;
        return (
          taken.filter(({ failed }) => failed === 1).length +
          faults.filter((row) => row.severity >= 3 && !isMeasured(row)).length
        );
      }
    }
  }
}

interface Row {
  readonly kind: number;
  readonly type: string;
  readonly details: string;
  readonly severity: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly unit: number;
  readonly part: number | null;
  readonly source: number;
}
