import { expect, test } from "vitest";
import { TABLE_COLUMNS } from "../../../shared/model/table-columns.ts";
import { filled, WIDEST } from "./filled.ts";
import { columnsOf } from "./table-state.ts";

const widthOf = (columns: readonly { readonly width: number }[]): number =>
  columns.reduce((sum, { width }) => sum + width, 0);

test("the event's text takes what a wide window leaves, and nothing where there is nothing left", () => {
  const columns = columnsOf("events", undefined);
  const natural = widthOf(columns);
  expect(widthOf(filled(columns, natural + 300))).toBe(natural + 300);
  expect(filled(columns, natural - 300)).toBe(columns);
  const wide = filled(columns, natural + 5_000).find(({ id }) => id === "title");
  expect(wide?.width).toBe(WIDEST);
});

test("a column whose width a person chose keeps it", () => {
  const columns = columnsOf("events", { widths: { title: 200 } });
  expect(filled(columns, 4_000)).toEqual(columns);
  const dragged = columnsOf("events", undefined, { table: "events", column: "title", width: 210 });
  expect(filled(dragged, 4_000).find(({ id }) => id === "title")?.width).toBe(210);
  expect(filled(TABLE_COLUMNS.units, 4_000)).toEqual(TABLE_COLUMNS.units);
});
