/**
 * The table as real HTML, so that its meaning needs no explaining to a screen reader or a test. A large
 * one is drawn only where it is seen: spacer rows and cells keep its size, aria-rowcount its truth.
 */
import { useRef, type KeyboardEvent, type ReactNode } from "react";
import type { MeasurementBlock } from "../../../shared/contract/measurements.ts";
import { message } from "../../messages/catalogue.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { characteristicName, visibleRange, type Grid, type GridSort } from "./grid.ts";
import { CharacteristicHead, MeasurementCell, UnitHead } from "./grid-cells.tsx";
import { useActiveColumn } from "./use-active-column.ts";
import { valueText } from "./value-text.ts";
import { useScrollWindow } from "./use-scroll-window.ts";

/** Up to so many cells the whole table is drawn. */
const WHOLE = 4_000;
const ROW = 24;
const COLUMN = 84;
const FIRST_COLUMN = 124;

export interface GridTableProps {
  readonly block: MeasurementBlock;
  readonly grid: Grid;
  readonly decimals: readonly number[];
  readonly transposed: boolean;
  readonly sort: GridSort;
  readonly onSort: (sort: GridSort) => void;
}

export function GridTable({ block, grid, decimals, transposed, sort, onSort }: GridTableProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const view = useScrollWindow(box);
  const { active, showFace } = useActiveColumn(block, box, grid, transposed, view.width > 0);
  const unitId = useSelection((state) => state.unitId);
  const picked = useSelection((state) => state.characteristic);
  const vertical = transposed ? grid.columns : grid.rows;
  const horizontal = transposed ? grid.rows : grid.columns;
  const whole = vertical.length * horizontal.length <= WHOLE;
  const columnWidth = transposed ? 76 : COLUMN;
  const firstWidth = transposed ? 210 : FIRST_COLUMN;
  const rows = whole
    ? { from: 0, to: vertical.length }
    : visibleRange(view.top, view.height, ROW, vertical.length);
  const columns = whole
    ? { from: 0, to: horizontal.length }
    : visibleRange(view.left, view.width, columnWidth, horizontal.length);
  const left = columns.from * columnWidth;
  const right = (horizontal.length - columns.to) * columnWidth;

  const toggleSort = (column: number): void =>
    onSort({ column, descending: sort.column === column ? !sort.descending : column !== -1 });
  const sorted = (column: number): "ascending" | "descending" | "none" =>
    sort.column === column ? (sort.descending ? "descending" : "ascending") : "none";
  const select = (row: number): void => {
    const unit = block.rows[row];
    if (unit !== undefined) selection.getState().selectUnit(unit.unitId, block.partNumber);
  };
  const columnName = (column: number): string => {
    const characteristic = block.columns[column];
    return characteristic === undefined ? "" : characteristicName(characteristic);
  };
  const selectValue = (row: number, column: number): void => {
    const unit = block.rows[row];
    if (unit === undefined) return;
    const { partNumber } = block;
    const words = valueText(block, row, column, decimals[column] ?? 3);
    const picked = { partNumber, name: columnName(column), text: words };
    selection.getState().selectCharacteristic(picked, unit.unitId);
  };
  const unitHead = (row: number, scope: "row" | "col"): ReactNode => {
    const unit = block.rows[row];
    if (unit === undefined) return undefined;
    return (
      <UnitHead
        key={row}
        unit={unit}
        scope={scope}
        index={scope === "col" ? horizontal.indexOf(row) + 2 : undefined}
        selected={unit.unitId === unitId}
        select={() => select(row)}
      />
    );
  };
  const characteristicHead = (column: number, scope: "row" | "col"): ReactNode => {
    const characteristic = block.columns[column];
    if (characteristic === undefined) return undefined;
    return (
      <CharacteristicHead
        key={column}
        column={characteristic}
        scope={scope}
        index={scope === "col" ? horizontal.indexOf(column) + 2 : undefined}
        sort={sorted(column)}
        onSort={() => toggleSort(column)}
        isActive={column === active}
        showFace={showFace(column)}
      />
    );
  };
  const cell = (down: number, across: number): ReactNode => {
    const row = transposed ? across : down;
    const column = transposed ? down : across;
    return (
      <MeasurementCell
        key={across}
        block={block}
        row={row}
        column={column}
        decimals={decimals[column] ?? 3}
        selected={
          block.rows[row]?.unitId === unitId &&
          picked?.partNumber === block.partNumber &&
          picked.name === columnName(column) &&
          // A unit that was measured twice has two rows.
          picked.text === valueText(block, row, column, decimals[column] ?? 3)
        }
        select={() => selectValue(row, column)}
      />
    );
  };

  return (
    <div
      ref={box}
      className="scroll grid-box"
      tabIndex={0}
      data-first-focus
      onKeyDown={(event) => {
        scrollByKeys(event, box.current);
        moveByKeys(event);
      }}
    >
      <table
        className={`grid ${transposed ? "transposed" : ""}`}
        aria-label={message("measurements.table", {
          part: block.partNumber,
          source: block.laboratory ?? block.sourceName,
        })}
        aria-rowcount={vertical.length + 1}
        aria-colcount={horizontal.length + 1}
        style={{ width: firstWidth + horizontal.length * columnWidth }}
      >
        <colgroup>
          <col style={{ width: firstWidth }} />
          {left > 0 ? <col style={{ width: left }} /> : undefined}
          {horizontal.slice(columns.from, columns.to).map((at) => (
            <col
              key={at}
              className={!transposed && at === active ? "active" : ""}
              style={{ width: columnWidth }}
            />
          ))}
          {right > 0 ? <col style={{ width: right }} /> : undefined}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className="corner" aria-sort={sorted(-1)} aria-colindex={1}>
              <button type="button" className="sort" onClick={() => toggleSort(-1)}>
                {message(transposed ? "measurements.characteristic" : "measurements.unit")}
              </button>
              <button
                type="button"
                className="sort corner-out"
                aria-label={message("measurements.sort", { name: message("measurements.out") })}
                onClick={() => toggleSort(-2)}
              >
                {message("measurements.out")}
                {sort.column === -2 ? (sort.descending ? " ↓" : " ↑") : ""}
              </button>
            </th>
            {left > 0 ? <td aria-hidden="true" /> : undefined}
            {horizontal
              .slice(columns.from, columns.to)
              .map((at) => (transposed ? unitHead(at, "col") : characteristicHead(at, "col")))}
            {right > 0 ? <td aria-hidden="true" /> : undefined}
          </tr>
        </thead>
        <tbody>
          {rows.from > 0 ? <tr aria-hidden="true" style={{ height: rows.from * ROW }} /> : undefined}
          {vertical.slice(rows.from, rows.to).map((down, offset) => (
            <tr
              key={down}
              aria-rowindex={rows.from + offset + 2}
              className={
                transposed
                  ? down === active
                    ? "active"
                    : ""
                  : block.rows[down]?.unitId === unitId
                    ? "selected"
                    : ""
              }
            >
              {transposed ? characteristicHead(down, "row") : unitHead(down, "row")}
              {left > 0 ? <td aria-hidden="true" /> : undefined}
              {horizontal.slice(columns.from, columns.to).map((across) => cell(down, across))}
              {right > 0 ? <td aria-hidden="true" /> : undefined}
            </tr>
          ))}
          {rows.to < vertical.length ? (
            <tr aria-hidden="true" style={{ height: (vertical.length - rows.to) * ROW }} />
          ) : undefined}
        </tbody>
      </table>
    </div>
  );
}

