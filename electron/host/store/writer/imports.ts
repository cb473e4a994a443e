/** The course of an import: runs, files, what was rejected and why. */
import { EVERYTHING, type Changed } from "../../../../shared/contract/cache-change.ts";
import type { ImportReport } from "../../../../shared/contract/import.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { TableMapping } from "../../../../shared/model/table-mapping.ts";
import { cachePath, userPath } from "../stores.ts";
import { translateErrors, type Connection } from "../open.ts";
import type { LinkedParts } from "./linked-parts.ts";
import { rebuildClosure } from "./models.ts";
import { placeText } from "./place.ts";
import type { WritingSource } from "./records/writing.ts";
import { applyClaims } from "./claims.ts";
import { createReplaceReading } from "./replace-reading.ts";
import { createReports } from "./reports.ts";
import { createTextIndex } from "../search/text-index.ts";
import type { SharedRecords } from "./shared-records.ts";
import type { FileStart, writerContract } from "./writer-contract.ts";

/** Rejections kept one by one; all are counted. */
const KEPT_MESSAGES = 200;
/** Formats of CAD: their part names are ids of a product structure (ISO 10303-41 product.id), or as good as the file has. */
const EXACT_FORMATS = new Set(["step", "iges", "brep", "gltf", "stl", "obj"]);

interface OpenFile {
  readonly fileId: number;
  readonly source: WritingSource | undefined;
  read: number;
  taken: number;
  rejected: number;
  repeated: number;
  messages: number;
}

