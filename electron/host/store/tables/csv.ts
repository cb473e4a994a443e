/** Rows as CSV: RFC 4180, UTF-8, times in ISO 8601 UTC, durations in seconds. */
import type { Cell } from "../../../../shared/contract/tables.ts";
import type { TableColumn } from "../../../../shared/model/table-columns.ts";
import { csvQuoted, csvText } from "../../../../shared/text/csv-cell.ts";

const END = "\r\n";

export const csvHead = (titles: readonly string[]): string => titles.map(csvQuoted).join(",") + END;

export function csvLines(columns: readonly TableColumn[], rows: readonly (readonly Cell[])[]): string {
  return rows.map((cells) => cells.map((cell, at) => field(columns[at], cell)).join(",") + END).join("");
}

function field(column: TableColumn | undefined, cell: Cell): string {
  if (cell === undefined) return "";
  if (typeof cell === "string") return csvText(cell);
  if (column?.kind === "time") return isoTime(cell);
  return String(column?.kind === "span" ? cell / 1_000_000 : cell);
}

/** `2026-04-01T14:22:08Z`, with so many decimals as it has. */
function isoTime(time: number): string {
  const second = Math.floor(time / 1_000_000);
  const date = new Date(second * 1_000);
  // What is no date stays the number that it is.
  if (Number.isNaN(date.getTime())) return String(time);
  const micro = time - second * 1_000_000;
  const decimals = micro === 0 ? "" : `.${String(micro).padStart(6, "0").replace(/0+$/, "")}`;
  return `${date.toISOString().slice(0, -5)}${decimals}Z`;
}
