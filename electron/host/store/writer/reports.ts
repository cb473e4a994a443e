/** Reads import reports back as the contract gives them. */
import type { FileReport, ImportReport } from "../../../../shared/contract/import.ts";
import type { Connection } from "../open.ts";

interface FileRow {
  readonly fileId: number;
  readonly name: string;
  readonly path: string;
  readonly format: string | null;
  readonly sourceId: string | null;
  readonly sha256: string;
  readonly status: FileReport["status"];
  readonly read: number;
  readonly taken: number;
  readonly rejected: number;
  readonly repeated: number;
  readonly failure: string | null;
}

export interface Reports {
  file(fileId: number): FileReport;
  run(importId: number): ImportReport;
  newest(limit: number): readonly ImportReport[];
}

const FILE_COLUMNS = `f.import_file_id AS fileId, f.name, f.path, f.format, s.id AS sourceId, f.sha256, f.status,
  f.rows_read AS read, f.rows_taken AS taken, f.rows_rejected AS rejected, f.repeated, f.failure`;

export function createReports(cache: Connection): Reports {
  const oneFile = cache.prepare(
    `SELECT ${FILE_COLUMNS} FROM import_file f LEFT JOIN source s USING (source_id) WHERE f.import_file_id = ?`,
  );
  const filesOf = cache.prepare(
    `SELECT ${FILE_COLUMNS} FROM import_file f LEFT JOIN source s USING (source_id) WHERE f.import_id = ? ORDER BY f.import_file_id`,
  );
  const messages = cache.prepare(
    "SELECT kind, place, text, excerpt FROM import_message WHERE import_file_id = ? ORDER BY ordinal",
  );
  const oneRun = cache.prepare(
    "SELECT started_us AS startedAt, ended_us AS endedAt, status FROM import_run WHERE import_id = ?",
  );
  const runs = cache
    .prepare("SELECT import_id FROM import_run WHERE status <> 'running' ORDER BY import_id DESC LIMIT ?")
    .pluck();

  const fileReport = (row: FileRow): FileReport => {
    const rows = messages.all(row.fileId) as {
      kind: string;
      place: string | null;
      text: string;
      excerpt: string | null;
    }[];
    return {
      name: row.name,
      path: row.path,
      format: row.format ?? undefined,
      sourceId: row.sourceId ?? undefined,
      sha256: row.sha256,
      status: row.status,
      read: row.read,
      taken: row.taken,
      rejected: row.rejected,
      repeated: row.repeated,
      rejections: rows
        .filter(({ kind }) => kind === "rejection")
        .map(({ place, text, excerpt }) => ({
          place: place ?? "",
          reason: text,
          excerpt: excerpt ?? undefined,
        })),
      remarks: rows
        .filter(({ kind }) => kind === "remark")
        .map(({ place, text }) => ({ place: place ?? undefined, text })),
      failure: row.failure ?? undefined,
    };
  };
  const run = (importId: number): ImportReport => {
    const row = oneRun.get(importId) as {
      startedAt: number;
      endedAt: number | null;
      status: "done" | "cancelled";
    };
    const files = (filesOf.all(importId) as FileRow[]).map(fileReport);
    const sum = (pick: (file: FileReport) => number): number =>
      files.reduce((total, file) => total + pick(file), 0);
    return {
      importId,
      startedAt: row.startedAt,
      endedAt: row.endedAt ?? row.startedAt,
      status: row.status,
      files,
      read: sum((file) => file.read),
      taken: sum((file) => file.taken),
      rejected: sum((file) => file.rejected),
    };
  };
  return {
    file: (fileId) => fileReport(oneFile.get(fileId) as FileRow),
    run,
    newest: (limit) => (runs.all(limit) as number[]).map(run),
  };
}
