/** How far feeds are that catch up, or stopped on the way: a bar, rows and bytes so far, the time left. */
import type { ReactNode } from "react";
import type { FeedReport } from "../../../shared/contract/plants.ts";
import { message } from "../../messages/catalogue.ts";
import { formatBytes } from "../../state/format-number.ts";
import { formatDuration } from "../../state/format-time.ts";
import { progressOf } from "../../state/source-state.ts";

export interface SyncProgressProps {
  readonly name: string;
  readonly feeds: readonly FeedReport[];
}

export function SyncProgress({ name, feeds }: SyncProgressProps): ReactNode {
  const catching = feeds.filter(({ state }) => state === "syncing");
  const stopped = feeds.filter(({ state, behind, rows }) => state !== "idle" && behind > 0 && rows > 0);
  const isRunning = catching.length > 0;
  const running = isRunning ? catching : stopped;
  if (running.length === 0) return undefined;
  const sum = (pick: (feed: FeedReport) => number): number =>
    running.reduce((total, feed) => total + pick(feed), 0);
  const rows = sum((feed) => feed.rows);
  const behind = sum((feed) => feed.behind);
  const left = running.map(({ secondsLeft }) => secondsLeft);
  const longest = left.includes(undefined) ? undefined : Math.max(...left.map((seconds) => seconds ?? 0));
  const share = progressOf({ rows, behind }) ?? 0;
  return (
    <div className="sync-progress" data-running={isRunning}>
      <div
        className="sync-bar"
        role="progressbar"
        aria-label={message("sources.progress", { name })}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <p className="muted">
        {message(isRunning ? "sources.taken" : "sources.stopped", {
          rows,
          bytes: formatBytes(sum((feed) => feed.bytes)),
        })}
        {behind > 0 ? ` · ${message("sources.behind", { count: behind })}` : ""}
        {longest === undefined
          ? ""
          : ` · ${message("sources.time-left", { time: formatDuration(Math.ceil(longest) * 1_000_000) })}`}
      </p>
    </div>
  );
}
