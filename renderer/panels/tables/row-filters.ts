/** What everything can be filtered by from a row of a table. */
import type { FilterDimension } from "../../../shared/contract/event-filter.ts";
import type { Cell, TableRow } from "../../../shared/contract/tables.ts";
import { TABLE_COLUMNS, type TableId } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import { cache } from "../../state/cache.ts";
import { filterName } from "../../state/filter-names.ts";
import { filterBy } from "../../state/filters.ts";
import type { PointChoice } from "../../components/point-menu.tsx";

/** Columns whose cells are what a dimension of filters is by; units have their own way. */
const DIMENSIONS: Readonly<Partial<Record<string, FilterDimension>>> = {
  kind: "kind",
  severity: "severity",
  part: "part",
  equipment: "equipment",
  order: "order",
  source: "source",
  characteristic: "characteristic",
};

export interface RowFilter {
  readonly by: FilterDimension;
  readonly key: string;
}

/** @param keyOfUnit as the lanes of units name it; undefined where the unit has no name to find it by */
export function filtersOfRow(
  table: TableId,
  row: TableRow,
  keyOfUnit: string | undefined,
): readonly RowFilter[] {
  const own = TABLE_COLUMNS[table].flatMap(({ id }, at): RowFilter[] => {
    const by = DIMENSIONS[id];
    const key = by === undefined ? undefined : keyOf(by, row.cells[at]);
    if (by === undefined || key === undefined) return [];
    // Orders of several parts say so instead of a part; most events have no severity.
    if ((table === "orders" && by === "part") || (by === "severity" && key === "none")) return [];
    return [{ by, key }];
  });
  return keyOfUnit === undefined ? own : [{ by: "unit", key: keyOfUnit }, ...own];
}

function keyOf(by: FilterDimension, cell: Cell): string | undefined {
  if (typeof cell !== "string") return undefined;
  if (by !== "source") return cell;
  // Names of sources are their files': two folders may each have one of that name.
  const named = cache.getState().sources?.filter(({ name }) => name === cell) ?? [];
  return named.length === 1 ? named[0]?.sourceId : undefined;
}

export function choicesOf(filters: readonly RowFilter[]): readonly PointChoice[] {
  return filters.map(({ by, key }) => ({
    id: by,
    text: message("filter.only", { filter: filterName(by, key) }),
    run: () => filterBy(by, key),
  }));
}
