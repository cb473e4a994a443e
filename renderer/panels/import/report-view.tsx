/** What came of an import, file by file: nothing is dropped in silence. */
import { useState, type ReactNode } from "react";
import type { FileReport, ImportReport } from "../../../shared/contract/import.ts";
import { message, messageOr } from "../../messages/catalogue.ts";
import { formatCount } from "../../state/format-number.ts";
import { formatInstant } from "../../state/format-time.ts";
import { fileNameParts } from "./file-name.ts";

export interface ReportViewProps {
  readonly report: ImportReport;
  readonly zone: string;
  readonly open: boolean;
}

export function ReportView({ report, zone, open }: ReportViewProps): ReactNode {
  const [unfolded, setUnfolded] = useState(open);
  const title = message("import.report-title", { time: formatInstant(report.startedAt, zone) });
  return (
    <section
      className="report"
      aria-label={message("import.report-name", { title, number: report.importId })}
    >
      <button
        type="button"
        className="report-title"
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        <span className="twisty" aria-hidden="true">
          {unfolded ? "▾" : "▸"}
        </span>
        <strong>{title}</strong>
        {report.status === "cancelled" ? (
          <span className="mark">{message("import.report-cancelled")}</span>
        ) : undefined}
        <span className={report.rejected > 0 ? "mark" : "muted"}>
          {message("import.report-counts", {
            files: report.files.length,
            read: report.read,
            taken: report.taken,
            rejected: report.rejected,
          })}
        </span>
      </button>
      {unfolded ? (
        <table className="import-table">
          <thead>
            <tr>
              <th scope="col">{message("import.file")}</th>
              {(["read", "taken", "repeated", "rejected"] as const).map((key) => (
                <th key={key} scope="col" className={`number ${key}`}>
                  {message(`import.column-${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.files.map((file) => (
              <FileLines key={file.path} file={file} />
            ))}
          </tbody>
        </table>
      ) : undefined}
    </section>
  );
}

/** What became of the file, and as what it was read, under its name. */
function FileState({ file }: { readonly file: FileReport }): ReactNode {
  const { folder } = fileNameParts(file.name);
  const tone = file.status === "failed" ? "fail" : file.status === "done" ? "second" : "muted";
  return (
    <p className={`file-state ellipsis ${tone}`}>
      {message(`import.status-${file.status}`)}
      {folder === "" ? undefined : <span className="muted"> · {folder}</span>}
      {file.format === undefined ? undefined : (
        <span className="muted"> · {messageOr(`format.${file.format}`, file.format)}</span>
      )}
    </p>
  );
}

function FileLines({ file }: { readonly file: FileReport }): ReactNode {
  const [unfolded, setUnfolded] = useState(false);
  const { name } = fileNameParts(file.name);
  const more = file.rejections.length > 0 || file.remarks.length > 0 || file.failure !== undefined;
  return (
    <>
      <tr>
        <th scope="row">
          {more ? (
            <button
              type="button"
              className="file-name"
              aria-expanded={unfolded}
              onClick={() => setUnfolded(!unfolded)}
            >
              <span className="twisty" aria-hidden="true">
                {unfolded ? "▾" : "▸"}
              </span>
              <span className="ellipsis" title={file.path}>
                {name}
              </span>
            </button>
          ) : (
            <span className="file-name">
              <span className="twisty" />
              <span className="ellipsis" title={file.path}>
                {name}
              </span>
            </span>
          )}
          <FileState file={file} />
        </th>
        <td className="number">{formatCount(file.read)}</td>
        <td className="number">{formatCount(file.taken)}</td>
        <td className="number muted repeated">{formatCount(file.repeated)}</td>
        <td className={`number ${file.rejected > 0 ? "mark" : "muted"}`}>{formatCount(file.rejected)}</td>
      </tr>
      {unfolded ? (
        <tr>
          <td colSpan={5} className="file-more">
            {file.failure === undefined ? undefined : <p className="fail">{file.failure}</p>}
            {file.rejections.length === 0 ? undefined : (
              <>
                <p className="muted">{message("import.rejections", { count: file.rejected })}</p>
                <ul>
                  {file.rejections.map((rejection, index) => (
                    <li key={index}>
                      <span className="mono muted">{rejection.place}</span> {rejection.reason}
                      {rejection.excerpt === undefined ? undefined : (
                        <span className="mono muted"> {rejection.excerpt}</span>
                      )}
                    </li>
                  ))}
                </ul>
                {file.rejected > file.rejections.length ? (
                  <p className="muted">
                    {message("import.rejections-more", { count: file.rejected - file.rejections.length })}
                  </p>
                ) : undefined}
              </>
            )}
            {file.remarks.length === 0 ? undefined : (
              <>
                <p className="muted">{message("import.remarks", { count: file.remarks.length })}</p>
                <ul>
                  {file.remarks.map((remark, index) => (
                    <li key={index}>
                      {remark.place === undefined ? undefined : (
                        <span className="mono muted">{remark.place} </span>
                      )}
                      {remark.text}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </td>
        </tr>
      ) : undefined}
    </>
  );
}
