/** Rows as tab-separated text, as spreadsheets take it from the clipboard. */
import type { TableRow } from "../../../shared/contract/tables.ts";
import { TABLE_COLUMNS, type TableColumn, type TableId } from "../../../shared/model/table-columns.ts";
import { withoutFormula } from "../../../shared/text/csv-cell.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { cellText, columnName } from "./cell-text.ts";

/** With the names of the columns as its first line. */
export function rowsAsText(
  table: TableId,
  columns: readonly TableColumn[],
  rows: readonly TableRow[],
  zone: TimeZone,
): string {
  const places = columns.map(({ id }) => TABLE_COLUMNS[table].findIndex((column) => column.id === id));
  const lines = rows.map(({ cells }) =>
    columns.map((column, at) => plain(column, cells[places[at] ?? -1], zone)).join("\t"),
  );
  return [columns.map(({ id }) => columnName(id)).join("\t"), ...lines].join("\n");
}

function plain(column: TableColumn, cell: string | number | undefined, zone: TimeZone): string {
  const text =
    typeof cell === "number" && column.kind === "number" ? String(cell) : cellText(column, cell, zone);
  const flat = text.replaceAll(/[\t\r\n]+/g, " ");
  return typeof cell === "string" ? withoutFormula(flat) : flat;
}
