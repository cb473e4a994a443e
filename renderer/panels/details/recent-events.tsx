/** The newest events of the subject in the brushed span, and how many have no time at all. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { formatCount } from "../../state/format-number.ts";
import { formatInstant } from "../../state/format-time.ts";
import { asked, onlyKey, useOnly } from "../../state/filters.ts";
import { useQuery } from "../../state/query.ts";
import { selection, subjectKey, subjectPart, useSelection } from "../../state/selection.ts";
import { Section } from "./facts.tsx";

const SHOWN = 12;

export function RecentEvents({ zone }: { readonly zone: string }): ReactNode {
  const subject = useSelection((state) => subjectKey(state.subject()));
  const window = useSelection((state) => state.window);
  const only = useOnly();
  const part = useSelection(subjectPart);
  const query = useQuery(
    `events:${subject}:${onlyKey(only)}:${window?.from}:${window?.to}`,
    (host, options) =>
      host.events.list(
        {
          subject: selection.getState().subject(),
          ...asked(only),
          limit: SHOWN,
          ...(window === undefined ? {} : { window }),
        },
        options,
      ),
    { keep: true, delay: window === undefined ? 0 : 80, of: only.length === 0 ? part : undefined },
  );
  const found = query.data;
  if (found === undefined || found.events.length === 0) return undefined;
  return (
    <Section title={message("details.events")}>
      <ul className="event-lines">
        {found.events.map((event) => (
          <li key={event.position}>
            <button
              type="button"
              className="event-line"
              onClick={() =>
                selection.getState().selectEvent(event.position, {
                  ...(event.partNumber === undefined ? {} : { partNumber: event.partNumber }),
                  ...(event.unitId === undefined ? {} : { unitId: event.unitId }),
                })
              }
            >
              <span className="kind-dot" style={{ background: `var(--kind-${event.kind})` }} />
              <span className="event-time muted">
                {event.startedAt === undefined
                  ? message("details.undated")
                  : formatInstant(event.startedAt, zone).slice(0, 16)}
              </span>
              <span
                className={`ellipsis ${event.severity === "fail" || event.severity === "critical" ? "fail" : ""}`}
              >
                {event.title}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.total > found.events.length ? (
        <p className="muted events-more">{message("details.events-more", { count: found.total })}</p>
      ) : undefined}
      <span className="visually-hidden">{formatCount(found.total)}</span>
    </Section>
  );
}
