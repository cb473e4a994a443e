/** When the clock of a plant or server was off: folded until somebody asks. */
import { useState, type ReactNode } from "react";
import { message } from "../messages/catalogue.ts";
import { clockSpanText, clocksWereOff } from "../state/clock-words.ts";
import { useQuery } from "../state/query.ts";

export interface ClockHistoryProps {
  readonly sourceIds: readonly string[];
  readonly zone: string;
}

export function ClockHistory({ sourceIds, zone }: ClockHistoryProps): ReactNode {
  const [open, setOpen] = useState(false);
  const { data } = useQuery("clocks", (host, options) => host.sources.clocks({}, options), {
    keep: true,
    on: ["sources"],
  });
  const spans = clocksWereOff(data ?? [], new Set(sourceIds));
  if (spans.length === 0) return undefined;
  return (
    <>
      <button type="button" className="plant-fold second" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="twisty" aria-hidden="true">
          {open ? "▾" : "▸"}
        </span>
        {message("clock.history", { count: spans.length })}
      </button>
      {open ? (
        <ul className="gap-list">
          {spans.map((clock) => (
            <li key={clock.from}>
              <p>{clockSpanText(clock, zone)}</p>
            </li>
          ))}
        </ul>
      ) : undefined}
    </>
  );
}
