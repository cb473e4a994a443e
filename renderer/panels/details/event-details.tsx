import type { ReactNode } from "react";
import { isClockOff } from "../../../shared/model/clock.ts";
import { message } from "../../messages/catalogue.ts";
import { Problem, Skeleton } from "../../components/region.tsx";
import { clockOff } from "../../state/clock-words.ts";
import { formatDuration, formatInstant } from "../../state/format-time.ts";
import { useQuery } from "../../state/query.ts";
import { selection } from "../../state/selection.ts";
import { eventTime } from "./event-time.ts";
import { FactRow, Payload, Section } from "./facts.tsx";

export function EventDetailsView({
  position,
  zone,
}: {
  readonly position: number;
  readonly zone: string;
}): ReactNode {
  const query = useQuery(`event:${position}`, (host, options) => host.events.details({ position }, options));
  const event = query.data;
  if (query.failure !== undefined && event === undefined) {
    return <Problem what={message("details.failed")} failure={query.failure} retry={query.retry} />;
  }
  if (event === undefined) return <Skeleton />;
  const time = eventTime(event, zone);
  const bad = event.severity === "fail" || event.severity === "critical";
  const parameters = Object.entries(event.details);
  const named = [
    ["details.equipment", event.equipment],
    ["details.order", event.order],
    ["details.operation", event.operation],
    ["details.actor", event.actor],
  ] as const;
  return (
    <>
      <header className="details-title">
        <span className="kind-dot" style={{ background: `var(--kind-${event.kind})` }} />
        <h2>{event.title}</h2>
      </header>
      <p className="muted details-line">
        {message(`kind.${event.kind}`)} · {event.type}
        {event.severity === "none" ? undefined : (
          <span className={bad ? "fail" : ""}> · {message(`severity.${event.severity}`)}</span>
        )}
      </p>
      <dl className="facts">
        <FactRow name={message("details.when")}>
          {time.text}
          {time.remark === undefined ? undefined : (
            <span className={time.doubtful ? "mark" : "muted"}> · {time.remark}</span>
          )}
          {event.clock === undefined || !isClockOff(event.clock) ? undefined : (
            <span className="mark">
              {" "}
              · {message("clock.event", { source: event.sourceName, off: clockOff(event.clock) })}
            </span>
          )}
        </FactRow>
        {event.endedAt === undefined || event.startedAt === undefined ? undefined : (
          <>
            <FactRow name={message("details.until")}>{formatInstant(event.endedAt, zone)}</FactRow>
            <FactRow name={message("details.duration")}>
              {formatDuration(event.endedAt - event.startedAt)}
            </FactRow>
          </>
        )}
        {named.map(([key, value]) =>
          value === undefined ? undefined : (
            <FactRow key={key} name={message(key)}>
              {value}
            </FactRow>
          ),
        )}
      </dl>
      {parameters.length === 0 ? undefined : (
        <Section title={message("details.parameters")}>
          <dl className="facts">
            {parameters.map(([name, value]) => (
              <FactRow key={name} name={name}>
                {String(value)}
              </FactRow>
            ))}
          </dl>
        </Section>
      )}
      {event.subjects.length === 0 ? undefined : (
        <Section title={message("details.subjects")}>
          <ul className="lines">
            {event.subjects.map((subject, index) => (
              <li key={index}>
                <span className="ellipsis">
                  <span className="muted">{message(`subject.${subject.kind}`)}</span> {subject.name}
                </span>
                <span className={subject.origin === "name" ? "mark" : "muted"}>
                  {message(`origin.${subject.origin}`)}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={message("details.evidence")}>
        <dl className="facts">
          <FactRow name={message("details.source")}>{event.sourceName}</FactRow>
          {event.place === undefined ? undefined : (
            <FactRow name={message("details.place")}>{event.place}</FactRow>
          )}
          <FactRow name={message("details.key")}>
            <span className="mono">{event.sourceKey}</span>
          </FactRow>
          <FactRow name={message("details.received")}>{formatInstant(event.receivedAt, zone)}</FactRow>
          <FactRow name={message("details.hash")}>
            <span className="mono hash">{event.sha256}</span>
          </FactRow>
        </dl>
      </Section>
      <Payload text={event.payload} />
      <button
        type="button"
        className="button details-back"
        onClick={() => selection.getState().selectEvent(undefined)}
      >
        {message("details.back")}
      </button>
    </>
  );
}
