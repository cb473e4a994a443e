/** Editing a column mapping. Pure. */
import type { ColumnRole, TableMapping } from "../../../shared/model/table-mapping.ts";

/** The mapping with another role for one column. */
export function withRole(mapping: TableMapping, column: number, role: ColumnRole): TableMapping {
  return {
    ...mapping,
    columns: mapping.columns.map((entry) => (entry.column === column ? { ...entry, role } : entry)),
  };
}

/** The mapping with another part for all rows; blank: none. */
export function withPart(mapping: TableMapping, part: string): TableMapping {
  const { part: _before, ...rest } = mapping;
  return part.trim() === "" ? rest : { ...rest, part };
}

export function withDateOrder(mapping: TableMapping, order: string): TableMapping {
  const { dateOrder: _before, ...rest } = mapping;
  return order === "dmy" || order === "mdy" ? { ...rest, dateOrder: order } : rest;
}
