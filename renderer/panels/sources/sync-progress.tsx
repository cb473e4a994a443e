/** How far something is that catches up, or stopped on the way: a bar, rows and bytes so far, the time left. */
import type { ReactNode } from "react";
import type { CatchUpProgress, FeedReport } from "../../../shared/contract/plants.ts";
import { message } from "../../messages/catalogue.ts";
import { formatBytes } from "../../state/format-number.ts";
import { formatDuration } from "../../state/format-time.ts";
import { shareOf } from "../../state/source-state.ts";

export interface SyncProgressProps {
  readonly name: string;
  readonly progress: CatchUpProgress;
  /** False: it stopped on the way. */
  readonly isRunning: boolean;
}

export function SyncProgress({ name, progress, isRunning }: SyncProgressProps): ReactNode {
  const { rows, bytes, left, secondsLeft } = progress;
  if (!isRunning && (left === 0 || rows === 0)) return undefined;
  const share = shareOf(progress) ?? 0;
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
        {message(isRunning ? "sources.taken" : "sources.stopped", { rows, bytes: formatBytes(bytes) })}
        {left > 0 ? ` · ${message("sources.behind", { count: left })}` : ""}
        {!isRunning || secondsLeft === undefined
          ? ""
          : ` · ${message("sources.time-left", { time: formatDuration(Math.ceil(secondsLeft) * 1_000_000) })}`}
      </p>
    </div>
  );
}

/** Of one feed. */
export function FeedProgress({
  name,
  feed,
}: {
  readonly name: string;
  readonly feed: FeedReport;
}): ReactNode {
  const { state, rows, bytes, behind, secondsLeft } = feed;
  if (state === "idle") return undefined;
  return (
    <SyncProgress
      name={name}
      progress={{ rows, bytes, left: behind, secondsLeft }}
      isRunning={state === "syncing"}
    />
  );
}
