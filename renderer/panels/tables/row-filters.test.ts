import { expect, test } from "vitest";
import type { TableRow } from "../../../shared/contract/tables.ts";
import { TABLE_COLUMNS, type TableId } from "../../../shared/model/table-columns.ts";
import { cache } from "../../state/cache.ts";
import { filtersOfRow } from "./row-filters.ts";

function row(table: TableId, cells: Readonly<Record<string, string>>): TableRow {
  return {
    id: 1,
    cells: TABLE_COLUMNS[table].map(({ id }) => cells[id]),
    partNumber: undefined,
    unitId: undefined,
  };
}

test("an event filters by what it names, first by its unit; what it lacks is no choice", () => {
  const event = row("events", {
    kind: "inspection",
    severity: "fail",
    part: "P",
    equipment: "M-1",
    title: "x",
  });
  expect(filtersOfRow("events", event, "P/S1")).toEqual([
    { by: "unit", key: "P/S1" },
    { by: "kind", key: "inspection" },
    { by: "severity", key: "fail" },
    { by: "part", key: "P" },
    { by: "equipment", key: "M-1" },
  ]);
  expect(filtersOfRow("events", row("events", { severity: "none" }), undefined)).toEqual([]);
});

test("an order filters by itself, a measurement by its characteristic", () => {
  expect(filtersOfRow("orders", row("orders", { order: "WO-1", part: "several" }), undefined)).toEqual([
    { by: "order", key: "WO-1" },
  ]);
  expect(
    filtersOfRow("measurements", row("measurements", { characteristic: "bore", verdict: "fail" }), "P/S1"),
  ).toEqual([
    { by: "unit", key: "P/S1" },
    { by: "characteristic", key: "bore" },
  ]);
});

test("a source filters by its id, and not at all where two have its name", () => {
  const source = (sourceId: string, name: string) =>
    ({ sourceId, name }) as unknown as NonNullable<ReturnType<typeof cache.getState>["sources"]>[number];
  const event = row("events", { source: "report.csv" });
  cache.setState({ sources: [source("csv:1", "report.csv"), source("csv:2", "other.csv")] });
  expect(filtersOfRow("events", event, undefined)).toEqual([{ by: "source", key: "csv:1" }]);
  cache.setState({ sources: [source("csv:1", "report.csv"), source("csv:2", "report.csv")] });
  expect(filtersOfRow("events", event, undefined)).toEqual([]);
});
