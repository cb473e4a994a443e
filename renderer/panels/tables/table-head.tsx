/** The names of the columns: each sorts, filters and can be made wider. */
import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { Button, DialogTrigger, Dialog, Popover } from "react-aria-components";
import type { TableQuery } from "../../../shared/contract/tables.ts";
import type { TableColumn, TableId } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { columnName } from "./cell-text.ts";
import { WIDEST } from "./filled.ts";
import { FilterEditor } from "./filter-editor.tsx";
import { keepColumns, tables, toggleSort } from "./table-state.ts";
import { settings } from "../../state/settings.ts";

const NARROWEST = 44;
const STEP = 16;

export interface TableHeadProps {
  readonly table: TableId;
  readonly columns: readonly TableColumn[];
  readonly query: TableQuery;
  readonly zone: TimeZone;
}

export function TableHead({ table, columns, query, zone }: TableHeadProps): ReactNode {
  return (
    <div role="row" aria-rowindex={1} className="table-head">
      {columns.map((column, index) => (
        <ColumnHead key={column.id} {...{ table, column, index, query, zone }} />
      ))}
    </div>
  );
}

interface ColumnHeadProps extends Omit<TableHeadProps, "columns"> {
  readonly column: TableColumn;
  readonly index: number;
}

function ColumnHead({ table, column, index, query, zone }: ColumnHeadProps): ReactNode {
  const name = columnName(column.id);
  const { sort } = query;
  const sorted = sort?.column === column.id ? (sort.descending ? "descending" : "ascending") : "none";
  const filter = query.filters.find((each) => each.column === column.id);
  const others = { ...query, filters: query.filters.filter((each) => each.column !== column.id) };
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={sorted}
      className={`table-column ${isNumber(column) ? "numeric" : ""}`}
      style={{ width: column.width }}
    >
      <button
        type="button"
        className="table-sort ellipsis"
        title={message("tables.sort", { column: name })}
        onClick={() => toggleSort(column.id)}
      >
        <span className="ellipsis">{name}</span>
        <span aria-hidden="true">{sorted === "none" ? "" : sorted === "ascending" ? "↑" : "↓"}</span>
      </button>
      <DialogTrigger>
        <Button
          className={`table-filter-button ${filter === undefined ? "" : "on"}`}
          aria-label={message("tables.filter", { column: name })}
        >
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <path d="M1 1.5h8L6 5.2V8.5L4 7.5V5.2z" fill="currentColor" />
          </svg>
        </Button>
        <Popover className="popover table-popover" placement="bottom start" offset={4}>
          <Dialog className="table-dialog" aria-label={message("tables.filter", { column: name })}>
            <FilterEditor column={column} filter={filter} query={others} zone={zone} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      <Resizer table={table} column={column} name={name} />
    </div>
  );
}

export const isNumber = ({ kind }: TableColumn): boolean => kind === "number" || kind === "span";

function Resizer({
  table,
  column,
  name,
}: Pick<ColumnHeadProps, "table" | "column"> & { readonly name: string }): ReactNode {
  const drag = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const bounded = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));
  const keepWidth = (width: number): void => {
    const kept = settings.getState().values.tables?.[table]?.widths ?? {};
    keepColumns(table, { widths: { ...kept, [column.id]: bounded(width) } });
  };
  const widthAt = ({ clientX }: PointerEvent): number | undefined =>
    drag.current === undefined ? undefined : drag.current.width + clientX - drag.current.x;
  const end = (): void => {
    drag.current = undefined;
    tables.setState({ resizing: undefined });
  };
  const onPointerMove = (event: PointerEvent): void => {
    const width = widthAt(event);
    if (width === undefined) return;
    tables.setState({ resizing: { table, column: column.id, width: bounded(width) } });
  };
  const onPointerUp = (event: PointerEvent): void => {
    const width = widthAt(event);
    end();
    if (width !== undefined) keepWidth(width);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && drag.current !== undefined) {
      event.stopPropagation();
      return end();
    }
    const step = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    keepWidth(column.width + step);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={message("tables.resize", { column: name })}
      aria-valuenow={column.width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      className="table-resizer"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, width: column.width };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={end}
      onKeyDown={onKeyDown}
    />
  );
}
