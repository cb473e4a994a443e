import { expect, test } from "vitest";
import { TABLE_COLUMNS } from "../../../shared/model/table-columns.ts";
import { timeZone } from "../../timeline/time-zone.ts";
import { rowsAsText } from "./copy-rows.ts";

test("rows are lines with tabs, without what would break them or be taken for a formula", () => {
  const columns = TABLE_COLUMNS.events.filter(({ id }) => ["started", "title", "duration"].includes(id));
  const cells = TABLE_COLUMNS.events.map(({ id }) =>
    id === "started" ? 0 : id === "title" ? "=1+1\tand\nmore" : id === "duration" ? 90_000_000 : undefined,
  );
  const row = { id: 1, cells, partNumber: undefined, unitId: undefined };
  expect(rowsAsText("events", columns, [row], timeZone("UTC"))).toBe(
    "Time\tEvent\tDuration\n1970-01-01 00:00:00\t'=1+1 and more\t1 min 30 s",
  );
});
