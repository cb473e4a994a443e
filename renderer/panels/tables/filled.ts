import type { TableColumn } from "../../../shared/model/table-columns.ts";

/** px; no column is wider. */
export const WIDEST = 1_200;

/** The column that fills takes what the others leave of a width, px. */
export function filled(columns: readonly TableColumn[], width: number): readonly TableColumn[] {
  const left = width - columns.reduce((sum, each) => sum + each.width, 0);
  if (left <= 0) return columns;
  return columns.map((each) =>
    each.fills === true ? { ...each, width: Math.min(WIDEST, each.width + left) } : each,
  );
}
