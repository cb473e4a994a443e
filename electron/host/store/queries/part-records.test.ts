/**
 * Every question about a part itself against plain rows, under random links between parts and products of CAD files:
 * what is booked under a product's number is told of the part too, each unit once, and no sum over all parts grows.
 */
import { unpackTree } from "../../../../shared/contract/part-tree.ts";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createEventColumns } from "../columns/event-columns.ts";
import { createSubjectColumns } from "../columns/subject-columns.ts";
import { createRandomHistory, SEED, windowArbitrary } from "../columns/testing/random-history.ts";
import { createColouringQueries } from "./colouring.ts";
import { createFailRates } from "./fail-rates.ts";
import { createMeasurementQueries } from "./measurements.ts";
import { createPartRecords } from "./part-records.ts";
import { createPartQueries } from "./parts.ts";
import { createSubjects } from "./subject.ts";
import { createUnitQueries } from "./units.ts";

const NOW = 3_000_000;
const PARTS = 7;
const history = createRandomHistory();
history.writing.exec(`
  INSERT INTO characteristic (characteristic_id, part_id, source_id, name, kind)
    SELECT part_id, part_id, 1, 'D', 'diameter' FROM part WHERE part_id < 6;
  INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, verdict, verdict_origin, sequence)
    SELECT 1, 'm' || unit_id, unit_id, part_id, unit_id, iif(unit_id % 3 = 0, 'fail', 'pass'), 'source', unit_id FROM unit WHERE part_id < 6;
  INSERT INTO event (kind, type, severity, started_us, part_id, unit_id, title, source_id, source_key, source_revision, details, payload, sha256, received_us)
    SELECT 1, iif(unit_id % 2, 'actual-cost', 'standard-cost'), 0, unit_id, part_id, iif(unit_id % 2, unit_id, NULL), 'c', 1, 'c' || unit_id, 1,
      json_object('cost', unit_id * 1.5, 'currency', 'EUR'), '', '', 0 FROM unit WHERE part_id <> 3;
`);
afterAll(history.close);

const columns = createEventColumns(history.reading);
const subjects = createSubjects(history.reading);
const all = (): undefined => undefined;
const colouring = createColouringQueries(
  history.reading,
  createSubjectColumns(history.reading, subjects, columns),
  all,
  () => NOW,
  { ofUnits: () => new Map() },
);
const { tree, details } = createPartQueries(history.reading, columns);
const { table } = createMeasurementQueries(history.reading, all);
const { rates: failRates } = createFailRates(
  history.reading,
  columns,
  all,
  createPartRecords(history.reading),
);
const { list } = createUnitQueries(history.reading, all);
const context = { signal: new AbortController().signal };

type Link = readonly [part: number, product: number];
/** A product has a higher id than the part that it is: no circles. */
const links = fc.uniqueArray(
  fc
    .tuple(fc.integer({ min: 1, max: PARTS }), fc.integer({ min: 1, max: PARTS }))
    .filter(([a, b]) => a !== b)
    .map(([a, b]): Link => [Math.min(a, b), Math.max(a, b)]),
  { maxLength: 5, selector: String },
);

const say = history.writing.transaction((said: readonly Link[]): void => {
  history.writing.exec("DELETE FROM linked_part; DELETE FROM linked_line");
  for (const [part, product] of said) {
    // In the file of another root each: one number may be two parts.
    history.writing.prepare("INSERT OR IGNORE INTO linked_part VALUES (?, ?, ?)").run(part, product, part);
    history.writing.prepare("INSERT OR IGNORE INTO linked_line VALUES (?, ?)").run(part, product);
  }
});

/** Row ids by the definition: whoever a chain of links leads to. */
function recordsOf(part: number, said: readonly Link[]): readonly number[] {
  const found = new Set([part]);
  for (let grown = -1; grown !== found.size;) {
    grown = found.size;
    for (const [one, product] of said) if (found.has(one)) found.add(product);
  }
  return [...found];
}

const number = (sql: string): number => Number(history.writing.prepare(sql).pluck().get());
const ids = Array.from({ length: PARTS }, (_, at) => at + 1);
const named = (parts: readonly { readonly partNumber: string }[], part: number) =>
  parts.find(({ partNumber }) => partNumber === `P${part}`);

