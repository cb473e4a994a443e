/** What each file is, before anything is read. */
import { useState, type ReactNode } from "react";
import type { ImportPlan, PlannedFile } from "../../../shared/contract/import.ts";
import { message, messageOr } from "../../messages/catalogue.ts";
import { formatBytes } from "../../state/format-number.ts";
import { fileNameParts } from "./file-name.ts";
import { discard, runPlan, setIncluded } from "./import-state.ts";
import { MappingEditor } from "./mapping-editor.tsx";

export interface PlanViewProps {
  readonly plan: ImportPlan;
  readonly excluded: ReadonlySet<string>;
}

function FileName({ path }: { readonly path: string }): ReactNode {
  const { folder, name } = fileNameParts(path);
  return (
    <span className="planned-name">
      <span className="ellipsis">{name}</span>
      {folder === "" ? undefined : <span className="muted ellipsis">{folder}</span>}
    </span>
  );
}

export function PlanView({ plan, excluded }: PlanViewProps): ReactNode {
  const [mapped, setMapped] = useState<string>();
  const recognised = plan.files.filter((file) => file.format !== undefined);
  const chosen = recognised.filter((file) => !excluded.has(file.path)).length;
  const table = plan.files.find((file) => file.path === mapped);
  return (
    <section
      aria-label={message("import.plan-title", { count: plan.files.length, size: formatBytes(plan.bytes) })}
    >
      <div className="import-head">
        <div>
          <strong>
            {message("import.plan-title", { count: plan.files.length, size: formatBytes(plan.bytes) })}
          </strong>
          <p className="muted">
            {message("import.plan-summary", {
              recognised: recognised.filter((file) => !file.alreadyImported).length,
              repeated: plan.files.filter((file) => file.alreadyImported).length,
              unknown: plan.files.length - recognised.length,
            })}
          </p>
        </div>
        <span className="spring" />
        <button type="button" className="button quiet" onClick={discard}>
          {message("import.discard")}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={chosen === 0}
          onClick={() => void runPlan()}
        >
          {message("import.start", { count: chosen })}
        </button>
      </div>
      <table className="import-table">
        <thead>
          <tr>
            <th scope="col">{message("import.file")}</th>
            <th scope="col">{message("import.format")}</th>
            <th scope="col" className="number">
              {message("import.size")}
            </th>
            <th scope="col">{message("import.state")}</th>
          </tr>
        </thead>
        <tbody>
          {plan.files.map((file) => (
            <tr key={file.path}>
              <th scope="row">
                <label className="check" title={file.path}>
                  <input
                    type="checkbox"
                    aria-label={message("import.include", { name: file.name })}
                    disabled={file.format === undefined}
                    checked={!excluded.has(file.path)}
                    onChange={(event) => setIncluded(file.path, event.target.checked)}
                  />
                  <FileName path={file.name} />
                </label>
              </th>
              <td>
                {file.format === undefined ? (
                  <span className="muted">–</span>
                ) : (
                  messageOr(`format.${file.format}`, file.format)
                )}
              </td>
              <td className="number">{formatBytes(file.size)}</td>
              <td>
                <FileState file={file} />
                {file.format === "table" ? (
                  <button
                    type="button"
                    className="link"
                    aria-expanded={mapped === file.path}
                    onClick={() => setMapped(mapped === file.path ? undefined : file.path)}
                  >
                    {message("import.columns")}
                  </button>
                ) : undefined}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {table === undefined ? undefined : <MappingEditor key={table.path} planId={plan.planId} file={table} />}
    </section>
  );
}

function FileState({ file }: { readonly file: PlannedFile }): ReactNode {
  if (file.problem !== undefined) return <span className="mark">{file.problem} </span>;
  if (file.format === undefined) return <span className="mark">{message("import.unrecognised")} </span>;
  return <span className="muted">{message(file.alreadyImported ? "import.already" : "import.new")} </span>;
}
