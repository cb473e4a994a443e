/** Beside the part or unit in work: what the machines say now on which it is made, as far as they are watched. */
import { useMemo, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { formatInstant } from "../../state/format-time.ts";
import { liveKey, useMachines } from "../../state/machines.ts";
import { useQuery } from "../../state/query.ts";
import { selection, subjectKey, useSelection } from "../../state/selection.ts";
import { useNow } from "../../state/use-now.ts";
import { LiveLine } from "../machines/live-line.tsx";
import { Section } from "./facts.tsx";
import { worksAt } from "./works-at.ts";

/** Newest operations that are looked at. */
const OPERATIONS = 200;
/** Signals of a machine that are shown here; the panel of machines has them all. */
const SHOWN = 6;

export function MachineNow({ zone }: { readonly zone: string }): ReactNode {
  const subject = useSelection((state) => subjectKey(state.subject()));
  const scope = useSelection((state) => state.scope);
  const signals = useMachines((state) => state.signals);
  const values = useMachines((state) => state.values);
  const states = useMachines((state) => state.states);
  const now = useNow();
  const isWatched = [...signals.values()].some((own) => own.length > 0);
  const operations = useQuery(isWatched ? `operations:${subject}` : undefined, (host, options) =>
    host.events.list(
      { subject: selection.getState().subject(), kinds: ["production"], limit: OPERATIONS },
      options,
    ),
  ).data?.events;
  const works = useMemo(() => worksAt(operations ?? [], now, scope === "unit"), [operations, now, scope]);
  const shown = works.flatMap((work) => {
    const own = [...signals].flatMap(([endpointId, all]) =>
      all.filter(({ equipment }) => equipment === work.equipment).map((signal) => ({ endpointId, signal })),
    );
    return own.length === 0 ? [] : [{ work, own: own.slice(0, SHOWN) }];
  });
  if (shown.length === 0) return undefined;
  return (
    <Section title={message("now.title")}>
      {shown.map(({ work, own }) => (
        <div key={work.equipment} className="machine-now">
          <p>
            <strong>{work.equipment}</strong>{" "}
            <span className={work.inWork ? "good" : "muted"}>
              {message(work.inWork ? "now.in-work" : "now.last", {
                time: formatInstant(work.at, zone).slice(0, 16),
              })}
            </span>
          </p>
          <ul aria-label={message("machines.values-of", { equipment: work.equipment })}>
            {own.map(({ endpointId, signal }) => (
              <LiveLine
                key={liveKey(endpointId, signal.nodeId)}
                name={signal.name}
                live={values.get(liveKey(endpointId, signal.nodeId))}
                state={states.get(endpointId)?.state}
                intervalMs={signal.intervalMs}
                zone={zone}
              />
            ))}
          </ul>
        </div>
      ))}
    </Section>
  );
}
