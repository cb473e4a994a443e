/** What a check of the data folder finds, as it comes. */
import { useEffect, useState, type ReactNode } from "react";
import type { Finding } from "../../../shared/contract/diagnostics.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../shell/action-failure.tsx";
import { Sheet } from "../../shell/sheet.tsx";
import { asFailure } from "../../state/query.ts";
import "./backup.css";

export function CheckSheet(): ReactNode {
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [isDone, setDone] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    const abort = new AbortController();
    const add = (finding: Finding): void => {
      if (!abort.signal.aborted) setFindings((before) => [...before, finding]);
    };
    currentHost()
      .diagnostics.examine({}, add, { signal: abort.signal })
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
        <p role="status" className={isDone && !isSound ? "bad" : "second"}>
          {isDone ? message(isSound ? "check.well" : "check.bad") : message("check.running")}
        </p>
        <ActionFailure what={message("check.failed")} failure={failure} />
      </div>
    </Sheet>
  );
}
