/** A file of all that a table shows, fetched part by part from the host and handed to the person. */
import { createStore } from "zustand/vanilla";
import { EXPORT_FORMATS, type TableQuery } from "../../../shared/contract/tables.ts";
import type { TableColumn } from "../../../shared/model/table-columns.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { asFailure } from "../../state/query.ts";
import { saveFile } from "../../state/save-file.ts";
import { columnName } from "./cell-text.ts";

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportState {
  /** Undefined: none is under way. */
  readonly running:
    | { readonly rows: number; readonly total: number; readonly cancel: () => void }
    | undefined;
  readonly failure: Failure | undefined;
}

/** The export goes on while the panel is closed. */
export const exporting = createStore<ExportState>(() => ({ running: undefined, failure: undefined }));

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv;charset=utf-8",
  parquet: "application/vnd.apache.parquet",
};

/** The columns' names in the file, with what their values are in. */
export function exportTitle({ id, kind }: TableColumn): string {
  if (kind === "time") return message("tables.title-time", { column: columnName(id) });
  return kind === "span" ? message("tables.title-span", { column: columnName(id) }) : columnName(id);
}

/** Parts of a file, handed to the browser as they come: it keeps blobs outside the page, large ones on disk. */
export function createPieces(type: string): {
  readonly add: (bytes: Uint8Array) => void;
  readonly whole: () => Blob;
} {
  const pieces: Blob[] = [];
  return {
    add: (bytes) => void pieces.push(new Blob([new Uint8Array(bytes)])),
    whole: () => new Blob(pieces, { type }),
  };
}

export async function exportRows(
  query: TableQuery,
  shown: readonly TableColumn[],
  format: ExportFormat,
  name: string,
): Promise<void> {
  if (exporting.getState().running !== undefined) return;
  const abort = new AbortController();
  const { signal } = abort;
  const cancel = (): void => abort.abort();
  const { tables } = currentHost();
  let exportId: number | undefined;
  exporting.setState({ running: { rows: 0, total: 0, cancel }, failure: undefined });
  try {
    const columns = shown.map((column) => ({ id: column.id, title: exportTitle(column) }));
    const started = await tables.startExport({ ...query, format, columns }, { signal });
    ({ exportId } = started);
    const file = createPieces(TYPES[format]);
    for (let done = false; !done;) {
      const part = await tables.exportPart({ exportId }, { signal });
      file.add(part.bytes);
      ({ done } = part);
      exporting.setState({ running: { rows: part.rows, total: started.rows, cancel } });
    }
    saveFile(file.whole(), name, format);
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (!signal.aborted && failure.kind !== "cancelled") exporting.setState({ failure });
    if (exportId !== undefined) tables.endExport({ exportId }).catch(() => undefined);
  } finally {
    exporting.setState({ running: undefined });
  }
}
