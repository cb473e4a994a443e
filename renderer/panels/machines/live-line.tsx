/** One signal: its name, its value now, from when, and how far that can be believed. */
import "./machines.css";
import { memo, type ReactNode } from "react";
import type { OpcuaState } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";
import { formatAge, formatInstant } from "../../state/format-time.ts";
import { freshnessOf, type Freshness } from "../../state/live-value.ts";
import { useMachines, type LiveValue } from "../../state/machines.ts";
import { isSkewed } from "../../state/source-state.ts";
import { useSeconds } from "../../state/use-seconds.ts";
import { liveText } from "./value-text.ts";

export interface LiveLineProps {
  readonly name: string;
  readonly live: LiveValue | undefined;
  readonly state: OpcuaState | undefined;
  readonly intervalMs: number;
  readonly problem?: string | undefined;
  readonly zone: string;
}

export const LiveLine = memo(function LiveLine(props: LiveLineProps): ReactNode {
  const { name, live, state, intervalMs, problem, zone } = props;
  const now = useSeconds();
  const clockSkewMs = useMachines(({ states }) => live && states.get(live.endpointId)?.clockSkewMs);
  if (live === undefined)
    return (
      <li className="live-line">
        <span className="ellipsis">{name}</span>
        <span className={problem === undefined ? "muted" : "warn"}>
          {problem ?? message("machines.no-value")}
        </span>
      </li>
    );
  const { value } = live;
  const freshness = freshnessOf(value, state, intervalMs, now, clockSkewMs);
  const text = liveText(value);
  const time = formatInstant(value.sourceTime, zone);
  const skew = clockSkewMs === undefined ? undefined : clockSkewMs * 1_000;
  return (
    <li className="live-line" data-freshness={freshness.kind}>
      <span className="ellipsis" title={name}>
        {name}
      </span>
      <span
        className={freshness.kind === "stale" || freshness.kind === "bad" ? "live-value muted" : "live-value"}
      >
        {text ?? "–"}
      </span>
      <time
        className="live-time muted"
        title={isSkewed(skew) ? `${time} · ${message("machines.its-clock")}` : time}
        dateTime={new Date(value.sourceTime / 1000).toISOString()}
      >
        {time.slice(0, 10) === formatInstant(now, zone).slice(0, 10) ? time.slice(11) : time}
      </time>
      <FreshnessMark freshness={freshness} now={now} />
      {problem === undefined ? undefined : (
        <span className="live-mark warn" title={problem}>
          <span aria-hidden="true">⚠ </span>
          {message("machines.problem", { problem })}
        </span>
      )}
    </li>
  );
});

/** Nothing for a value that is as good as it gets. */
export function FreshnessMark({
  freshness,
  now,
}: {
  readonly freshness: Freshness;
  readonly now: number;
}): ReactNode {
  if (freshness.kind === "current") return undefined;
  if (freshness.kind === "unchanged")
    return (
      <span className="live-mark muted">
        <span aria-hidden="true">= </span>
        {message("machines.unchanged", { time: formatAge(freshness.since, now) })}
      </span>
    );
  return (
    <span className="live-mark warn">
      <span aria-hidden="true">⚠ </span>
      {freshness.kind === "bad"
        ? message("machines.bad", { status: freshness.status })
        : message(freshness.paused ? "machines.stale-paused" : "machines.stale-offline")}
    </span>
  );
}
