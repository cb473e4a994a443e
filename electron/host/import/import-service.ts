/** The import service: plans, runs, reports. The reading itself happens in an expendable worker. */
import { Worker } from "node:worker_threads";
import {
  CAD_FORMATS,
  type FileReport,
  type ImportProgress,
  type importService,
} from "../../../shared/contract/import.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { HandlerContext, ServiceImplementation } from "../../../shared/rpc/service.ts";
import type { CarriedPart } from "../links/link-carrier.ts";
import type { Store } from "../store/store.ts";
import { workerUrl } from "../workers.ts";
import { takeHandedModel, type HandedModel } from "./handed-model.ts";
import type { FileProgress, ScannedFile } from "./import-contract.ts";
import { createReaderWorker } from "./reader-worker.ts";

/** Memory one reader may take before it is ended; the mesh kernels have limits of their own. */
const READER_MEMORY_MB = 2048;
/** Its young generation: V8's own is four times as large, which takes 10 to 20 MB and gains nothing (measured). */
export const READER_YOUNG_MB = 12;
/** Plans kept for a later run; older ones are forgotten. */
const KEPT_PLANS = 20;

export interface ImportServiceOptions {
  readonly folder: string;
  readonly store: Store;
  readonly newId: () => string;
  /** Before anything of a person's own is written: a demo that is there makes room. */
  readonly leaveDemo: () => Promise<void>;
  /** Links to faces go over to what has just been read. */
  readonly carryLinks: () => Promise<readonly CarriedPart[]>;
}

export interface ImportServiceHandle {
  readonly service: ServiceImplementation<typeof importService>;
  /** Reads a CAD file that a plant handed out, in its turn among the imports. Formats that are no CAD are left alone. */
  readModel(model: Omit<HandedModel, "format">): Promise<void>;
  close(): Promise<void>;
}

