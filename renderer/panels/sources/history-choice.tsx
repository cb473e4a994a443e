/** How much of the history is followed: all of it, or from a day on, and until a day or whatever comes; in plant time. */
import { useId, useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { formatDate } from "../../state/format-time.ts";
import { useSettings } from "../../state/settings.ts";
import { useNow } from "../../state/use-now.ts";
import { timeZone } from "../../timeline/time-zone.ts";
import { isSpan, type FollowedSpan } from "./chosen-scopes.ts";

export interface HistoryChoiceProps {
  readonly span: FollowedSpan;
  readonly setSpan: (span: FollowedSpan) => void;
}

/** What is offered first: a quarter of a year shows what is under way, and comes quickly. */
const PROPOSED = 92 * 86_400_000_000;
/** ms */
const DAY = 86_400_000;

export function HistoryChoice({ span, setSpan }: HistoryChoiceProps): ReactNode {
  const { since, until } = span;
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const now = useNow();
  const name = useId();
  const setSince = (time: number | undefined): void => setSpan({ ...span, since: time });
  const setUntil = (time: number | undefined): void => setSpan({ ...span, until: time });
  const propose = (): void => setSince(startOfDay(formatDate(now - PROPOSED, zone), zone));
  const isSound = isSpan(span);
  return (
    <fieldset className="offer">
      <legend className="muted">{message("add.history")}</legend>
      <div className="history-choice">
        <label className="check">
          <input
            type="radio"
            name={name}
            checked={since === undefined}
            onChange={() => setSince(undefined)}
          />
          {message("add.history-all")}
        </label>
        <label className="check">
          <input type="radio" name={name} checked={since !== undefined} onChange={propose} />
          {message("add.history-from")}
        </label>
        {since === undefined ? undefined : (
          <Day label={message("add.history-day")} time={since} setTime={setSince} zone={zone} />
        )}
      </div>
      <div className="history-choice">
        <label className="check">
          <input
            type="checkbox"
            checked={until !== undefined}
            onChange={({ target }) =>
              setUntil(target.checked ? endOfDay(formatDate(now, zone), zone) : undefined)
            }
          />
          {message("add.history-until")}
        </label>
        {until === undefined ? undefined : (
          <Day
            label={message("add.history-last-day")}
            time={until - 1}
            setTime={(_start, day) => setUntil(endOfDay(day, zone))}
            zone={zone}
          />
        )}
      </div>
      {isSound ? undefined : (
        <p role="alert" className="fail">
          {message("add.history-turned")}
        </p>
      )}
      {since === undefined ? undefined : <p className="muted">{message("add.history-explain")}</p>}
      {until === undefined ? undefined : <p className="muted">{message("add.history-until-explain")}</p>}
    </fieldset>
  );
}

interface DayProps {
  readonly label: string;
  /** An instant of the day, µs UTC. */
  readonly time: number;
  /** Where it begins, and how it is written. */
  readonly setTime: (start: number, day: string) => void;
  readonly zone: string;
}

/** Written in ISO order as everywhere here: the browser's own date field follows the language of the computer. */
function Day({ label, time, setTime, zone }: DayProps): ReactNode {
  const [text, setText] = useState(() => formatDate(time, zone));
  const isDay = startOfDay(text, zone) !== undefined;
  return (
    <input
      className="field mono"
      inputMode="numeric"
      maxLength={10}
      pattern="\d{4}-\d{2}-\d{2}"
      required
      placeholder="2026-01-31"
      title={message("add.history-form")}
      aria-label={label}
      aria-invalid={!isDay}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const start = startOfDay(event.target.value, zone);
        if (start !== undefined) setTime(start, event.target.value);
        event.target.setCustomValidity(start === undefined ? message("add.history-form") : "");
      }}
    />
  );
}

/** The instant at which the day behind it begins, µs UTC; undefined for what is no day. */
export function endOfDay(day: string, zone: string): number | undefined {
  if (startOfDay(day, zone) === undefined) return undefined;
  // The calendar's next day: one with a change of clocks has 23 hours, or 25.
  return startOfDay(formatDate((Date.parse(`${day}T00:00:00Z`) + DAY) * 1_000), zone);
}

/** The instant at which a day `2026-03-01` begins on the plant's clock, µs UTC; undefined for what is no day. */
export function startOfDay(day: string, zone: string): number | undefined {
  const civil = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  // Not each engine refuses 31 February.
  if (Number.isNaN(civil) || formatDate(civil * 1_000) !== day) return undefined;
  return timeZone(zone).instantOf(civil) * 1_000;
}
