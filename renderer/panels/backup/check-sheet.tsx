/** What a check of the data folder finds, as it comes. */
import { useEffect, useState, type ReactNode } from "react";
import type { ExamineEvent, ExamineProgress, Finding } from "../../../shared/contract/diagnostics.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDuration } from "../../state/format-time.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { asFailure } from "../../state/query.ts";
import "./backup.css";

export function CheckSheet(): ReactNode {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [progress, setProgress] = useState<ExamineProgress>();
  const [isDone, setDone] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    const abort = new AbortController();
    const take = (event: ExamineEvent): void => {
      if (abort.signal.aborted) return;
      if (event.type === "progress") setProgress(event);
      else setFindings((before) => [...before, event]);
    };
    currentHost()
      .diagnostics.examine({}, take, { signal: abort.signal })
      .then(
        () => setDone(true),
        (thrown: unknown) => {
          const failed = asFailure(thrown);
          if (failed.kind !== "cancelled") setFailure(failed);
        },
      );
    // Closed before its end it is given up.
    return () => abort.abort();
  }, []);
  const isSound = findings.every(({ ok }) => ok);
  return (
    <Sheet name={message("check.title")} className="backup-sheet">
      <h2 className="sheet-title">{message("check.title")}</h2>
      <div className="backup-form">
        <ul className="check-findings">
          {findings.map(({ check, ok, detail }) => (
            <li key={check} data-ok={ok}>
              <span className="check-mark" role="img" aria-label={message(ok ? "check.ok" : "check.not-ok")}>
                {ok ? "✓" : "✗"}
              </span>
              <span>{check}</span>
              <span className="muted">{detail}</span>
            </li>
          ))}
        </ul>
        {isDone || failure !== undefined || progress === undefined ? undefined : <Progress {...progress} />}
        <p role="status" className={isDone && !isSound ? "bad" : "second"}>
          {isDone ? message(isSound ? "check.well" : "check.bad") : message("check.running")}
        </p>
        <ActionFailure what={message("check.failed")} failure={failure} />
      </div>
    </Sheet>
  );
}

const STEPS = {
  file: "check.step.file",
  pages: "check.step.pages",
  references: "check.step.references",
  events: "check.step.events",
} as const;

function Progress({ step: name, share, secondsLeft }: ExamineProgress): ReactNode {
  const step = message(name in STEPS ? STEPS[name as keyof typeof STEPS] : "check.step.rest");
  // Fives: a figure that jumps with every look says less.
  const left = secondsLeft === undefined ? undefined : Math.ceil(secondsLeft / 5) * 5_000_000;
  const text = left === undefined ? step : message("check.left", { step, left: formatDuration(left) });
  return (
    <div className="backup-progress">
      <progress className="backup-share" aria-label={text} max={1} value={share} />
      <span className="muted">{text}</span>
    </div>
  );
}
