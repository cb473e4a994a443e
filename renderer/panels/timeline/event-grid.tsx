/**
 * The events in view as a grid, for screen readers, keys and tests: what the canvas shows can't be read. A window of
 * rows moves over all of them as somebody walks. Keys as of the ARIA Authoring Practices Guide, "Grid (Interactive
 * Tabular Data and Layout Containers)": one stop for Tab, arrows walk, Enter selects.
 */
import {
  memo,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import type { EventSummary } from "../../../shared/contract/events.ts";
import { message } from "../../messages/catalogue.ts";
import { spanText, timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { moveInGrid, type GridPlace } from "./grid-keys.ts";
import { kindName } from "./kind-name.ts";

export interface EventGridProps {
  /** Ascending in time. */
  readonly events: readonly EventSummary[];
  /** Of all events in view: how many come before these, and how many there are. */
  readonly before: number;
  readonly total: number;
  readonly zone: TimeZone;
  readonly selected: number | undefined;
  readonly onFocus: (event: EventSummary | undefined) => void;
  readonly onSelect: (position: number) => void;
  /** A row is wanted that is not among them: counted over all events in view. */
  readonly onReach: (row: number) => void;
}

const COLUMNS = ["title", "time", "kind", "severity", "equipment", "serial"] as const;

/** Drawn anew only with new props: the pointer moves over the plot many times a second. */
export const EventGrid = memo(function EventGrid(props: EventGridProps): ReactNode {
  const { events, before, total, zone, selected, onFocus, onSelect, onReach } = props;
  const [place, setPlace] = useState<GridPlace>({ row: 0, column: 0 });
  const grid = useRef<HTMLDivElement>(null);
  /** The keyboard is in the grid, and waits for a row that is on its way. */
  const waiting = useRef(false);
  /** The keyboard is in the grid, or was when its cell made way for other rows. */
  const inside = useRef(false);
  const last = before + events.length - 1;
  const stop = { row: Math.min(Math.max(place.row, before), Math.max(before, last)), column: place.column };
  const cellAt = ({ row, column }: GridPlace): HTMLElement | null | undefined =>
    grid.current?.querySelector(`[data-cell="${row} ${column}"]`);
  useLayoutEffect(() => {
    // Where events come in all the time others are listed: whoever walks through old ones stays at his row.
    const { activeElement, body } = document;
    const hasLost = activeElement === null || activeElement === body;
    if (inside.current && hasLost) waiting.current = true;
    if (!waiting.current) return;
    if (place.row >= before && place.row <= last) {
      waiting.current = false;
      cellAt(place)?.focus();
    } else if (hasLost) {
      // Keys that are pressed before his row has come are heard here.
      grid.current?.focus({ preventScroll: true });
    }
  });
  const askAgain = useEffectEvent((): void => {
    if (waiting.current && (place.row < before || place.row > last)) onReach(place.row);
  });
  // Events that came meanwhile have moved the rows: the one that is waited for is another one's place now.
  useEffect(() => askAgain(), [before, total, events]);
  const onKeyDown = (event: KeyboardEvent): void => {
    // Whoever is faster than the rows goes on from the one that he waits for.
    const from = waiting.current ? place : stop;
    const position = events[from.row - before]?.position;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (position !== undefined) onSelect(position);
      return;
    }
    const next = moveInGrid(event, from, { rows: total, columns: COLUMNS.length });
    if (next === undefined) return;
    event.preventDefault();
    setPlace(next);
    if (next.row >= before && next.row <= last) cellAt(next)?.focus();
    else {
      waiting.current = true;
      onReach(next.row);
    }
  };
  const onBlur = (event: FocusEvent): void => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    // A cell that makes way for the rows that are waited for loses the focus to nothing.
    if (waiting.current && event.relatedTarget === null) return;
    waiting.current = false;
    inside.current = false;
    onFocus(undefined);
  };
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={-1}
      className="visually-hidden"
      aria-label={message("timeline.events")}
      aria-rowcount={total + 1}
      aria-colcount={COLUMNS.length}
      aria-readonly="true"
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      <div role="row" aria-rowindex={1}>
        {COLUMNS.map((column, index) => (
          <span key={column} role="columnheader" aria-colindex={index + 1}>
            {message(`timeline.events.column.${column}`)}
          </span>
        ))}
      </div>
      {events.map((event, index) => {
        const row = before + index;
        return (
          <div
            key={event.position}
            role="row"
            aria-rowindex={row + 2}
            aria-selected={event.position === selected}
          >
            {COLUMNS.map((column, at) => (
              <span
                key={column}
                role="gridcell"
                aria-colindex={at + 1}
                data-cell={`${row} ${at}`}
                data-position={at === 0 ? event.position : undefined}
                tabIndex={row === stop.row && at === stop.column ? 0 : -1}
                onFocus={() => {
                  inside.current = true;
                  setPlace({ row, column: at });
                  onFocus(event);
                }}
                onClick={() => onSelect(event.position)}
              >
                {cellText(event, column, zone)}
              </span>
            ))}
          </div>
        );
      })}
    </div>
  );
});

function cellText(event: EventSummary, column: (typeof COLUMNS)[number], zone: TimeZone): string {
  const { title, kind, severity, startedAt, endedAt, equipment, serial } = event;
  switch (column) {
    case "title":
      return title;
    case "time":
      if (startedAt === undefined) return "";
      return endedAt === undefined
        ? timeText(startedAt, zone, "second")
        : spanText({ from: startedAt, to: endedAt }, zone);
    case "kind":
      return kindName(kind);
    case "severity":
      return severity === "none" ? "" : message(`timeline.severity.${severity}`);
    case "equipment":
      return equipment ?? "";
    case "serial":
      return serial ?? "";
  }
}
