/**
 * What stands above, below and beside a table: titles, remarks, other small tables. It is kept as
 * notes with their place, a small table row by row with its own headers, so that nothing is lost.
 */
import { hash } from "node:crypto";
import type { NoteRecord, PartReference } from "../../../../shared/model/record.ts";
import { cellText, placeOf, type Row, type Table } from "./cell.ts";
import { mentionedSerials } from "./mentioned-serials.ts";

/** Notes of one table; more free cells than that are another table, not notes. */
export const MAXIMUM_NOTES = 2000;

type Note = Pick<NoteRecord, "text" | "at">;

export interface FreeCells {
  /** Keeps the free cells of a row; false where they are too many. */
  add(row: Row, isFree: (column: number) => boolean): boolean;
  /** The notes, linked to the units that they name. `serials`: those of the table, canonical. */
  notes(
    part: PartReference | undefined,
    serials: ReadonlySet<string>,
    keyPrefix: string,
  ): readonly NoteRecord[];
}

export function createFreeCells(table: Pick<Table, "sheet">): FreeCells {
  const notes: Note[] = [];
  /** Headers of the small table that goes on in these rows, by column. */
  let headers: ReadonlyMap<number, string> | undefined;
  let lastRow = -1;

  const textOf = (row: Row, columns: readonly number[]): string => {
    const labelled = headers;
    if (columns.length === 1 && labelled === undefined) return cellText(row.cells[columns[0] ?? 0]);
    if (labelled === undefined) return columns.map((column) => cellText(row.cells[column])).join(" | ");
    return columns
      .map((column) => [labelled.get(column), cellText(row.cells[column])])
      .map(([label, text]) => (label === undefined ? text : `${label}: ${text}`))
      .join("; ");
  };

  return {
    add(row, isFree) {
      const filled = [...row.cells.keys()].filter(
        (column) => isFree(column) && cellText(row.cells[column]) !== "",
      );
      if (filled.length === 0 || row.number !== lastRow + 1) headers = undefined;
      if (filled.length === 0) return true;
      lastRow = row.number;
      // A row of a small table is one note, blanks in it included; other texts are each their own.
      const inTable = headers !== undefined && filled.some((column) => headers?.has(column) === true);
      if (!inTable) headers = undefined;
      for (const run of inTable ? [filled] : runsOf(filled)) {
        if (notes.length >= MAXIMUM_NOTES) return false;
        notes.push({ text: textOf(row, run), at: placeOf(table, row, run[0] ?? 0) });
      }
      if (!inTable) headers = headersIn(row, filled);
      return true;
    },
    notes(part, serials, keyPrefix) {
      const partWords = part === undefined ? [] : [part.name];
      const repeats = new Map<string, number>();
      return notes.map(({ text, at }): NoteRecord => {
        const count = (repeats.get(text) ?? 0) + 1;
        repeats.set(text, count);
        const named = part === undefined ? [] : mentionedSerials(text, serials, partWords);
        return {
          record: "note",
          // By its words: a row put in above moves a note and changes nothing of it.
          key: `${keyPrefix}note/${hash("sha256", text).slice(0, 16)}${count === 1 ? "" : `#${count}`}`,
          ...(part === undefined ? {} : { part }),
          ...(part === undefined || named.length === 0
            ? {}
            : {
                units: named.map(
                  (serial) => ({ part, serial, serialStatus: "proven", origin: "source" }) as const,
                ),
              }),
          text,
          ...(at === undefined ? {} : { at }),
        };
      });
    },
  };
}

/** Neighbouring columns together. */
function runsOf(columns: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const column of columns) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) === column - 1) last.push(column);
    else runs.push([column]);
  }
  return runs;
}

/** A run of at least two short and distinct texts heads the rows below it. */
function headersIn(row: Row, columns: readonly number[]): ReadonlyMap<number, string> | undefined {
  const run = runsOf(columns).find(({ length }) => length >= 2);
  if (run === undefined) return undefined;
  const labels = run.map((column) => row.cells[column]);
  const fit = labels.every((label) => typeof label === "string" && label.trim().length <= 60);
  const texts = labels.map(cellText);
  if (!fit || new Set(texts).size < texts.length) return undefined;
  return new Map(run.map((column, index) => [column, texts[index] ?? ""]));
}