/** Page keys and Home/End of the box; the browser does the arrows. */
function scrollByKeys(event: KeyboardEvent, box: HTMLElement | null): void {
  if (box === null || !event.ctrlKey) return;
  if (event.key === "Home") box.scrollTo({ top: 0, left: 0 });
  else if (event.key === "End") box.scrollTo({ top: box.scrollHeight, left: box.scrollWidth });
  else return;
  event.preventDefault();
}

const STEPS: Readonly<Record<string, readonly [down: number, across: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** From a head or a value the arrows lead to the next value, Enter and space select it. */
function moveByKeys(event: KeyboardEvent): void {
  const from = event.target instanceof Element ? event.target.closest("td, th") : null;
  const step = STEPS[event.key];
  if (!(from instanceof HTMLTableCellElement) || event.ctrlKey || event.altKey) return;
  if (step === undefined) {
    const isValue = from.tagName === "TD" && event.target === from;
    if (!isValue || (event.key !== "Enter" && event.key !== " ")) return;
    from.click();
  } else {
    const [down, across] = step;
    const table = from.closest("table");
    const row = from.parentElement instanceof HTMLTableRowElement ? from.parentElement : undefined;
    const next = table?.rows[(row?.rowIndex ?? 0) + down]?.cells[from.cellIndex + across];
    const target = next?.tagName === "TH" ? next.querySelector("button") : next;
    if (target === undefined || target === null || next?.ariaHidden === "true") return;
    target.focus();
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  event.preventDefault();
}
