/** Tables of orders, and of events by their orders, against plain SQL while the history changes. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { TableQuery } from "../../../../shared/contract/tables.ts";
import {
  change,
  eventsAbout,
  SEED,
  subjectArbitrary,
  windowArbitrary,
} from "../columns/testing/random-history.ts";
import { context, createTablesOfHistory } from "./testing/tables-of-history.ts";

const { history, tablesOf } = createTablesOfHistory();
const tables = tablesOf(100);
afterAll(() => history.close());

interface Row {
  readonly position: number;
  readonly name: string;
  readonly severity: number;
  readonly part: string | null;
  readonly started: number | null;
  readonly end: number | null;
}

function bySql({ subject, window }: Pick<TableQuery, "subject" | "window">): readonly Row[] {
  const end = "CASE WHEN e.ended_us >= e.started_us THEN e.ended_us ELSE e.started_us END";
  const inWindow = window === undefined ? "1" : `e.started_us < ${window.to} AND ${end} >= ${window.from}`;
  return history.writing
    .prepare(
      `SELECT e.position, e.order_number AS name, e.severity, p.number AS part, e.started_us AS started, ${end} AS end
       FROM event e LEFT JOIN part p ON p.part_id = e.part_id
       WHERE e.superseded = 0 AND e.order_number <> '' AND ${eventsAbout(history.writing, subject)} AND ${inWindow} ORDER BY e.started_us DESC, e.position DESC`,
    )
    .all() as Row[];
}

test("orders with their counts, and the events of each, are those of SQL", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 3 }),
      subjectArbitrary,
      fc.option(windowArbitrary, { nil: undefined }),
      async (changes, subject, window) => {
        history.apply(changes);
        const about = { subject, ...(window === undefined ? {} : { window }) };
        const rows = bySql(about);
        const least = (
          values: readonly (number | null)[],
          by: (...all: number[]) => number,
        ): number | undefined => {
          const known = values.filter((value) => value !== null);
          return known.length === 0 ? undefined : by(...known);
        };
        const wanted = [...Map.groupBy(rows, ({ name }) => name)]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, its]) => {
            const parts = new Set(its.flatMap(({ part }) => part ?? []));
            return [
              name,
              parts.size > 1 ? "several" : [...parts][0],
              its.length,
              its.filter(({ severity }) => severity >= 3).length,
              least(
                its.map(({ started }) => started),
                Math.min,
              ),
              least(
                its.map(({ end }) => end),
                Math.max,
              ),
            ];
          });
        const page = await tables.page(
          {
            table: "orders",
            ...about,
            filters: [],
            sort: { column: "order", descending: false },
            offset: 0,
            limit: 500,
          },
          context,
        );
        expect(page.rows.map(({ cells }) => cells)).toEqual(wanted);
        const events = await tables.page(
          {
            table: "events",
            ...about,
            filters: [{ by: "values", column: "order", values: ["WO-1"] }],
            offset: 0,
            limit: 500,
          },
          context,
        );
        const its = rows.filter(({ name }) => name === "WO-1");
        expect(events.total).toBe(its.length);
        expect(events.rows.map(({ id }) => id)).toEqual(its.slice(0, 500).map(({ position }) => position));
      },
    ),
    { seed: SEED, numRuns: 25 },
  );
});
