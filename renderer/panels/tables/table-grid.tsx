/**
 * The table itself as a grid for mouse, keys and screen readers. Only the lines in view are in the page; pages of
 * rows are asked for as they come in view.
 */
import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { useStore } from "zustand";
import type { TableQuery, TableRow } from "../../../shared/contract/tables.ts";
import type { TableColumn } from "../../../shared/model/table-columns.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { MOST_LOADED, PAGE, rowOf, type Pages, type Wanted } from "./pages.ts";
import { RowMenu } from "./row-menu.tsx";
import { RowsAbove } from "./rows-above.tsx";
import { ROW, useRowWindow } from "./row-window.ts";
import { linesOf, type Line, type Section } from "./sections.ts";
import { GroupLine, RowLine } from "./table-body.tsx";
import { filled } from "./filled.ts";
import { TableHead } from "./table-head.tsx";
import { useHeldLines } from "./use-held-lines.ts";

/** px of the line with the columns' names. */
const HEAD = 26;
/** Lines drawn beyond the edges. */
const BEYOND = 6;

export interface TableGridProps {
  /** As chosen; what is shown may still be of the one before. */
  readonly query: TableQuery;
  /** The question that the sections answer. */
  readonly answered: TableQuery | undefined;
  readonly columns: readonly TableColumn[];
  readonly sections: readonly Section[];
  /** Column of the groups. */
  readonly group: TableColumn | undefined;
  readonly pages: Pages;
  /** See Pages.want. */
  readonly moment: string;
  readonly zone: TimeZone;
  readonly label: string;
  /** What is selected everywhere, by the ids of rows. */
  readonly isSelected: (row: TableRow) => boolean;
  readonly onSelect: (row: TableRow) => void;
  readonly onOpen: (row: TableRow) => void;
  readonly onToggle: (value: string) => void;
  readonly onCopy: (rows: readonly TableRow[], missing: number) => void;
}

