/** How much of the history is followed: all of it, or from a day on, in plant time. */
import { useId, useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { formatDate } from "../../state/format-time.ts";
import { useSettings } from "../../state/settings.ts";
import { useNow } from "../../state/use-now.ts";
import { timeZone } from "../../timeline/time-zone.ts";

export interface HistoryChoiceProps {
  /** µs UTC; undefined: all of it. */
  readonly since: number | undefined;
  readonly setSince: (since: number | undefined) => void;
}

/** What is offered first: a quarter of a year shows what is under way, and comes quickly. */
const PROPOSED = 92 * 86_400_000_000;

export function HistoryChoice({ since, setSince }: HistoryChoiceProps): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const now = useNow();
  const name = useId();
  const propose = (): void => setSince(startOfDay(formatDate(now - PROPOSED, zone), zone));
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
        {since === undefined ? undefined : <Day since={since} setSince={setSince} zone={zone} />}
      </div>
      {since === undefined ? undefined : <p className="muted">{message("add.history-explain")}</p>}
    </fieldset>
  );
}

/** Written in ISO order as everywhere here: the browser's own date field follows the language of the computer. */
function Day({ since, setSince, zone }: HistoryChoiceProps & { readonly zone: string }): ReactNode {
  const [text, setText] = useState(() => formatDate(since ?? 0, zone));
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
      aria-label={message("add.history-day")}
      aria-invalid={!isDay}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const start = startOfDay(event.target.value, zone);
        if (start !== undefined) setSince(start);
        event.target.setCustomValidity(start === undefined ? message("add.history-form") : "");
      }}
    />
  );
}

/** The instant at which a day `2026-03-01` begins on the plant's clock, µs UTC; undefined for what is no day. */
export function startOfDay(day: string, zone: string): number | undefined {
  const civil = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  // Not each engine refuses 31 February.
  if (Number.isNaN(civil) || formatDate(civil * 1_000) !== day) return undefined;
  return timeZone(zone).instantOf(civil) * 1_000;
}
