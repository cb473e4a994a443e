import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { cancelRun, type Progress } from "./import-state.ts";

export interface ImportProgressViewProps {
  readonly progress: Progress | undefined;
  readonly stopping: boolean;
}

/** The file under way, how far over all bytes, and the way out. */
export function ImportProgressView({ progress, stopping }: ImportProgressViewProps): ReactNode {
  const percent = Math.round((progress?.progress ?? 0) * 100);
  return (
    <div className="import-progress">
      <p className="ellipsis">
        {stopping
          ? message("import.cancelling")
          : progress === undefined
            ? message("import.planning")
            : message("import.running", {
                name: progress.name,
                index: progress.index + 1,
                count: progress.count,
              })}
      </p>
      <div
        className="progress"
        role="progressbar"
        aria-label={message("panel.import")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
      <p className="muted">
        {message("import.counts", {
          read: progress?.read ?? 0,
          taken: progress?.taken ?? 0,
          rejected: progress?.rejected ?? 0,
        })}
      </p>
      <button type="button" className="button" disabled={stopping} onClick={cancelRun}>
        {message("import.cancel")}
      </button>
    </div>
  );
}