export function createImportService(options: ImportServiceOptions): ImportServiceHandle {
  const { folder, store, newId, leaveDemo, carryLinks } = options;
  const plans = new Map<string, readonly ScannedFile[]>();
  const reader = createReaderWorker(() => {
    const writerPort = store.writerPort();
    return new Worker(workerUrl("import"), {
      workerData: { folder, writerPort },
      transferList: [writerPort],
      resourceLimits: {
        maxOldGenerationSizeMb: READER_MEMORY_MB,
        maxYoungGenerationSizeMb: READER_YOUNG_MB,
      },
    });
  });
  let running: Promise<void> = Promise.resolve();

  const planned = (planId: string): readonly ScannedFile[] => {
    const files = plans.get(planId);
    if (files === undefined)
      throw new Failure("invalid", "This plan is not there any more: open the files again.");
    return files;
  };
  const plannedFile = (planId: string, path: string): ScannedFile => {
    const file = planned(planId).find((candidate) => candidate.path === path);
    if (file === undefined) throw new Failure("invalid", `${path} is not part of the plan.`);
    return file;
  };

  const readBy = async (
    file: ScannedFile,
    mappings: Awaited<ReturnType<typeof store.writer.imports.mappings>>,
    signal: AbortSignal,
  ): Promise<string | undefined> => {
    if (file.format !== "table" && !CAD_FORMATS.has(file.format ?? "")) return undefined;
    try {
      return await reader.client().files.readBy({ file, mappings }, { signal });
    } catch {
      // A file that can't even be looked at says why when it is read, in the next step.
      return undefined;
    }
  };
  /** Into the report of the file that brought the revision; of other models the list of features tells. */
  const tellCarried = async (fileId: number, sha256: string): Promise<void> => {
    const parts = await carryLinks();
    const own = await store.reader.models.mesh({ sha256 });
    const records = parts
      .filter(({ mesh, carried, lost }) => mesh === own && carried + lost.length > 0)
      .map((part) => ({ record: "remark" as const, text: carriedText(part) }));
    if (records.length > 0) await store.writer.imports.apply({ fileId, records });
  };
  const runPlan = async (
    files: readonly ScannedFile[],
    emit: (event: ImportProgress) => void,
    { signal }: HandlerContext,
  ): Promise<void> => {
    const { imports } = store.writer;
    await leaveDemo();
    const { importId } = await imports.begin({});
    const mappings = await imports.mappings({});
    const bytes = files.reduce((sum, file) => sum + file.size, 0) || 1;
    const before = { bytes: 0, read: 0, taken: 0, rejected: 0 };
    for (const [index, file] of files.entries()) {
      if (signal.aborted) break;
      const tell = (now: FileProgress): void =>
        emit({
          type: "progress",
          index,
          count: files.length,
          name: file.shownName,
          read: before.read + now.read,
          taken: before.taken + now.taken,
          rejected: before.rejected + now.rejected,
          progress: Math.min(1, (before.bytes + now.progress * file.size) / bytes),
        });
      tell({ read: 0, taken: 0, rejected: 0, progress: 0 });
      const mappingSha256 = await readBy(file, mappings, signal);
      const { fileId, unchanged } = await imports.beginFile({
        importId,
        path: file.path,
        name: file.shownName,
        format: file.format,
        sourceId: file.sourceId,
        sha256: file.sha256,
        ...(mappingSha256 === undefined ? {} : { mappingSha256 }),
      });
      let status: FileReport["status"] = "done";
      let failure: string | undefined;
      if (file.format === undefined) {
        status = "unrecognised";
        failure = file.problem;
      } else if (unchanged) status = "unchanged";
      else {
        try {
          await reader.client().files.read({ fileId, file, mappings }, tell, { signal });
          if (CAD_FORMATS.has(file.format)) await tellCarried(fileId, file.sha256);
        } catch (thrown) {
          if (signal.aborted) await reader.rest();
          status = signal.aborted ? "cancelled" : "failed";
          failure = signal.aborted ? undefined : whyFailed(thrown);
        }
      }
      const end = failure === undefined ? { fileId, status } : { fileId, status, failure };
      const report = await imports.finishFile(end);
      before.bytes += file.size;
      before.read += report.read;
      before.taken += report.taken;
      before.rejected += report.rejected;
    }
    const report = await imports.finish({ importId, status: signal.aborted ? "cancelled" : "done" });
    emit({ type: "report", report });
  };

  return {
    readModel: async (model) => {
      const { path, name } = model;
      const format = await reader.client().files.formatOf({ path, name });
      if (format === undefined || !CAD_FORMATS.has(format)) return;
      const turn = running.then(() =>
        takeHandedModel(store.writer.imports, { ...model, format }, async (fileId, file) => {
          try {
            await reader.client().files.read({ fileId, file, mappings: {} }, () => undefined);
          } catch (thrown) {
            throw new Failure("invalid", whyFailed(thrown));
          }
        }),
      );
      running = turn.catch(() => undefined);
      await turn;
      await carryLinks();
    },
    service: {
      plan: async ({ paths }, { signal }) => {
        await reader.settled();
        const scanning = reader.client().files.scan({ paths }, { signal });
        const files = await scanning.finally(() => (signal.aborted ? reader.rest() : undefined));
        const known = new Set(
          await store.writer.imports.known({ sha256s: files.map(({ sha256 }) => sha256) }),
        );
        const planId = newId();
        plans.set(planId, files);
        for (const oldest of plans.keys()) if (plans.size > KEPT_PLANS) plans.delete(oldest);
        return {
          planId,
          files: files.map((file) => ({
            path: file.path,
            name: file.shownName,
            size: file.size,
            format: file.format,
            alreadyImported: known.has(file.sha256),
            problem: file.problem,
          })),
          bytes: files.reduce((sum, file) => sum + file.size, 0),
        };
      },
      run: async ({ planId, exclude }, emit, context) => {
        const left = new Set(exclude ?? []);
        const files = planned(planId).filter(({ path }) => !left.has(path));
        // One import at a time: the second waits, and says nothing until its turn.
        const turn = running.then(() => runPlan(files, emit, context));
        running = turn.catch(() => undefined);
        await turn;
      },
      previewTable: async ({ planId, path }) => {
        const mappings = await store.writer.imports.mappings({});
        const { fingerprint: _own, ...preview } = await reader
          .client()
          .files.previewTable({ file: plannedFile(planId, path), mappings });
        return preview;
      },
      saveMapping: async ({ planId, path, mapping }) => {
        const mappings = await store.writer.imports.mappings({});
        const { fingerprint } = await reader
          .client()
          .files.previewTable({ file: plannedFile(planId, path), mappings });
        await store.writer.imports.saveMapping({ fingerprint, mapping });
        return { fingerprint };
      },
      reports: () => store.writer.imports.reports({}),
    },
    close: () => reader.close(),
  };
}

/** Names in one remark; the list of features has all of them. */
const NAMED = 20;

function carriedText({ partNumber, revision, as, carried, kept, lost }: CarriedPart): string {
  const count = (links: number): string => (links === 1 ? "1 link to a face" : `${links} links to faces`);
  const names = lost.slice(0, NAMED).join(", ");
  const more = lost.length > NAMED ? ` and ${lost.length - NAMED} more` : "";
  const open = lost.length === 0 ? "" : `, ${lost.length} could not be matched: ${names}${more}`;
  if (revision === undefined) {
    const stay = "What was not matched stays with the older model.";
    if (as === undefined)
      return `${partNumber} is not in this model any more: ${count(lost.length)} could not be matched (${names}${more}). ${stay}`;
    if (!as.isSure)
      return `${partNumber} is not in this model any more; ${as.number} is like it, but not surely the same part: ${count(lost.length)} could not be matched (${names}${more}). ${stay}`;
    return `${partNumber} is ${as.number} now, by its name and its shape: ${count(carried)} carried over${open}.`;
  }
  const to = revision === "" ? "this model" : `revision ${revision}`;
  const said = [
    ...(carried > 0 || kept === 0 ? [`${count(carried)} carried over to ${to}`] : []),
    ...(kept > 0 ? [`${count(kept)} found again on ${to}`] : []),
  ].join(", ");
  return `${partNumber}: ${said}${open}.${lost.length === 0 ? "" : " Features lists them under Lost."}`;
}

function whyFailed(thrown: unknown): string {
  if (thrown instanceof Failure) {
    return thrown.kind === "offline"
      ? "Reading it took too much memory or crashed the reader; the rest goes on."
      : thrown.message;
  }
  return thrown instanceof Error ? thrown.message : String(thrown);
}