export function TableGrid(props: TableGridProps): ReactNode {
  const { query, sections, group, pages, moment, zone, label, onSelect, onOpen, onToggle } = props;
  const box = useRef<HTMLDivElement>(null);
  const base = useId();
  const { pages: come } = useStore(pages.state);
  const loaded = useCallback((query: TableQuery, row: number) => rowOf(come, query, row), [come]);
  const lines = useMemo(() => linesOf(sections), [sections]);
  const view = useRowWindow(box, lines.count, HEAD);
  const [at, setAt] = useState({ line: 0, column: 0 });
  /** Where a selection of several lines began. */
  const [from, setFrom] = useState<number>();
  const [menu, setMenu] = useState<{ readonly row: TableRow; readonly x: number; readonly y: number }>();
  const first = Math.max(0, Math.floor(view.top) - BEYOND);
  const last = Math.min(lines.count, Math.ceil(view.top + view.rows) + BEYOND);
  const line = Math.min(at.line, Math.max(0, lines.count - 1));
  const columns = useMemo(() => filled(props.columns, view.width), [props.columns, view.width]);
  const column = Math.min(at.column, columns.length - 1);
  const width = columns.reduce((sum, each) => sum + each.width, 0);

  const wanted = useMemo(() => {
    const bySection = new Map<Section, Set<number>>();
    for (let each = first; each < last; each += 1) {
      const found = lines.at(each);
      if (found?.is !== "row") continue;
      const set = bySection.get(found.section) ?? new Set();
      bySection.set(found.section, set.add(Math.floor(found.row / PAGE)));
    }
    return Array.from(bySection, ([{ query: its }, numbers]): Wanted => ({
      query: its,
      pages: [...numbers],
    }));
  }, [lines, first, last]);
  useEffect(() => {
    pages.want("view", wanted, moment);
  }, [pages, wanted, moment]);

  const rowAt = useCallback(
    (place: number): TableRow | undefined => {
      const found = lines.at(place);
      return found?.is === "row" ? loaded(found.section.query, found.row) : undefined;
    },
    [lines, loaded],
  );
  const idOf = useCallback(
    (found: Line | undefined) =>
      found?.is === "row" ? loaded(found.section.query, found.row)?.id : undefined,
    [loaded],
  );
  const move = useCallback(
    (place: number, begin: number | undefined): void => {
      setAt({ line: place, column });
      setFrom(begin);
    },
    [column],
  );
  const above = useHeldLines({ lines, idOf, query: props.answered, line, from, view, onMove: move });
  const isChosen = (place: number): boolean =>
    from !== undefined && place >= Math.min(from, line) && place <= Math.max(from, line);

  const goTo = (place: number, isExtended: boolean): void => {
    const next = Math.max(0, Math.min(lines.count - 1, place));
    setAt({ line: next, column });
    setFrom(isExtended ? (from ?? line) : undefined);
    view.reveal(next);
  };
  /** Brings the column into view, too. */
  const goAcross = (place: number): void => {
    const next = Math.max(0, Math.min(columns.length - 1, place));
    setAt({ line, column: next });
    const element = box.current;
    if (element === null) return;
    const left = columns.slice(0, next).reduce((sum, each) => sum + each.width, 0);
    const right = left + (columns[next]?.width ?? 0);
    if (left < element.scrollLeft) element.scrollTo({ left });
    else if (right > element.scrollLeft + element.clientWidth)
      element.scrollTo({ left: Math.min(left, right - element.clientWidth) });
  };
  const open = (place: number): void => {
    const row = rowAt(place);
    if (row !== undefined) onOpen(row);
  };
  const copy = (): void => {
    const [low, high] = from === undefined ? [line, line] : [Math.min(from, line), Math.max(from, line)];
    const rows: TableRow[] = [];
    // No more than these are loaded, and a range may be all ten million.
    const last = Math.min(high, low + MOST_LOADED - 1);
    let missing = high - last;
    for (let place = low; place <= last; place += 1) {
      if (lines.at(place)?.is !== "row") continue;
      const row = rowAt(place);
      if (row === undefined) missing += 1;
      else rows.push(row);
    }
    props.onCopy(rows, missing);
  };
  const openMenu = (place: number, x: number, y: number): void => {
    const row = rowAt(place);
    if (row !== undefined) setMenu({ row, x, y });
  };
  /** Under the line that the keys are at. */
  const openMenuHere = (): void => {
    const cell = document.getElementById(`${base}-${line}-${column}`)?.getBoundingClientRect();
    openMenu(line, (cell?.left ?? 0) + 16, cell?.bottom ?? 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const whole = Math.max(1, Math.floor(view.rows) - 1);
    const control = event.ctrlKey || event.metaKey;
    const found = lines.at(line);
    const steps: Readonly<Record<string, () => void>> = {
      ArrowDown: () => goTo(line + 1, event.shiftKey),
      ArrowUp: () => goTo(line - 1, event.shiftKey),
      PageDown: () => goTo(line + whole, event.shiftKey),
      PageUp: () => goTo(line - whole, event.shiftKey),
      ArrowRight: () => {
        if (found?.is === "group" && !found.section.isOpen) onToggle(found.section.value ?? "");
        else goAcross(column + 1);
      },
      ArrowLeft: () => {
        if (found?.is === "group" && found.section.isOpen) onToggle(found.section.value ?? "");
        else goAcross(column - 1);
      },
      Home: () => (control ? goTo(0, event.shiftKey) : goAcross(0)),
      End: () => (control ? goTo(lines.count - 1, event.shiftKey) : goAcross(columns.length - 1)),
      Enter: () => pick(line, column, event, true),
      " ": () => pick(line, column, event, false),
    };
    const step = steps[event.key];
    if (step !== undefined && !event.altKey) step();
    else if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) openMenuHere();
    else if (control && event.key.toLowerCase() === "c") copy();
    else if (event.key === "Escape" && from !== undefined) setFrom(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const pick = (
    place: number,
    cell: number,
    { shiftKey }: { readonly shiftKey: boolean },
    opens = false,
  ): void => {
    const found = lines.at(place);
    if (found?.is === "group") return onToggle(found.section.value ?? "");
    setAt({ line: place, column: cell });
    setFrom(shiftKey ? (from ?? line) : undefined);
    const row = rowAt(place);
    if (row === undefined || shiftKey) return;
    if (opens) onOpen(row);
    else onSelect(row);
  };
  return (
    <>
      <div
        ref={box}
        role="grid"
        className={`scroll table-grid ${lines.count === 0 ? "empty" : ""}`}
        tabIndex={0}
        data-first-focus
        aria-label={label}
        aria-rowcount={lines.count + 1}
        aria-colcount={columns.length}
        aria-multiselectable="true"
        aria-activedescendant={
          line >= first && line < last
            ? `${base}-${line}-${lines.at(line)?.is === "group" ? 0 : column}`
            : undefined
        }
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className="table-head-box" style={{ width }}>
          <TableHead table={query.table} columns={columns} query={query} zone={zone} />
        </div>
        <div role="rowgroup" className="table-lines" style={{ height: view.height, width }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, index) => {
            const place = first + index;
            const found = lines.at(place);
            const top = view.offset + (place - view.top) * ROW;
            const id = `${base}-${place}`;
            if (found?.is === "group" && group !== undefined)
              return (
                <GroupLine
                  key={place}
                  id={id}
                  section={found.section}
                  column={group}
                  columns={columns.length}
                  top={top}
                  line={place}
                  width={width}
                  isActive={place === line}
                  onToggle={onToggle}
                />
              );
            const row = rowAt(place);
            return (
              <RowLine
                key={place}
                id={id}
                table={query.table}
                columns={columns}
                row={row}
                zone={zone}
                top={top}
                line={place}
                isSelected={isChosen(place) || (row !== undefined && props.isSelected(row))}
                active={place === line ? column : undefined}
                onPick={pick}
                onOpen={open}
                onMenu={(at, cell, x, y) => {
                  setAt({ line: at, column: cell });
                  setFrom(undefined);
                  openMenu(at, x, y);
                }}
              />
            );
          })}
        </div>
      </div>
      {above === 0 ? undefined : (
        <RowsAbove
          count={above}
          onGo={() => {
            move(0, undefined);
            view.moveTo(0);
            box.current?.focus();
          }}
        />
      )}
      {menu === undefined ? undefined : (
        <RowMenu
          table={query.table}
          row={menu.row}
          x={menu.x}
          y={menu.y}
          close={() => {
            setMenu(undefined);
            box.current?.focus();
          }}
        />
      )}
    </>
  );
}
