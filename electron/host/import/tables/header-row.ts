/** Finds the headers of a table that may stand below a title and beside other blocks. */
import { cellText, type Row } from "./cell.ts";
import { isKnownHeader, roleRank } from "./column-roles.ts";
import { looksLikeTime } from "./table-time.ts";

/** Headers and the unbroken run of columns that they head. */
export interface HeaderRow {
  readonly row: Row;
  /** 0-based first column of the block, and the one after its last. */
  readonly from: number;
  readonly to: number;
}

/** Rows of the sample that may hold the headers: below that, a table has none. */
const SEARCHED_ROWS = 40;
/** Rows below a header that must look like data of its columns. */
const BELOW = 20;

/**
 * undefined where nothing looks like headers. `wholeRows`: no other block stands beside the table (CSV), so a
 * blank header parts nothing.
 */
export function findHeaderRow(rows: readonly Row[], wholeRows: boolean): HeaderRow | undefined {
  let best: { header: HeaderRow; score: number } | undefined;
  for (const [index, row] of rows.slice(0, SEARCHED_ROWS).entries()) {
    for (const { from, to } of wholeRows ? wholeRun(row) : headerRuns(row)) {
      const score = scoreOf(row, from, to, rows.slice(index + 1, index + 1 + BELOW));
      // Of equals the first: data repeat below the headers, never above.
      if (score !== undefined && (best === undefined || score > best.score))
        best = { header: { row, from, to }, score };
    }
  }
  return best?.header;
}

/** Unbroken runs of cells that could be headers: short text, no number, no date. */
function headerRuns(row: Row): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let from = -1;
  for (let column = 0; column <= row.cells.length; column += 1) {
    const cell = row.cells[column];
    const fits = typeof cell === "string" && isHeaderText(cell);
    if (fits && from < 0) from = column;
    if (!fits && from >= 0) {
      runs.push({ from, to: column });
      from = -1;
    }
  }
  return runs;
}

/** All columns, where every cell that is not blank could be a header and at least half are not blank. */
function wholeRun(row: Row): readonly { readonly from: number; readonly to: number }[] {
  const filled = row.cells.filter((cell) => cellText(cell) !== "");
  const fits = filled.every((cell) => typeof cell === "string" && isHeaderText(cell));
  return fits && filled.length * 2 >= row.cells.length ? [{ from: 0, to: row.cells.length }] : [];
}

function isHeaderText(cell: string): boolean {
  const text = cell.trim();
  return (
    text !== "" && text.length <= 100 && Number.isNaN(Number(text.replace(",", "."))) && !looksLikeTime(text)
  );
}

function scoreOf(row: Row, from: number, to: number, below: readonly Row[]): number | undefined {
  const headers = Array.from({ length: to - from }, (_, i) => cellText(row.cells[from + i]));
  // A table of one column is only one where its header says what it holds.
  if (headers.length < 2 && roleRank(headers[0] ?? "", "serial") === undefined) return undefined;
  const distinct = new Set(headers.map((header) => header.toLowerCase())).size;
  const filled = below.filter((other) => {
    const count = headers.filter((_, i) => cellText(other.cells[from + i]) !== "").length;
    return count * 2 >= headers.length;
  }).length;
  if (filled === 0) return undefined;
  const known = headers.filter((header) => isKnownHeader(header)).length;
  const serial = headers.some((header) => roleRank(header, "serial") !== undefined) ? 1000 : 0;
  const repeats = headers.length - distinct;
  return serial + known * 10 + Math.min(20, headers.length) + filled / BELOW - repeats * 15;
}
