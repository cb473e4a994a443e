/** The live value of a trace beside its name, and whether it can be believed. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { formatInstant } from "../../state/format-time.ts";
import { freshnessOf } from "../../state/live-value.ts";
import { intervalOf, liveOf, useMachines } from "../../state/machines.ts";
import { useSeconds } from "../../state/use-seconds.ts";
import { useSettings } from "../../state/settings.ts";
import { liveText } from "../machines/value-text.ts";

export interface TraceNowProps {
  readonly equipment: string;
  readonly signal: string;
}

/** Nothing for a signal that no server tells of. */
export function TraceNow({ equipment, signal }: TraceNowProps): ReactNode {
  const live = useMachines((state) => liveOf(state, equipment, signal));
  const state = useMachines(({ states }) => live && states.get(live.endpointId)?.state);
  const intervalMs = useMachines((all) => (live === undefined ? 0 : intervalOf(all, live)));
  const clockSkewMs = useMachines(({ states }) => live && states.get(live.endpointId)?.clockSkewMs);
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const now = useSeconds();
  if (live === undefined) return undefined;
  const freshness = freshnessOf(live.value, state, intervalMs, now, clockSkewMs);
  const text = liveText(live.value) ?? "–";
  const title = message("timeline.trace.at", { time: formatInstant(live.value.sourceTime, zone) });
  if (freshness.kind === "stale" || freshness.kind === "bad")
    return (
      <span className="warn" title={title}>
        <span aria-hidden="true">⚠ </span>
        {message(freshness.kind === "bad" ? "timeline.trace.bad" : "timeline.trace.old", { value: text })}
        {" · "}
      </span>
    );
  return (
    <span title={title}>
      <strong className="timeline-trace-now">{message("timeline.trace.now", { value: text })}</strong>
      {" · "}
    </span>
  );
}
