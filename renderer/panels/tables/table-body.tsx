/** The lines in view: rows of the table, and of its groups. */
import type { ReactNode } from "react";
import type { TableRow } from "../../../shared/contract/tables.ts";
import { TABLE_COLUMNS, type TableColumn, type TableId } from "../../../shared/model/table-columns.ts";
import { message } from "../../messages/catalogue.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { cellText, choiceText } from "./cell-text.ts";
import { ROW } from "./row-window.ts";
import type { Section } from "./sections.ts";
import { isNumber } from "./table-head.tsx";

const MONO: ReadonlySet<string> = new Set(["serial", "part", "order", "lot", "key"]);

export interface RowLineProps {
  readonly id: string;
  readonly table: TableId;
  readonly columns: readonly TableColumn[];
  /** Undefined: it has not come yet. */
  readonly row: TableRow | undefined;
  readonly zone: TimeZone;
  /** px from the start of the lines. */
  readonly top: number;
  /** Place among all lines, from 0 on. */
  readonly line: number;
  readonly isSelected: boolean;
  /** Column that the keys are at. */
  readonly active: number | undefined;
  readonly onPick: (
    line: number,
    column: number,
    event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean },
  ) => void;
  readonly onOpen: (line: number) => void;
  /** At the pointer; px of the page. */
  readonly onMenu: (line: number, column: number, x: number, y: number) => void;
}

export function RowLine(props: RowLineProps): ReactNode {
  const { id, table, columns, row, zone, top, line, isSelected, active, onPick, onOpen, onMenu } = props;
  return (
    <div
      role="row"
      aria-rowindex={line + 2}
      aria-selected={isSelected}
      aria-busy={row === undefined}
      className={`table-row ${isSelected ? "selected" : ""} ${active === undefined ? "" : "active"}`}
      style={{ transform: `translateY(${top}px)`, height: ROW }}
    >
      {columns.map((column, index) => {
        const cell = row?.cells[placeOf(table, column.id)];
        const text = cellText(column, cell, zone);
        return (
          <div
            key={column.id}
            id={`${id}-${index}`}
            role="gridcell"
            aria-colindex={index + 1}
            className={`table-cell ${isNumber(column) ? "numeric" : ""} ${MONO.has(column.id) ? "mono" : ""} ${toneOf(column.id, cell)} ${active === index ? "at" : ""}`}
            style={{ width: column.width }}
            title={text.length > 12 ? text : undefined}
            onClick={(event) => onPick(line, index, event)}
            onDoubleClick={() => onOpen(line)}
            onContextMenu={(event) => {
              event.preventDefault();
              onMenu(line, index, event.clientX, event.clientY);
            }}
          >
            {column.id === "kind" && typeof cell === "string" ? (
              <span className="table-kind" style={{ background: `var(--kind-${cell})` }} aria-hidden="true" />
            ) : undefined}
            {row === undefined && index === 0 ? <span className="table-wait" aria-hidden="true" /> : text}
          </div>
        );
      })}
    </div>
  );
}

const places = new Map<string, number>();
function placeOf(table: TableId, column: string): number {
  const key = `${table} ${column}`;
  let place = places.get(key);
  if (place === undefined) {
    place = TABLE_COLUMNS[table].findIndex(({ id }) => id === column);
    places.set(key, place);
  }
  return place;
}

function toneOf(column: string, cell: unknown): string {
  if (cell === "fail" || cell === "critical") return "fail";
  if (cell === "warning" || cell === "assumed") return "warn";
  if (cell === "missing" && column === "status") return "warn";
  if (column === "failures") return typeof cell === "number" && cell > 0 ? "fail" : "muted";
  return cell === "none" ? "muted" : "";
}

export interface GroupLineProps {
  readonly id: string;
  readonly section: Section;
  readonly column: TableColumn;
  readonly columns: number;
  readonly top: number;
  readonly line: number;
  readonly width: number;
  readonly isActive: boolean;
  readonly onToggle: (value: string) => void;
}

export function GroupLine(props: GroupLineProps): ReactNode {
  const { id, section, column, columns, top, line, width, isActive, onToggle } = props;
  const value = section.value ?? "";
  return (
    <div
      role="row"
      aria-rowindex={line + 2}
      aria-expanded={section.isOpen}
      className={`table-row table-group ${isActive ? "active" : ""}`}
      style={{ transform: `translateY(${top}px)`, height: ROW, width }}
    >
      <div
        id={`${id}-0`}
        role="gridcell"
        aria-colindex={1}
        aria-colspan={columns}
        className={`table-cell ${isActive ? "at" : ""}`}
        onClick={() => onToggle(value)}
      >
        <span className="table-fold" aria-hidden="true">
          {section.isOpen ? "▾" : "▸"}
        </span>
        <span className="table-group-name">
          {value === "" ? message("tables.group-without") : choiceText(column, value)}
        </span>{" "}
        <span className="muted">{section.rows.toLocaleString("en")}</span>
      </div>
    </div>
  );
}
