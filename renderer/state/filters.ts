/** Filters that hold everywhere, and those of each table: every change of them can be taken back. */
import {
  MOST_KEYS,
  type EventFilter,
  type EventFilters,
  type FilterDimension,
} from "../../shared/contract/event-filter.ts";
import type { TableFilter } from "../../shared/contract/tables.ts";
import type { TableId } from "../../shared/model/table-columns.ts";
import { message } from "../messages/catalogue.ts";
import { filterName } from "./filter-names.ts";
import { selection, useSelection, type Filters, type Structure } from "./selection.ts";
import { undoStack, type UndoStep } from "./undo.ts";

/** As questions take them: absent where there are none. */
export function asked(only: EventFilters): { only?: EventFilter[] } {
  return only.length === 0 ? {} : { only: [...only] };
}

/** Names the filters in keys of caches and effects; "" where there are none. */
export const onlyKey = (only: EventFilters): string => (only.length === 0 ? "" : JSON.stringify(only));

export const useOnly = (): EventFilters => useSelection((state) => state.only);

/** Typing that goes on: its step takes the place of the one before, so that undo takes back a word and not a letter. */
let typing: { readonly at: string; readonly before: Filters; readonly step: UndoStep } | undefined;

/** What is typed from now on is another step. */
export function endTyping(): void {
  typing = undefined;
}

function change(title: string, next: Partial<Filters>, at?: string): void {
  const { only, tableFilters, structure, setFilters } = selection.getState();
  const now: Filters = { only, tableFilters, structure };
  const goesOn = at !== undefined && typing?.at === at && undoStack.getState().done.at(-1) === typing.step;
  const before = goesOn && typing !== undefined ? typing.before : now;
  const after: Filters = { ...now, ...next };
  const step: UndoStep = { title, undo: () => setFilters(before), redo: () => setFilters(after) };
  setFilters(after);
  if (goesOn) undoStack.setState(({ done }) => ({ done: [...done.slice(0, -1), step], undone: [] }));
  else undoStack.getState().push(step);
  typing = at === undefined ? undefined : { at, before, step };
}

export const isFilteredBy = (only: EventFilters, by: FilterDimension, key: string): boolean =>
  only.some((each) => each.by === by && each.keys.includes(key));

/** Beside others of the same dimension: one of them is enough. */
export function filterBy(by: FilterDimension, key: string): void {
  const { only } = selection.getState();
  if (isFilteredBy(only, by, key)) return;
  const before = only.find((each) => each.by === by);
  if ((before?.keys.length ?? 0) >= MOST_KEYS) return;
  const filter: EventFilter = { by, keys: [...(before?.keys ?? []), key] };
  const next =
    before === undefined ? [...only, filter] : only.map((each) => (each === before ? filter : each));
  change(message("filter.added", { filter: filterName(by, key) }), { only: next });
}

export function removeFilter(by: FilterDimension, key: string): void {
  const { only } = selection.getState();
  if (!isFilteredBy(only, by, key)) return;
  const next = only.flatMap((each): EventFilter[] => {
    if (each.by !== by) return [each];
    const keys = each.keys.filter((one) => one !== key);
    return keys.length === 0 ? [] : [{ by, keys }];
  });
  change(message("filter.removed", { filter: filterName(by, key) }), { only: next });
}

export function clearFilters(): void {
  if (selection.getState().only.length > 0) change(message("filter.cleared"), { only: [] });
}

export function showStructure(structure: Structure): void {
  if (selection.getState().structure !== structure) change(message(`filter.as-${structure}`), { structure });
}

/** The brushed span is what it is while it is dragged; taken away, it can be brought back. */
export function clearSpan(): void {
  const { window, brush } = selection.getState();
  if (window === undefined) return;
  brush(undefined);
  undoStack.getState().push({
    title: message("filter.span-cleared"),
    undo: () => brush(window),
    redo: () => brush(undefined),
  });
}

/**
 * Each column of a table has one filter at most.
 * @param title of the step, in words
 * @param typedAt the column, where the filter changes with every letter
 */
export function setTableFilters(
  table: TableId,
  filters: readonly TableFilter[],
  title: string,
  typedAt?: string,
): void {
  const { tableFilters } = selection.getState();
  if (filters.length === 0 && (tableFilters[table]?.length ?? 0) === 0) return;
  change(
    title,
    { tableFilters: { ...tableFilters, [table]: filters } },
    typedAt === undefined ? undefined : `${table} ${typedAt}`,
  );
}
