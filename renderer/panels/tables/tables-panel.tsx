/** Events, units, measurements and orders of the selection in the brushed span, as a table. */
import "./tables.css";
import { useMemo, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { TableQuery, TableRow } from "../../../shared/contract/tables.ts";
import { TABLE_COLUMNS, TABLE_IDS, type TableId } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import { NothingPasses } from "../../components/nothing-passes.tsx";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { asked, useOnly } from "../../state/filters.ts";
import { usePanelHeader } from "../../state/panel-header.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { useSettings } from "../../state/settings.ts";
import { useZone } from "../timeline/choices.ts";
import { rowsAsText } from "./copy-rows.ts";
import { ExportMenu } from "./export-menu.tsx";
import { TableChips } from "./table-chips.tsx";
import { TableGrid } from "./table-grid.tsx";
import { ColumnMenu, GroupMenu } from "./table-menus.tsx";
import {
  choose,
  clearTableFilters,
  columnsOf,
  selectByRow,
  showOrder,
  showTable,
  useTableFilters,
  useTables,
  useTableSubject,
} from "./table-state.ts";
import type { Section } from "./sections.ts";
import { useSections } from "./use-sections.ts";
import { useSettled } from "./use-settled.ts";

const NO_ROWS: readonly Section[] = [];

export function TablesPanel(): ReactNode {
  const table = useTables((state) => state.table);
  const choice = useTables((state) => state.choices[state.table]);
  const subject = useTableSubject();
  const window = useSelection((state) => state.window);
  const eventPosition = useSelection((state) => state.eventPosition);
  const unitId = useSelection((state) => state.unitId);
  const kept = useSettings((values) => values.tables?.[table]);
  const { zone } = useZone();
  const header = usePanelHeader("tables");
  const { sort, group } = choice;
  const filters = useTableFilters(table);
  const only = useOnly();
  const query = useMemo(
    (): TableQuery => ({
      table,
      subject,
      ...asked(only),
      filters: [...filters],
      ...(window === undefined ? {} : { window }),
      ...(sort === undefined ? {} : { sort }),
    }),
    [table, subject, only, window, filters, sort],
  );
  const settled = useSettled(query);
  const resizing = useTables((state) => state.resizing);
  const columns = useMemo(() => columnsOf(table, kept, resizing), [table, kept, resizing]);
  const { pages, moment, shown, failure, retry } = useSections(settled, choice);
  const { total, more = 0 } = { ...shown };
  /** What was done with the rows of a question. */
  const [note, setNote] = useState<{ readonly of: TableQuery; readonly text: string }>();
  const groupColumn = TABLE_COLUMNS[table].find(({ id }) => id === shown?.group);

  const select = (row: TableRow): void => {
    const { selectEvent, selectUnit, partNumber } = { ...selection.getState() };
    selectByRow(subject, () => {
      if (table === "events") selectEvent(row.id);
      else if (row.unitId !== undefined) selectUnit(row.unitId, row.partNumber ?? partNumber);
    });
  };
  const open = (row: TableRow): void => {
    const { selectEvent, selectUnit } = selection.getState();
    if (table === "orders") showOrder(String(row.cells[0] ?? ""));
    else if (table === "events")
      selectEvent(row.id, {
        ...(row.partNumber === undefined ? {} : { partNumber: row.partNumber }),
        ...(row.unitId === undefined ? {} : { unitId: row.unitId }),
      });
    else if (row.unitId !== undefined) selectUnit(row.unitId, row.partNumber);
  };
  const toggle = (value: string): void =>
    choose({
      open: choice.open.includes(value)
        ? choice.open.filter((each) => each !== value)
        : [...choice.open, value],
    });
  const copy = (rows: readonly TableRow[], missing: number): void => {
    navigator.clipboard.writeText(rowsAsText(table, columns, rows, zone)).then(
      () =>
        setNote({
          of: settled,
          text: message(missing > 0 ? "tables.copy-limit" : "tables.copied", { count: rows.length }),
        }),
      () => setNote({ of: settled, text: message("tables.copy-refused") }),
    );
  };

  const problem = (): ReactNode => {
    if (failure === undefined) return undefined;
    return (
      <Problem what={message("tables.failed")} failure={failure} retry={retry}>
        {sort === undefined ? undefined : (
          <button type="button" className="button" onClick={() => choose({ sort: undefined })}>
            {message("tables.undo-sort")}
          </button>
        )}
        {group === undefined ? undefined : (
          <button type="button" className="button" onClick={() => choose({ group: undefined })}>
            {message("tables.undo-group")}
          </button>
        )}
        {filters.length === 0 ? undefined : <ClearFilters />}
      </Problem>
    );
  };
  const empty = (): ReactNode => {
    if (filters.length > 0) return <Empty action={<ClearFilters />}>{message("tables.no-match")}</Empty>;
    if (only.length > 0 && !isBuild(table)) return <NothingPasses />;
    return (
      <Empty>
        {message(isBuild(table) && subject.kind !== "unit" ? "tables.select-unit" : "tables.none")}
      </Empty>
    );
  };
  const body = (): ReactNode => {
    if (failure === undefined && shown === undefined) return <Skeleton rows={8} />;
    return (
      <>
        <TableGrid
          key={table}
          query={query}
          answered={shown?.query}
          columns={columns}
          // The names of the columns stay beside a failure: a filter that caused it can be changed where it stands.
          sections={failure === undefined ? (shown?.sections ?? NO_ROWS) : NO_ROWS}
          group={groupColumn}
          pages={pages}
          moment={moment}
          zone={zone}
          label={message(`tables.${table}`)}
          isSelected={(row) =>
            table === "events" ? row.id === eventPosition : row.unitId !== undefined && row.unitId === unitId
          }
          onSelect={select}
          onOpen={open}
          onToggle={toggle}
          onCopy={copy}
        />
        {failure !== undefined ? problem() : total === 0 ? empty() : undefined}
        {more === 0 || failure !== undefined ? undefined : (
          <p className="muted table-more">{message("tables.group-more", { count: more })}</p>
        )}
      </>
    );
  };
  return (
    <Region name={message("panel.tables")} data={{ table }}>
      {header === undefined
        ? undefined
        : createPortal(
            <div className="table-bar">
              <output className="second table-count">
                {note?.of === settled ? `${note.text} · ` : ""}
                {total === undefined ? "" : message(`tables.count.${table}`, { count: total })}
              </output>
              <GroupMenu table={table} group={group} />
              <ColumnMenu table={table} columns={columns} />
              <ExportMenu query={query} columns={columns} />
            </div>,
            header,
          )}
      <div className="toolrow table-tools">
        <div className="segments" role="group" aria-label={message("tables.choice")}>
          {TABLE_IDS.map((id) => (
            <button
              key={id}
              type="button"
              className="segment"
              aria-pressed={id === table}
              onClick={() => showTable(id)}
            >
              {message(`tables.${id}`)}
            </button>
          ))}
        </div>
        <div className="table-chips">
          <TableChips table={table} filters={filters} zone={zone} />
        </div>
      </div>
      {body()}
    </Region>
  );
}

/** Tables of what units are built of: no filter of events holds there. */
const isBuild = (table: TableId): boolean => table === "contains" || table === "within";

function ClearFilters(): ReactNode {
  return (
    <button type="button" className="button" onClick={clearTableFilters}>
      {message("tables.clear-filters")}
    </button>
  );
}
