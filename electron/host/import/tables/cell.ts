/** Cells and rows of a table, the same for CSV and for sheets. */
import type { Place, RejectionRecord } from "../../../../shared/model/record.ts";

/** A date as a sheet stores it: a wall clock without a zone, read as UTC. */
export interface DateCell {
  /** µs since 1970-01-01T00:00:00Z. */
  readonly at: number;
}

/** `""` is a blank cell; everything in a CSV file is text. */
export type Cell = string | number | boolean | DateCell;

export interface Row {
  /** 1-based row of the sheet; in CSV the 1-based record, blank lines counted. */
  readonly number: number;
  /** 1-based line where the record starts; absent in a sheet. */
  readonly line?: number;
  /** The record verbatim; absent in a sheet. */
  readonly text?: string;
  readonly cells: readonly Cell[];
}

export interface RowBatch {
  readonly rows: readonly Row[];
  /** Rows or cells that could not be taken apart. */
  readonly rejections: readonly RejectionRecord[];
  /** 0…1 of this table. */
  readonly progress: number;
}

/** One grid of cells: a CSV file, or one sheet of a workbook. */
export interface Table {
  /** Absent for CSV. */
  readonly sheet?: string;
  rows(signal: AbortSignal): AsyncGenerator<RowBatch>;
}

/** Longest text of a cell, as in a spreadsheet; a longer one is not a value of anything. */
export const MAXIMUM_CELL = 32_767;
/** Columns that are read; a mapping holds no more. */
export const MAXIMUM_COLUMNS = 1000;

/** What a cell says, without outer white space. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if (typeof cell === "string") return cell.trim();
  // A sheet stores 15 significant digits; what binary adds behind them nobody wrote.
  if (typeof cell === "number") return String(Number(cell.toPrecision(15)));
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  const iso = new Date(cell.at / 1000).toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.replace(/\.000Z$/, "Z").slice(0, -1);
}

/** 0-based column as letters: 0 → A, 25 → Z, 26 → AA. */
export function columnLetters(column: number): string {
  const before = Math.floor(column / 26);
  return (before > 0 ? columnLetters(before - 1) : "") + String.fromCharCode(65 + (column % 26));
}

/** Where a cell stands, for messages and evidence. */
export function placeOf(table: Pick<Table, "sheet">, row: Row, column: number): Place {
  if (table.sheet === undefined) return { line: row.line ?? row.number };
  return { sheet: table.sheet, cell: `${columnLetters(column)}${row.number}` };
}
