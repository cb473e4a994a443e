/**
 * The events in view as real text, for screen readers, keys and tests: what the canvas shows can't be
 * read. One stop for Tab; the arrows walk, Enter selects.
 */
import { memo, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from "react";
import type { EventSummary } from "../../../shared/contract/events.ts";
import { message } from "../../messages/catalogue.ts";
import { spanText, timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { kindName } from "./kind-name.ts";

export interface EventListProps {
  /** Ascending in time. */
  readonly events: readonly EventSummary[];
  readonly total: number;
  readonly zone: TimeZone;
  readonly selected: number | undefined;
  readonly onFocus: (event: EventSummary | undefined) => void;
  readonly onSelect: (position: number) => void;
}

/** Drawn anew only with new props: the pointer moves over the plot many times a second. */
export const EventList = memo(function EventList({
  events,
  total,
  zone,
  selected,
  onFocus,
  onSelect,
}: EventListProps): ReactNode {
  const [at, setAt] = useState(0);
  const stop = Math.min(at, events.length - 1);
  const move = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = event.key === "Home" ? 0 : event.key === "End" ? events.length - 1 : stop + (step ?? NaN);
    if (Number.isNaN(next)) return;
    event.preventDefault();
    const index = Math.min(Math.max(next, 0), events.length - 1);
    setAt(index);
    event.currentTarget.closest("ol")?.querySelectorAll("button")[index]?.focus();
  };
  const leave = (event: FocusEvent<HTMLButtonElement>): void => {
    if (event.currentTarget.closest("ol")?.contains(event.relatedTarget) !== true) onFocus(undefined);
  };
  return (
    <div className="visually-hidden">
      <ol aria-label={message("timeline.events")}>
        {events.map((event, index) => (
          <li key={event.position}>
            <button
              type="button"
              tabIndex={index === stop ? 0 : -1}
              aria-current={event.position === selected ? "true" : undefined}
              data-position={event.position}
              onFocus={() => {
                setAt(index);
                onFocus(event);
              }}
              onKeyDown={move}
              onBlur={leave}
              onClick={() => onSelect(event.position)}
            >
              {eventText(event, zone)}
            </button>
          </li>
        ))}
      </ol>
      {total > events.length ? (
        <p>{message("timeline.events.more", { shown: events.length, total })}</p>
      ) : undefined}
    </div>
  );
});

function eventText({ title, kind, severity, startedAt, endedAt }: EventSummary, zone: TimeZone): string {
  const time =
    startedAt === undefined
      ? ""
      : endedAt === undefined
        ? timeText(startedAt, zone, "second")
        : spanText({ from: startedAt, to: endedAt }, zone);
  const words = { title, kind: kindName(kind), time };
  if (severity !== "fail" && severity !== "critical") return message("timeline.event", words);
  return message("timeline.event.failed", { ...words, severity: message(`timeline.severity.${severity}`) });
}