test("counts of the tree, units, facts and tables of a part have its products with them", async () => {
  await fc.assert(
    fc.asyncProperty(links, async (said) => {
      say(said);
      const lines = unpackTree(await tree({}, context));
      for (const part of ids) {
        const these = recordsOf(part, said).join(",");
        const line = named(lines, part) as (typeof lines)[number] | undefined;
        expect(line).toMatchObject({
          unitCount: number(`SELECT count(*) FROM unit WHERE part_id IN (${these})`),
          eventCount: number(`SELECT count(*) FROM event WHERE part_id IN (${these}) AND superseded = 0`),
          failedUnitCount: number(
            `SELECT count(DISTINCT unit_id) FROM event WHERE part_id IN (${these}) AND severity >= 3 AND superseded = 0`,
          ),
        });
        const units = await list({ partNumber: `P${part}` }, context);
        expect(units.map(({ unitId }) => unitId).toSorted((a, b) => a - b)).toEqual(
          history.writing
            .prepare(`SELECT unit_id FROM unit WHERE part_id IN (${these}) ORDER BY 1`)
            .pluck()
            .all(),
        );
        const { facts, laboratories } = await details({ partNumber: `P${part}` }, context);
        expect(facts.find(({ key }) => key === "units-proven")?.value).toBe(String(units.length));
        const measured = `FROM measurement JOIN characteristic USING (characteristic_id) WHERE part_id IN (${these})`;
        expect(laboratories.reduce((sum, one) => sum + one.units, 0)).toBe(
          number(`SELECT count(DISTINCT unit_id) ${measured}`),
        );
        const blocks = await table({ subject: { kind: "part", partNumber: `P${part}` } }, context);
        expect(blocks.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(
          number(`SELECT count(*) ${measured}`),
        );
        expect(blocks.every(({ partNumber }) => partNumber === `P${part}`)).toBe(true);
      }
    }),
    { seed: SEED, numRuns: 25 },
  );
});

test("fail rates of a part count each unit of it and its products once; the baseline stays", () => {
  say([]);
  const { baseline } = failRates({});
  fc.assert(
    fc.property(links, fc.option(windowArbitrary, { nil: undefined }), (said, window) => {
      say(said);
      const rates = failRates({ window });
      expect(rates.baseline).toEqual(baseline);
      for (const part of ids) {
        const these = recordsOf(part, said).join(",");
        const inside =
          window === undefined
            ? ""
            : `AND started_us < ${window.to} AND max(coalesce(ended_us, started_us), started_us) >= ${window.from}`;
        const outcomes = `SELECT unit_id, max(severity >= 3) AS failed FROM event
          WHERE unit_id IS NOT NULL AND superseded = 0 AND kind IN (1, 3, 6) AND part_id IN (${these}) ${inside} GROUP BY 1
          ${window === undefined ? `UNION ALL SELECT m.unit_id, m.verdict = 'fail' FROM measurement m JOIN unit u USING (unit_id) WHERE u.part_id IN (${these})` : ""}`;
        const counted = `FROM (SELECT unit_id, max(failed) AS failed FROM (${outcomes}) GROUP BY unit_id)`;
        const units = number(`SELECT count(*) ${counted}`);
        expect(named(rates.parts, part)).toEqual(
          units === 0
            ? undefined
            : { partNumber: `P${part}`, units, failed: number(`SELECT sum(failed) ${counted}`) },
        );
      }
    }),
    { seed: SEED, numRuns: 40 },
  );
});

test("numbers that colour a part are those of its own and its products' records together", async () => {
  const quantities = ["units", "events", "age", "unit-age", "defects", "cost"] as const;
  const parts = async (
    quantity: (typeof quantities)[number],
    window: { from: number; to: number } | undefined,
  ) => (await colouring.parts({ quantity, ...(window === undefined ? {} : { window }) }, context)).parts;
  await fc.assert(
    fc.asyncProperty(
      links,
      fc.option(windowArbitrary, { nil: undefined }),
      fc.constantFrom(...quantities),
      async (said, window, quantity) => {
        say([]);
        const own = await parts(quantity, window);
        say(said);
        const linked = await parts(quantity, window);
        for (const part of ids) {
          const these = recordsOf(part, said);
          const values = own.filter(({ partNumber }) => these.includes(Number(partNumber.slice(1))));
          const found = named(linked, part) as (typeof linked)[number] | undefined;
          if (quantity === "cost") {
            const inside =
              window === undefined ? "" : `AND started_us < ${window.to} AND started_us >= ${window.from}`;
            const before = window === undefined ? "" : `AND started_us < ${window.to}`;
            const mean = history.writing
              .prepare(
                `SELECT avg(details ->> 'cost') FROM event WHERE type = 'actual-cost' AND part_id IN (${these.join(",")}) ${inside}`,
              )
              .pluck()
              .get() as number | null;
            const standard = history.writing
              .prepare(
                `SELECT details ->> 'cost' FROM event WHERE type = 'standard-cost' AND part_id IN (${these.join(",")}) ${before} ORDER BY started_us DESC LIMIT 1`,
              )
              .pluck()
              .get() as number | undefined;
            const cost = mean ?? standard;
            if (cost === undefined) expect(found).toBeUndefined();
            else expect(found?.value).toBeCloseTo(cost, 9);
          } else if (values.length === 0) expect(found).toBeUndefined();
          else {
            const each = values.map(({ value }) => value);
            const sum = each.reduce((total, value) => total + value, 0);
            const units = values.reduce((total, { basis }) => total + basis, 0);
            const weighted = values.reduce((total, { value, basis }) => total + value * basis, 0);
            const together =
              quantity === "age" ? Math.min(...each) : quantity === "unit-age" ? weighted / units : sum;
            expect(found?.value).toBeCloseTo(together, 9);
            expect(found?.basis).toBe(values.reduce((sum, { basis }) => sum + basis, 0));
          }
        }
      },
    ),
    { seed: SEED, numRuns: 60 },
  );
});

test("what was measured on a product is told under the number of the part, and by itself under its own", async () => {
  say([[1, 2]]);
  const of = async (...partNumbers: string[]): Promise<readonly string[]> =>
    (await colouring.features({ partNumbers }, context)).map(
      ({ partNumber, count }) => `${partNumber} ${count}`,
    );
  const [own, product] = [1, 2].map((part) =>
    number(`SELECT count(*) FROM measurement WHERE characteristic_id = ${part}`),
  );
  expect(await of("P1")).toEqual([`P1 ${own}`, `P1 ${product}`]);
  expect(await of("P1", "P2")).toEqual([`P1 ${own}`, `P2 ${product}`]);
  const series = { partNumber: "P1", sourceId: "s", characteristic: "D", limit: 1_000 };
  expect((await colouring.series(series, context)).values).toHaveLength((own ?? 0) + (product ?? 0));
  say([]);
  expect((await colouring.series(series, context)).values).toHaveLength(own ?? 0);
});
