/** Numbers by the position that units were built into, against plain rows on a random history. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
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
`);
afterAll(history.close);
const context = { signal: new AbortController().signal };
const subjects = createSubjects(history.reading);

const component = fc.record({
  parent: fc.integer({ min: 1, max: UNITS }),
  child: fc.integer({ min: 1, max: UNITS }),
  position: fc.constantFrom(...POSITIONS),
});
const question = fc.record({
  quantity: fc.constantFrom(...(["fail-rate", "units", "events", "age", "unit-age", "defects"] as const)),
  window: fc.option(windowArbitrary, { nil: undefined }),
  parts: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
});

test("each position has the numbers of the units that were ever built in there, and no others", async () => {
  const insert = history.writing.prepare(
    "INSERT INTO unit_component (source_id, key, parent_id, child_id, position) VALUES (1, ?, ?, ?, ?)",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(component, { maxLength: 25 }),
      fc.array(question, { minLength: 3, maxLength: 3 }),
      async (components, questions) => {
        history.writing.exec("DELETE FROM unit_component");
        components.forEach(({ parent, child, position }, at) =>
          insert.run(String(at), parent, child, position ?? null),
        );
        const columns = createEventColumns(history.reading);
        const columnsOf = createSubjectColumns(history.reading, subjects, columns);
        const named = createNamedUnits(history.reading, columnsOf, () => undefined);
        const records = createPartRecords(history.reading);
        const colouring = createColouringQueries(
          history.reading,
          columnsOf,
          named,
          () => NOW,
          createFailRates(history.reading, columns, named, records),
        );
        for (const { quantity, window, parts } of questions) {
          const partNumbers = parts.map((part) => `P${part}`);
          const input = { quantity, partNumbers, ...(window === undefined ? {} : { window }) };
          const told = await colouring.positions(input, context);
          const found = new Map(
            told.map(({ parentNumber, position, partNumber, value }) => [
              `${parentNumber} ${position} ${partNumber}`,
              Number(value.toFixed(9)),
            ]),
          );
          expect(found.size).toBe(told.length);
          expect(found).toEqual(expected(components, quantity, window, parts));
        }
      },
    ),
    { seed: SEED, numRuns: 60 },
  );
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
    return told.map(({ position, value }) => [position, value]);
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

function expected(
  components: readonly {
    readonly parent: number;
    readonly child: number;
    readonly position: string | undefined;
  }[],
  quantity: "fail-rate" | "units" | "events" | "age" | "unit-age" | "defects",
  window: { readonly from: number; readonly to: number } | undefined,
  parts: readonly number[],
): ReadonlyMap<string, number> {
  const rows = history.writing
    .prepare(
      "SELECT kind, severity, started_us AS started, iif(ended_us < started_us, NULL, ended_us) AS ended, unit_id AS unit, part_id AS part, source_id AS source FROM event WHERE superseded = 0 AND unit_id IS NOT NULL",
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
  const places = new Map<string, Set<number>>();
  for (const { parent, child, position } of components) {
    if (position === undefined || position === "" || !parts.includes(partOf(child))) continue;
    const key = `P${partOf(parent)} ${position} P${partOf(child)}`;
    const units = places.get(key) ?? new Set();
    for (let unit = 1; unit <= UNITS; unit++) if (rootOf(unit) === rootOf(child)) units.add(unit);
    places.set(key, units);
  }
  return new Map(Array.from(places, ([key, units]) => [key, Number(numberOf(units).toFixed(9))]));

  function numberOf(units: ReadonlySet<number>): number {
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
  readonly severity: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly unit: number;
  readonly part: number | null;
  readonly source: number;
}
