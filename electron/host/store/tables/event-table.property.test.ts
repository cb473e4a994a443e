/** Tables of events against the rows, filtered and sorted the long way, while the history changes under them. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { TableFilter, TableQuery } from "../../../../shared/contract/tables.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import type { EventRow } from "../columns/event-chunk.ts";
import { change, SEED, SPAN, subjectArbitrary, windowArbitrary } from "../columns/testing/random-history.ts";
import { context, createTablesOfHistory } from "./testing/tables-of-history.ts";

const { history, tablesOf } = createTablesOfHistory();
const tables = tablesOf();
/** The same where hardly anything is sorted at once, as it is with millions of rows. */
const divided = tablesOf(20);
afterAll(() => history.close());

type Value = string | number | undefined;
const VALUES: Readonly<Record<string, (row: EventRow) => Value>> = {
  started: ({ started }) => started ?? undefined,
  ended: ({ started, ended }) => (started === null ? undefined : (ended ?? undefined)),
  duration: ({ started, ended }) => (started === null || ended === null ? undefined : ended - started),
  kind: ({ kind }) => EVENT_KINDS[kind],
  severity: ({ severity }) => SEVERITIES[severity],
  part: ({ part }) => (part === null ? undefined : `P${part}`),
  source: ({ source }) => (source === 1 ? "s" : "t"),
  serial: ({ unit }) => (unit === null ? undefined : `S${unit}`),
};
/** What a sort goes by: words that people sort by number, and kinds in the order of their lanes. */
const RANKS: Readonly<Record<string, (row: EventRow) => number | undefined>> = {
  started: ({ started }) => started ?? undefined,
  ended: ({ started, ended }) => (started === null ? undefined : (ended ?? undefined)),
  duration: ({ started, ended }) => (started === null || ended === null ? undefined : ended - started),
  kind: ({ kind }) => kind,
  severity: ({ severity }) => severity,
  part: ({ part }) => part ?? undefined,
  source: ({ source }) => source,
  serial: ({ unit }) => unit ?? undefined,
};

function expected(query: TableQuery): readonly EventRow[] {
  const { subject, window, filters, sort } = query;
  const rows = history
    .rowsOf(subject)
    .filter((row) => window === undefined || isIn(row, window))
    .filter((row) => filters.every((filter) => passes(row, filter)));
  const newest = (a: EventRow, b: EventRow): number =>
    (b.started ?? -Infinity) === (a.started ?? -Infinity)
      ? b.position - a.position
      : (b.started ?? -Infinity) - (a.started ?? -Infinity);
  if (sort === undefined) return rows.toSorted(newest);
  const rank = RANKS[sort.column] ?? (() => undefined);
  const turn = sort.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    if (one === undefined || other === undefined) {
      if (one !== other) return one === undefined ? 1 : -1;
    } else if (one !== other) return turn * (one - other);
    return sort.column === "started" ? turn * (a.position - b.position) : newest(a, b);
  });
}

function isIn({ started, ended }: EventRow, { from, to }: TimeWindow): boolean {
  return started !== null && started < to && (started >= from || (ended ?? started) >= from);
}

function passes(row: EventRow, filter: TableFilter): boolean {
  const value = VALUES[filter.column]?.(row);
  if (filter.by === "text")
    return (
      filter.text === "" ||
      (value !== undefined && String(value).toLowerCase().includes(filter.text.toLowerCase()))
    );
  if (filter.by === "values") return filter.values.includes(value === undefined ? "" : String(value));
  return typeof value === "number" && value >= (filter.from ?? -Infinity) && value <= (filter.to ?? Infinity);
}

const filterArbitrary: fc.Arbitrary<TableFilter> = fc.oneof(
  fc.record({
    by: fc.constant("range" as const),
    column: fc.constantFrom("started", "ended", "duration"),
    from: fc.integer({ min: -SPAN / 2, max: SPAN }),
    to: fc.integer({ min: 0, max: SPAN }),
  }),
  fc.record({
    by: fc.constant("values" as const),
    column: fc.constantFrom("kind", "severity", "part", "source"),
    values: fc.array(
      fc.constantFrom("", "P1", "P3", "P7", "t", "fail", "critical", "none", "design", "field"),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  }),
  fc.record({
    by: fc.constant("text" as const),
    column: fc.constantFrom("part", "serial", "source"),
    text: fc.constantFrom("", "p", "P3", "s1", "S2", "0", "nothing"),
  }),
);
const queryArbitrary = fc.record(
  {
    subject: subjectArbitrary,
    window: windowArbitrary,
    filters: fc.array(filterArbitrary, { maxLength: 2 }),
    sort: fc.record({ column: fc.constantFrom(...Object.keys(RANKS)), descending: fc.boolean() }),
  },
  { requiredKeys: ["subject", "filters"] },
);

test("pages of every sort, filter, subject and span are those of the rows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 2 }),
      queryArbitrary,
      fc.nat({ max: 18_000 }),
      fc.integer({ min: 1, max: 300 }),
      async (changes, part, offset, limit) => {
        history.apply(changes);
        const query = { table: "events", ...part } as TableQuery;
        const all = expected(query);
        const at = all.length === 0 ? 0 : offset % all.length;
        const wanted = all.slice(at, at + limit).map(({ position }) => position);
        for (const answering of [tables, divided]) {
          const page = await answering.page({ ...query, offset: at, limit }, context);
          expect(page.total).toBe(all.length);
          expect(page.rows.map(({ id }) => id)).toEqual(wanted);
        }
      },
    ),
    { seed: SEED, numRuns: 36 },
  );
});

test("groups count the rows of each value", async () => {
  await fc.assert(
    fc.asyncProperty(
      queryArbitrary,
      fc.constantFrom("kind", "severity", "part", "source"),
      async (part, column) => {
        const query = { table: "events", ...part } as TableQuery;
        const counts = new Map<string, number>();
        for (const row of expected(query)) {
          const value = String(VALUES[column]?.(row) ?? "");
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        const { groups, total, more } = await tables.groups({ ...query, column, limit: 1_000 }, context);
        expect(new Map(groups.map(({ value, rows }) => [value, rows]))).toEqual(counts);
        expect(groups.map(({ rows }) => rows)).toEqual(
          groups.map(({ rows }) => rows).toSorted((a, b) => b - a),
        );
        expect([total, more]).toEqual([groups.reduce((sum, { rows }) => sum + rows, 0), 0]);
      },
    ),
    { seed: SEED, numRuns: 30 },
  );
});