export function createImports(
  cache: Connection,
  user: Connection,
  linked: LinkedParts,
  folder: string,
  records: SharedRecords,
  now: () => number,
  onChanged: (changed: Changed) => void,
): ServiceImplementation<typeof writerContract.imports> {
  const open = new Map<number, OpenFile>();
  const settleStructure = (): void => {
    if (!linked.take(true)) rebuildClosure(cache);
  };
  const reports = createReports(cache);
  const insertRun = cache.prepare("INSERT INTO import_run (started_us, status) VALUES (?, 'running')");
  const endRun = cache.prepare("UPDATE import_run SET ended_us = ?, status = ? WHERE import_id = ?");
  const insertFile = cache.prepare(
    `INSERT INTO import_file (import_id, name, path, format, source_id, sha256, mapping_sha256, status, rows_read, rows_taken, rows_rejected, repeated)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'running', 0, 0, 0, 0)`,
  );
  const endFile = cache.prepare(
    "UPDATE import_file SET status = ?, rows_read = ?, rows_taken = ?, rows_rejected = ?, repeated = ?, failure = ? WHERE import_file_id = ?",
  );
  const done = cache
    .prepare("SELECT count(*) FROM import_file WHERE sha256 = ? AND status = 'done' AND replaced = 0")
    .pluck();
  const doneByMapping = cache
    .prepare(
      "SELECT count(*) FROM import_file WHERE sha256 = ? AND status = 'done' AND replaced = 0 AND mapping_sha256 IS ?",
    )
    .pluck();
  const replace = createReplaceReading(cache, createTextIndex(cache));
  const upsertSource = cache.prepare(
    `INSERT INTO source (id, name, format, mode, as_of_us) VALUES (?, ?, ?, 'file', ?)
     ON CONFLICT (id) DO UPDATE SET as_of_us = excluded.as_of_us, name = excluded.name`,
  );
  const findSource = cache.prepare("SELECT source_id FROM source WHERE id = ?").pluck();
  const insertMessage = cache.prepare("INSERT INTO import_message VALUES (?, ?, ?, ?, ?, ?)");
  const safely = <T>(work: () => T): T => translateErrors(cachePath(folder), work);

  const message = (
    file: OpenFile,
    kind: "rejection" | "remark",
    place: string | undefined,
    text: string,
    excerpt?: string,
  ): void => {
    if (kind === "rejection") file.rejected += 1;
    if (file.messages >= KEPT_MESSAGES && kind === "rejection") return;
    insertMessage.run(file.fileId, file.messages, kind, place ?? null, text, excerpt ?? null);
    file.messages += 1;
  };
  const openFile = (fileId: number): OpenFile => {
    const file = open.get(fileId);
    if (file === undefined) throw new Failure("invalid", `import file ${fileId} is not open`);
    return file;
  };

  return {
    begin: () => safely(() => ({ importId: Number(insertRun.run(now()).lastInsertRowid) })),
    beginFile: (start: FileStart) =>
      safely(() => {
        const receivedAt = now();
        let sourceRow: number | undefined;
        if (start.sourceId !== undefined && start.format !== undefined) {
          upsertSource.run(start.sourceId, start.name, start.format, receivedAt);
          sourceRow = Number(findSource.get(start.sourceId));
        }
        const mapping = start.mappingSha256 ?? null;
        const before = Number(done.get(start.sha256)) > 0;
        const unchanged = before && Number(doneByMapping.get(start.sha256, mapping)) > 0;
        if (before && !unchanged && sourceRow !== undefined) {
          const row = sourceRow;
          cache.transaction(() => replace.clear(row))();
        }
        const added = insertFile.run(
          start.importId,
          start.name,
          start.path,
          start.format ?? null,
          sourceRow ?? null,
          start.sha256,
          mapping,
        );
        const fileId = Number(added.lastInsertRowid);
        const source =
          sourceRow === undefined
            ? undefined
            : { sourceId: sourceRow, exact: EXACT_FORMATS.has(start.format ?? ""), receivedAt };
        open.set(fileId, { fileId, source, read: 0, taken: 0, rejected: 0, repeated: 0, messages: 0 });
        return { fileId, unchanged };
      }),
    apply: ({ fileId, records: batch }) =>
      safely(() => {
        const file = openFile(fileId);
        const { source } = file;
        if (source === undefined) throw new Failure("bug", "records without a source");
        let taken = 0;
        let repeated = 0;
        records.transaction((writer) => {
          for (const record of batch) {
            if (record.record === "count") {
              file.read += record.read;
              file.taken += record.taken;
            } else if (record.record === "rejection") {
              message(file, "rejection", placeText(record.at), record.reason, record.excerpt);
            } else if (record.record === "remark") {
              message(file, "remark", placeText(record.at), record.text);
            } else if (record.record === "stored-model" && record.isPartial === true) {
              // It counts once it is whole.
              writer.write(record, source);
            } else if (writer.write(record, source) === "taken") taken += 1;
            else repeated += 1;
          }
          for (const link of writer.names.takeLinked()) {
            message(
              file,
              "remark",
              undefined,
              `"${link.name}" was taken for part "${link.number}" by its name.`,
            );
          }
        });
        file.repeated += repeated;
        return { taken, repeated };
      }),
    show: ({ isOnlyModels }) =>
      safely(() => {
        if (!isOnlyModels) cache.transaction(settleStructure)();
        onChanged(isOnlyModels ? { kinds: ["models"] } : EVERYTHING);
      }),
    finishFile: ({ fileId, status, failure }) =>
      safely(() => {
        const file = openFile(fileId);
        open.delete(fileId);
        records.transaction((writer) => {
          replace.dropForgottenUnits();
          writer.units.forget();
        });
        endFile.run(status, file.read, file.taken, file.rejected, file.repeated, failure ?? null, fileId);
        return reports.file(fileId);
      }),
    finish: ({ importId, status }) =>
      safely((): ImportReport => {
        cache.transaction(() => {
          settleStructure();
          applyClaims(cache, user);
          endRun.run(now(), status, importId);
        })();
        cache.pragma("optimize");
        onChanged(EVERYTHING);
        return reports.run(importId);
      }),
    reports: () => reports.newest(50),
    known: ({ sha256s }) => sha256s.filter((sha256) => Number(done.get(sha256)) > 0),
    mappings: () => {
      const rows = user.prepare("SELECT fingerprint, mapping FROM table_mapping").all() as {
        fingerprint: string;
        mapping: string;
      }[];
      return Object.fromEntries(
        rows.map((row) => [row.fingerprint, JSON.parse(row.mapping) as TableMapping]),
      );
    },
    saveMapping: ({ fingerprint, mapping }) =>
      translateErrors(userPath(folder), () => {
        user
          .prepare(
            "INSERT INTO table_mapping VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET mapping = excluded.mapping, saved_us = excluded.saved_us",
          )
          .run(fingerprint, JSON.stringify(mapping), now());
      }),
  };
}

/** A run that a crash left open did not finish: what it took is sound, the rest is read again next time. */
export function closeInterruptedRuns(cache: Connection): void {
  cache.exec(`
    UPDATE import_file SET status = 'cancelled' WHERE status = 'running';
    UPDATE import_run SET status = 'cancelled', ended_us = coalesce(ended_us, started_us) WHERE status = 'running';
  `);
}
