/** The filters of a table, each removed by a click. */
import type { ReactNode } from "react";
import type { TableFilter } from "../../../shared/contract/tables.ts";
import { TABLE_COLUMNS, type TableId } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { filterText } from "./cell-text.ts";
import { setFilter } from "./table-state.ts";

export interface TableChipsProps {
  readonly table: TableId;
  readonly filters: readonly TableFilter[];
  readonly zone: TimeZone;
}

export function TableChips({ table, filters, zone }: TableChipsProps): ReactNode {
  return filters.map((filter) => {
    const column = TABLE_COLUMNS[table].find(({ id }) => id === filter.column);
    if (column === undefined) return undefined;
    const text = filterText(column, filter, zone);
    return (
      <button
        key={filter.column}
        type="button"
        className="table-chip"
        title={text}
        aria-label={message("tables.filter-remove", { filter: text })}
        onClick={() => setFilter(filter.column, undefined)}
      >
        <span className="ellipsis">{text}</span> <span aria-hidden="true">×</span>
      </button>
    );
  });
}
