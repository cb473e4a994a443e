/** How the columns of a table are read: a preview with a role over each column. */
import { useState, type ReactNode } from "react";
import type { PlannedFile } from "../../../shared/contract/import.ts";
import { COLUMN_ROLES, type ColumnRole, type TableMapping } from "../../../shared/model/table-mapping.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { Problem, Skeleton } from "../../components/region.tsx";
import { asFailure, useQuery } from "../../state/query.ts";
import { withDateOrder, withPart, withRole } from "./mapping.ts";

const PREVIEW_ROWS = 8;

export interface MappingEditorProps {
  readonly planId: string;
  readonly file: PlannedFile;
}

export function MappingEditor({ planId, file }: MappingEditorProps): ReactNode {
  const { path, name } = file;
  const query = useQuery(
    `mapping:${planId}:${path}`,
    (host, options) => host.import.previewTable({ planId, path }, options),
    { on: [] },
  );
  const [edited, setEdited] = useState<TableMapping>();
  const [saved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  if (query.failure !== undefined) {
    return <Problem what={message("mapping.failed")} failure={query.failure} retry={query.retry} />;
  }
  const preview = query.data;
  if (preview === undefined) return <Skeleton rows={5} />;
  const mapping = edited ?? preview.mapping;
  const edit = (next: TableMapping): void => {
    setEdited(next);
    setSaved(false);
  };
  const save = (): void => {
    setFailure(undefined);
    // A copy: the schema wants plain arrays, the model has read-only ones.
    const copy = { ...mapping, columns: mapping.columns.map((column) => ({ ...column })) };
    currentHost()
      .import.saveMapping({ planId, path, mapping: copy })
      .then(
        () => setSaved(true),
        (thrown: unknown) => setFailure(asFailure(thrown)),
      );
  };
  const roleOf = (column: number): ColumnRole =>
    mapping.columns.find((entry) => entry.column === column)?.role ?? "ignore";
  return (
    <section className="mapping" aria-label={message("mapping.title", { name })}>
      <h3 className="import-heading">{message("mapping.title", { name })}</h3>
      <p className="muted">{message(preview.saved ? "mapping.saved" : "mapping.proposed")}</p>
      <div className="mapping-options">
        <label>
          {message("mapping.part")}
          <input
            className="field"
            value={mapping.part ?? ""}
            placeholder={message("mapping.part-hint")}
            onChange={(event) => edit(withPart(mapping, event.target.value))}
          />
        </label>
        <label>
          {message("mapping.date-order")}
          <select
            className="field"
            value={mapping.dateOrder ?? "iso"}
            onChange={(event) => edit(withDateOrder(mapping, event.target.value))}
          >
            {(["iso", "dmy", "mdy"] as const).map((order) => (
              <option key={order} value={order}>
                {message(`mapping.date-${order}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={mapping.decimalComma === true}
            onChange={(event) => edit({ ...mapping, decimalComma: event.target.checked })}
          />
          {message("mapping.decimal-comma")}
        </label>
      </div>
      <div className="mapping-scroll" tabIndex={0}>
        <table className="import-table">
          <thead>
            <tr>
              {preview.headers.map((header, column) => (
                <th key={column} scope="col">
                  <span className="ellipsis mapping-header" title={header}>
                    {header === "" ? message("mapping.column", { number: column + 1 }) : header}
                  </span>
                  <select
                    className={`field role-${roleOf(column)}`}
                    aria-label={message("mapping.role", {
                      header: header === "" ? message("mapping.column", { number: column + 1 }) : header,
                    })}
                    value={roleOf(column)}
                    onChange={(event) => edit(withRole(mapping, column, event.target.value as ColumnRole))}
                  >
                    {COLUMN_ROLES.map((role) => (
                      <option key={role} value={role}>
                        {message(`role.${role}`)}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.slice(0, PREVIEW_ROWS).map((row, index) => (
              <tr key={index}>
                {preview.headers.map((_, column) => (
                  <td key={column} className={roleOf(column) === "ignore" ? "muted" : ""}>
                    <span className="ellipsis mapping-cell" title={row[column]}>
                      {row[column]}
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="import-head">
        <button type="button" className="button" onClick={save}>
          {message("mapping.save")}
        </button>
        {saved ? <span role="status">{message("mapping.saved-now")}</span> : undefined}
        {failure === undefined ? undefined : (
          <span role="alert" className="fail">
            {message("mapping.save-failed")} {failure.message}
          </span>
        )}
      </div>
    </section>
  );
}
