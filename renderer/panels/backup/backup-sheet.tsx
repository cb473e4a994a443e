/** Copies the data folder to a place of one's choice, while everything goes on. */
import { useId, useState, type ReactNode } from "react";
import type { BackupEvent } from "../../../shared/contract/diagnostics.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { formatBytes } from "../../state/format-number.ts";
import { asFailure } from "../../state/query.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { Sheet } from "../../components/sheet.tsx";
import "./backup.css";

export function BackupSheet(): ReactNode {
  const [to, setTo] = useState(settings.getState().values.backupFolder ?? "");
  const [running, setRunning] = useState<AbortController>();
  const [last, setLast] = useState<BackupEvent>();
  const [failure, setFailure] = useState<Failure>();
  const id = useId();
  const start = async (): Promise<void> => {
    const abort = new AbortController();
    setRunning(abort);
    setLast(undefined);
    setFailure(undefined);
    try {
      await currentHost().diagnostics.backUp({ to: to.trim() }, setLast, { signal: abort.signal });
      changeSettings({ backupFolder: to.trim() });
    } catch (thrown) {
      setLast(undefined);
      const failed = asFailure(thrown);
      if (failed.kind !== "cancelled") setFailure(failed);
    } finally {
      setRunning(undefined);
    }
  };
  return (
    <Sheet name={message("backup.title")} className="backup-sheet">
      <h2 className="sheet-title">{message("backup.title")}</h2>
      <form
        className="backup-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (running === undefined && to.trim() !== "") void start();
        }}
      >
        <p className="second">{message("backup.what")}</p>
        <label className="form-line" htmlFor={id}>
          {message("backup.folder")}
          <input
            id={id}
            className="field"
            type="text"
            data-first-focus
            spellCheck={false}
            autoComplete="off"
            maxLength={4_000}
            aria-describedby={`${id}-hint`}
            // Not disabled: that would take the focus away, and with it the keys.
            readOnly={running !== undefined}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
        <p className="muted" id={`${id}-hint`}>
          {message("backup.folder-hint")}
        </p>
        {last?.type === "progress" ? <Progress {...last} /> : undefined}
        {last?.type === "made" ? (
          <p role="status">
            {message("backup.made", { path: last.path, size: formatBytes(last.bytes) })}{" "}
            <span className="muted">{message("backup.restore")}</span>
          </p>
        ) : undefined}
        <ActionFailure what={message("backup.failed")} failure={failure} />
        <div className="plant-actions">
          <button
            type="submit"
            className="button primary"
            disabled={running !== undefined || to.trim() === ""}
          >
            {message("backup.start")}
          </button>
          {running === undefined ? undefined : (
            <button type="button" className="button" onClick={() => running.abort()}>
              {message("action.cancel")}
            </button>
          )}
        </div>
      </form>
    </Sheet>
  );
}

function Progress({ done, total }: { readonly done: number; readonly total: number }): ReactNode {
  const text = message("backup.running", { done: formatBytes(done), total: formatBytes(total) });
  return (
    <div className="backup-progress">
      <progress className="backup-share" aria-label={text} max={total} value={done} />
      <span className="muted">{text}</span>
    </div>
  );
}
