/** A block of measurements as the table on the screen: filter, sort, transpose, copy. Pure. */
import {
  CELL_STATES,
  type CharacteristicColumn,
  type MeasurementBlock,
  type MeasurementRow,
} from "../../../shared/contract/measurements.ts";
import { decimalsOf, formatFixed, formatLimits, formatUom, formatValue } from "../../state/format-number.ts";

export type CellState = (typeof CELL_STATES)[number];

export interface GridSort {
  /** Index of a characteristic in the block; -1: the units by their own order; -2: by failures. */
  readonly column: number;
  readonly descending: boolean;
}

export interface GridChoice {
  readonly onlyFailures: boolean;
  readonly verdict: "all" | "fail" | "pass";
  readonly sort: GridSort;
}

export const DEFAULT_CHOICE: GridChoice = {
  onlyFailures: false,
  verdict: "all",
  sort: { column: -1, descending: false },
};

/** Which rows and columns of a block are shown, in order: indices into it. */
export interface Grid {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

export function gridOf(block: MeasurementBlock, { onlyFailures, verdict, sort }: GridChoice): Grid {
  const rows = block.rows.flatMap((row, index) =>
    verdict === "all" || row.verdict === verdict ? [index] : [],
  );
  const columns = block.columns.flatMap((column, index) =>
    onlyFailures && column.failed === 0 ? [] : [index],
  );
  return { rows: sortRows(block, rows, sort), columns };
}

/** Stable; units without a value stand last in both directions. */
function sortRows(
  block: MeasurementBlock,
  rows: readonly number[],
  { column, descending }: GridSort,
): readonly number[] {
  if (column === -1) return descending ? rows.toReversed() : rows;
  const key = (row: number): number =>
    column === -2
      ? (block.rows[row]?.failed ?? 0)
      : (block.values[row * block.columns.length + column] ?? NaN);
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const left = key(a);
    const right = key(b);
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return sign * (left - right);
  });
}

export interface Cell {
  readonly value: number;
  readonly state: CellState;
}

export function cellAt(block: MeasurementBlock, row: number, column: number): Cell {
  const at = row * block.columns.length + column;
  return { value: block.values[at] ?? NaN, state: CELL_STATES[block.states[at] ?? 0] ?? "absent" };
}

/** Decimals of every column: as many as its values and limits carry, at most five. */
export function columnDecimals(block: MeasurementBlock): readonly number[] {
  return block.columns.map(({ nominal, lowerLimit, upperLimit }, column) => {
    let most = 0;
    for (const limit of [nominal, lowerLimit, upperLimit])
      if (limit !== undefined) most = Math.max(most, decimalsOf(limit));
    for (let row = 0; row < block.rows.length && most < 5; row += 1) {
      most = Math.max(most, decimalsOf(block.values[row * block.columns.length + column] ?? NaN));
    }
    return Math.min(5, most);
  });
}

/** Cells out of limits over the whole block, whatever is filtered. */
export function outOfLimits(block: MeasurementBlock): number {
  return block.columns.reduce((sum, column) => sum + column.failed, 0);
}

/** `89 – 91 mm`, `≤ 0.05 mm`; the unit of measure alone where there are no limits. */
export function limitsText(column: CharacteristicColumn): string {
  const limits = formatLimits(column.lowerLimit, column.upperLimit);
  const uom = formatUom(column.uom);
  return limits === undefined ? uom : `${limits} ${uom}`.trim();
}

/** `DIAMETER5`, or `DIAMETER5 · SIMPLE_HOLE7` where it was measured on several features. */
export function characteristicName({ name, feature }: CharacteristicColumn): string {
  return feature === undefined ? name : `${name} · ${feature}`;
}

export interface CopyWords {
  readonly unit: string;
  readonly nominal: string;
  readonly limits: string;
  readonly name: (row: MeasurementRow) => string;
}

/** What is shown as tab-separated values, with nominal and limits above, for a spreadsheet. */
export function gridAsTsv(block: MeasurementBlock, grid: Grid, words: CopyWords): string {
  const columns = grid.columns.flatMap((index) => {
    const column = block.columns[index];
    return column === undefined ? [] : [column];
  });
  const lines: string[][] = [
    [words.unit, ...columns.map(characteristicName)],
    [words.nominal, ...columns.map(({ nominal }) => (nominal === undefined ? "" : plain(nominal)))],
    [words.limits, ...columns.map(limitsText)],
  ];
  for (const row of grid.rows) {
    const unit = block.rows[row];
    if (unit === undefined) continue;
    const cells = grid.columns.map((column) => {
      const { value } = cellAt(block, row, column);
      return Number.isFinite(value) ? plain(value) : "";
    });
    lines.push([words.name(unit), ...cells]);
  }
  return lines.map((line) => line.map((cell) => cell.replace(/[\t\r\n]+/g, " ")).join("\t")).join("\n");
}

/** A spreadsheet reads the ASCII minus, not the typographic one. */
const plain = (value: number): string => formatValue(value, 9).replace("−", "-");

export function cellText({ value, state }: Cell, decimals: number): string {
  if (state === "absent") return "";
  return formatFixed(value, decimals);
}

/** The part of `count` lines that a scrolled window shows, with some beyond each edge. */
export function visibleRange(
  offset: number,
  extent: number,
  size: number,
  count: number,
  beyond = 6,
): { from: number; to: number } {
  const from = Math.max(0, Math.min(count, Math.floor(offset / size)) - beyond);
  return { from, to: Math.min(count, Math.ceil((offset + extent) / size) + beyond) };
}
