/** What a person chose for each table, kept while the panel is moved or closed; columns and widths for good. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Subject } from "../../../shared/contract/common.ts";
import type { TableFilter, TableQuery } from "../../../shared/contract/tables.ts";
import { TABLE_COLUMNS, type TableColumn, type TableId } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import { setTableFilters } from "../../state/filters.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import { selection, subjectKey } from "../../state/selection.ts";
import { columnName } from "./cell-text.ts";

export interface TableChoice {
  readonly sort: TableQuery["sort"];
  /** Column that rows are grouped by. */
  readonly group: string | undefined;
  /** Values of the groups that are open. */
  readonly open: readonly string[];
}

export interface TablesState {
  readonly table: TableId;
  readonly choices: Readonly<Record<TableId, TableChoice>>;
  /** What a row of the table itself selected, and what the table was about then: reading a row changes no table. */
  readonly own: { readonly selected: string; readonly subject: Subject } | undefined;
  /** A column that is being made wider or narrower: its width until the pointer lets go. */
  readonly resizing: { readonly table: TableId; readonly column: string; readonly width: number } | undefined;
}

const NOTHING: TableChoice = { sort: undefined, group: undefined, open: [] };

export const tables = createStore<TablesState>(() => ({
  table: "events",
  choices: {
    events: NOTHING,
    units: NOTHING,
    measurements: NOTHING,
    orders: NOTHING,
    contains: NOTHING,
    within: NOTHING,
  },
  own: undefined,
  resizing: undefined,
}));

export function useTables<T>(pick: (state: TablesState) => T): T {
  return useStore(tables, pick);
}

/** Another table is about what is selected now. */
export function showTable(table: TableId): void {
  tables.setState({ table, own: undefined });
}

/** The events of an order. */
export function showOrder(order: string): void {
  const filters: TableFilter[] = [{ by: "values", column: "order", values: [order] }];
  setTableFilters("events", filters, filterTitle("order"));
  tables.setState(({ choices }) => ({
    table: "events",
    choices: { ...choices, events: { ...choices.events, open: [] } },
  }));
}

const filterTitle = (column: string): string => message("filter.of-table", { column: columnName(column) });
const NO_FILTERS: readonly TableFilter[] = [];

/** By the columns of a table; each column has one filter at most. */
export function useTableFilters(table: TableId): readonly TableFilter[] {
  return useStore(selection, (state) => state.tableFilters[table] ?? NO_FILTERS);
}

export function choose(change: Partial<TableChoice>): void {
  tables.setState(({ table, choices }) => ({
    choices: { ...choices, [table]: { ...choices[table], ...change } },
  }));
}

/** Each column has one filter at most. */
export function setFilter(column: string, filter: TableFilter | undefined): void {
  const { table } = tables.getState();
  const now = selection.getState().tableFilters[table] ?? NO_FILTERS;
  const others = now.filter((each) => each.column !== column);
  const next = filter === undefined ? others : [...others, filter];
  // Words and numbers are typed; values are chosen one by one.
  const typedAt = filter === undefined || filter.by === "values" ? undefined : column;
  setTableFilters(table, next, filterTitle(column), typedAt);
  choose({ open: [] });
}

export function clearTableFilters(): void {
  setTableFilters(tables.getState().table, [], message("filter.of-table-cleared"));
  choose({ open: [] });
}

/** Up, down, and as it came. */
export function toggleSort(column: string): void {
  const { table, choices } = tables.getState();
  const { sort } = choices[table];
  if (sort?.column !== column) choose({ sort: { column, descending: false } });
  else choose({ sort: sort.descending ? undefined : { column, descending: true } });
}

/** Its columns as a person arranged them: those shown, and how wide. */
export function columnsOf(
  table: TableId,
  kept:
    | { readonly columns?: readonly string[]; readonly widths?: Readonly<Record<string, number>> }
    | undefined,
  resizing?: TablesState["resizing"],
): readonly TableColumn[] {
  const all = TABLE_COLUMNS[table];
  const shown = all.filter(({ id, extra }) => kept?.columns?.includes(id) ?? extra !== true);
  return (shown.length === 0 ? all : shown).map(({ fills, ...column }) => {
    const chosen =
      resizing?.table === table && resizing.column === column.id ? resizing.width : kept?.widths?.[column.id];
    return chosen === undefined
      ? { ...column, ...(fills === undefined ? {} : { fills }) }
      : { ...column, width: chosen };
  });
}

export function keepColumns(
  table: TableId,
  change: { readonly columns?: string[]; readonly widths?: Record<string, number> },
): void {
  const kept = settings.getState().values.tables ?? {};
  changeSettings({ tables: { ...kept, [table]: { ...kept[table], ...change } } });
}

const selectedKey = (): string => {
  const { partNumber, unitId, scope, structure } = selection.getState();
  return JSON.stringify([partNumber, unitId, scope, structure]);
};

/** What the table is about: the selection, but for one that a row of the table made. */
export function useTableSubject(): Subject {
  const key = useStore(selection, ({ subject }) => subjectKey(subject()));
  const own = useTables((state) => state.own);
  return own !== undefined && own.selected === selectedKey() ? own.subject : subjectOf(key);
}

let last: { readonly key: string; readonly subject: Subject } | undefined;
/** The same object for the same subject. */
function subjectOf(key: string): Subject {
  if (last?.key !== key) last = { key, subject: selection.getState().subject() };
  return last.subject;
}

/** Selects by a row, and keeps the table about what it is. */
export function selectByRow(subject: Subject, select: () => void): void {
  select();
  tables.setState({ own: { selected: selectedKey(), subject } });
}
