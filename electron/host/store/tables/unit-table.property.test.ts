/** Tables of units against plain SQL over the rows, while the history changes under them. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import type { TableQuery } from "../../../../shared/contract/tables.ts";
import { TABLE_COLUMNS } from "../../../../shared/model/table-columns.ts";
import {
  change,
  SEED,
  subjectArbitrary,
  unitsAbout,
  windowArbitrary,
} from "../columns/testing/random-history.ts";
import { context, createTablesOfHistory } from "./testing/tables-of-history.ts";

const { history, tablesOf } = createTablesOfHistory();
const tables = tablesOf(3);
afterAll(() => history.close());

const COUNTED = ["events", "failures", "first", "last"] as const;

interface Counted {
  readonly id: number;
  readonly serial: string;
  readonly part: string;
  readonly events: number;
  readonly failures: number;
  readonly first: number | null;
  readonly last: number | null;
}

function bySql(subject: Subject, window: TimeWindow | undefined): readonly Counted[] {
  const units = unitsAbout(history.writing, subject).join(",");
  // An end before the start is none.
  const end = "CASE WHEN e.ended_us >= e.started_us THEN e.ended_us ELSE e.started_us END";
  const inWindow = window === undefined ? "1" : `e.started_us < ${window.to} AND ${end} >= ${window.from}`;
  const rows = history.writing
    .prepare(
      `SELECT u.unit_id AS id, u.serial, p.number AS part, count(e.position) AS events, coalesce(sum(e.severity >= 3), 0) AS failures,
         min(e.started_us) AS first, max(${end}) AS last
       FROM unit u JOIN part p USING (part_id) LEFT JOIN event e ON e.unit_id = u.unit_id AND e.superseded = 0 AND ${inWindow}
       WHERE u.unit_id IN (${units}) GROUP BY u.unit_id ORDER BY u.unit_id`,
    )
    .all() as Counted[];
  return window === undefined ? rows : rows.filter(({ events }) => events > 0);
}

test("units with their counts, sorted and searched, are those of SQL", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 2 }),
      subjectArbitrary,
      fc.option(windowArbitrary, { nil: undefined }),
      fc.option(fc.record({ column: fc.constantFrom(...COUNTED, "serial"), descending: fc.boolean() }), {
        nil: undefined,
      }),
      fc.constantFrom("", "s1", "2"),
      async (changes, subject, window, sort, text) => {
        history.apply(changes);
        const query: TableQuery = {
          table: "units",
          subject,
          filters: [{ by: "text", column: "serial", text }],
          ...(window === undefined ? {} : { window }),
          ...(sort === undefined ? {} : { sort }),
        };
        const found = bySql(subject, window).filter(({ serial }) => serial.toLowerCase().includes(text));
        const turn = sort?.descending === true ? -1 : 1;
        const key = (row: Counted): number | null =>
          sort === undefined
            ? row.id
            : sort.column === "serial"
              ? Number(row.serial.slice(1))
              : row[sort.column];
        const wanted = found.toSorted((a, b) => {
          const [one, other] = [key(a), key(b)];
          if (one === null || other === null)
            return Number(one === null) - Number(other === null) || a.id - b.id;
          return turn * (one - other) || a.id - b.id;
        });
        const page = await tables.page({ ...query, offset: 0, limit: 500 }, context);
        expect(page.total).toBe(wanted.length);
        expect(
          page.rows.map(({ cells, partNumber, unitId }) => ({
            id: unitId,
            part: partNumber,
            ...Object.fromEntries(
              ["serial", ...COUNTED].map((id) => [
                id,
                cells[TABLE_COLUMNS.units.findIndex((column) => column.id === id)] ?? null,
              ]),
            ),
          })),
        ).toEqual(wanted);
        const groups = await tables.groups({ ...query, column: "part", limit: 100 }, context);
        expect(new Map(groups.groups.map(({ value, rows }) => [value, rows]))).toEqual(
          new Map(
            Array.from(
              Map.groupBy(wanted, ({ part }) => part),
              ([part, rows]) => [part, rows.length],
            ),
          ),
        );
      },
    ),
    { seed: SEED, numRuns: 20 },
  );
});
