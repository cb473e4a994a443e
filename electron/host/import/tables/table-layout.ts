/** A table and what its columns hold, ready for reading rows. */
import type { PartReference } from "../../../../shared/model/record.ts";
import type { ColumnMapping, ColumnRole, TableMapping } from "../../../../shared/model/table-mapping.ts";
import { cellText, columnLetters, type Row, type Table } from "./cell.ts";

export interface LayoutColumn extends ColumnMapping {
  /** Distinct in its table. */
  readonly title: string;
}

export interface TableLayout {
  readonly table: Pick<Table, "sheet">;
  readonly mapping: TableMapping;
  /** Columns of the block, without those that are ignored. */
  readonly columns: readonly LayoutColumn[];
  /** Does a cell of a data row belong to the table, and not to what stands beside it? */
  inBlock(column: number): boolean;
  /** First column of a role. */
  find(role: ColumnRole): LayoutColumn | undefined;
  /** Part of a row: its own column, the mapping's, else the guess. */
  partOf(row: Row): PartReference | undefined;
  /** Put before keys: two sheets may name the same serial. */
  readonly keyPrefix: string;
}

const ANCHORS: readonly ColumnRole[] = ["serial", "lot", "time", "date", "key", "order", "event-title"];

export function createLayout(
  table: Pick<Table, "sheet">,
  mapping: TableMapping,
  guessedPart: string | undefined,
): TableLayout {
  const [from, to] = blockOf(table, mapping);
  const inBlock = (column: number): boolean => column >= from && column < to;
  const titles = new Map<string, number>();
  const columns = mapping.columns
    .filter(({ column, role }) => inBlock(column) && role !== "ignore")
    .map((entry): LayoutColumn => {
      const named = (entry.name ?? entry.header).trim();
      const title = named === "" ? `Column ${columnLetters(entry.column)}` : named;
      const count = (titles.get(title) ?? 0) + 1;
      titles.set(title, count);
      return { ...entry, title: count === 1 ? title : `${title} (${count})` };
    });
  const find = (role: ColumnRole): LayoutColumn | undefined => columns.find((entry) => entry.role === role);
  const partColumn = find("part");
  const whole: PartReference | undefined =
    mapping.part !== undefined
      ? { name: mapping.part, strength: "stated" }
      : guessedPart === undefined
        ? undefined
        : { name: guessedPart, strength: "guessed" };
  return {
    table,
    mapping,
    columns,
    inBlock,
    find,
    partOf(row) {
      const written = partColumn === undefined ? "" : cellText(row.cells[partColumn.column]);
      return written === "" ? whole : { name: written, strength: "stated" };
    },
    keyPrefix: table.sheet === undefined ? "" : `${table.sheet}!`,
  };
}

/** In a sheet a column without a header ends the block; a CSV file is one block. */
function blockOf(table: Pick<Table, "sheet">, mapping: TableMapping): readonly [from: number, to: number] {
  if (table.sheet === undefined) return [0, Number.POSITIVE_INFINITY];
  const headed = new Set(
    mapping.columns.filter(({ header, name }) => (name ?? header).trim() !== "").map(({ column }) => column),
  );
  const anchor =
    ANCHORS.map((role) => mapping.columns.find((entry) => entry.role === role)).find(
      (entry) => entry !== undefined,
    ) ?? mapping.columns.find(({ role }) => role !== "ignore" && role !== "note");
  if (anchor === undefined) return [0, 0];
  let from = anchor.column;
  let to = anchor.column + 1;
  while (headed.has(from - 1)) from -= 1;
  while (headed.has(to)) to += 1;
  return [from, to];
}
