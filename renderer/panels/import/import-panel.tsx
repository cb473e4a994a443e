import "./import.css";
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { runCommand } from "../../state/commands.ts";
import { useQuery } from "../../state/query.ts";
import { useSettings } from "../../state/settings.ts";
import { discard, useImport } from "./import-state.ts";
import { ImportProgressView } from "./import-progress.tsx";
import { PlanView } from "./plan-view.tsx";
import { ReportView } from "./report-view.tsx";

/** Opening files: what they are, how the reading goes, what came of it, and what came of earlier ones. */
export function ImportPanel(): ReactNode {
  const current = useImport();
  const busy = current.stage === "running" || current.stage === "planning" || current.stage === "uploading";
  return (
    <Region name={message("panel.import")}>
      <div className="toolrow">
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => runCommand("file.open-files")}
        >
          {message("action.open-files")}
        </button>
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => runCommand("file.open-folder")}
        >
          {message("action.open-folder")}
        </button>
      </div>
      <div className="scroll import-body">
        <Current />
        {current.stage === "plan" || busy ? undefined : (
          <Reports {...(current.stage === "report" ? { except: current.report.importId } : {})} />
        )}
      </div>
    </Region>
  );
}

function Current(): ReactNode {
  const current = useImport();
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  switch (current.stage) {
    case "idle":
      return undefined;
    case "uploading":
      return (
        <p className="import-line" role="status">
          {message("import.uploading", { done: current.done, count: current.count })}
        </p>
      );
    case "planning":
      return (
        <>
          <p className="import-line">{message("import.planning")}</p>
          <Skeleton rows={8} />
        </>
      );
    case "plan":
      return <PlanView plan={current.plan} excluded={current.excluded} />;
    case "running":
      return <ImportProgressView progress={current.progress} stopping={current.stopping} />;
    case "report":
      return <ReportView report={current.report} zone={zone} open />;
    case "failed":
      return (
        <Problem
          what={message(current.during === "plan" ? "import.plan-failed" : "import.run-failed")}
          failure={current.failure}
          retry={discard}
        />
      );
  }
}

function Reports({ except }: { readonly except?: number }): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const query = useQuery(`reports:${except}`, (host, options) => host.import.reports({}, options), {
    keep: true,
  });
  if (query.failure !== undefined && query.data === undefined) {
    return <Problem what={message("import.report-failed")} failure={query.failure} retry={query.retry} />;
  }
  if (query.data === undefined) return <Skeleton rows={4} />;
  const reports = query.data
    .filter((report) => report.importId !== except)
    .toSorted((a, b) => b.startedAt - a.startedAt);
  if (reports.length === 0)
    return except === undefined ? <Empty>{message("import.empty")}</Empty> : undefined;
  return (
    <section aria-label={message("import.reports")}>
      <h3 className="import-heading">{message("import.reports")}</h3>
      {reports.map((report) => (
        <ReportView key={report.importId} report={report} zone={zone} open={false} />
      ))}
    </section>
  );
}
