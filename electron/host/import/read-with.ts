/** Reads one file through an importer into the writer, batch by batch, with backpressure. */
import type { Client } from "../../../shared/rpc/service.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { SourceRecord } from "../../../shared/model/record.ts";
import type { TableMapping } from "../../../shared/model/table-mapping.ts";
import type { WritableRecord, writerContract } from "../store/writer/writer-contract.ts";
import type { Blobs } from "../blobs.ts";
import { createMeshCache } from "./cad/mesh-cache.ts";
import type { FileProgress, ScannedFile } from "./import-contract.ts";
import { ImportError, type ImportContext, type Importer, type MeshCache } from "./importer.ts";
import { createPartialBlobs } from "./partial-blobs.ts";
import { storeModel } from "./store-model.ts";

/** Records per transaction: past a thousand SQLite gains nothing (measured), and a kill costs less. */
const BATCH = 1000;
/** Progress reports per second that reach the screen. */
const REPORT_MS = 100;
/** Between two looks at a file that is not read whole: each makes the screen ask for everything anew. */
const SHOW_MS = 500;

export interface ReadOptions {
  readonly fileId: number;
  readonly file: ScannedFile;
  readonly writer: Client<typeof writerContract>;
  readonly blobs: Blobs;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: FileProgress) => void;
  /** Absent: those that were kept in the blobs. */
  readonly meshes?: MeshCache;
}

export async function readWith(
  importer: Importer,
  options: ReadOptions,
  mapping?: TableMapping,
): Promise<void> {
  const { fileId, file, writer, signal } = options;
  const meshes = options.meshes ?? createMeshCache(options.blobs);
  let lastShown = -Infinity;
  const context: ImportContext = {
    signal,
    meshes,
    isPartWanted: () => performance.now() - lastShown >= SHOW_MS,
    ...(mapping === undefined ? {} : { mapping }),
  };
  const partial = await createPartialBlobs(options.blobs);

  const totals = { read: 0, taken: 0, rejected: 0, progress: 0 };
  let lastReport = 0;
  let pending: WritableRecord[] = [];
  /** What the writer has in hand. */
  let written: Promise<void> = Promise.resolve();
  /** Waits for what was given before, not for this: the next is read meanwhile, and no more than that. */
  const give = async (work: () => Promise<void>): Promise<void> => {
    const before = written;
    written = before.then(work);
    // Whoever gives next hears of it, and at last the end.
    written.catch(() => undefined);
    await before;
  };
  const flush = async (): Promise<void> => {
    if (pending.length === 0) return;
    const records = pending;
    pending = [];
    await give(async () => void (await writer.imports.apply({ fileId, records })));
  };
  /** Nothing but models came since the screen was told last: only the view of them asks anew. */
  let isOnlyModels = false;
  const show = async (): Promise<void> => {
    await flush();
    const [told, newest] = [{ isOnlyModels }, partial.newest()];
    isOnlyModels = true;
    await give(async () => {
      await writer.imports.show(told);
      if (newest !== undefined) await partial.shown(newest);
      lastShown = performance.now();
    });
  };
  const store = async (record: SourceRecord): Promise<WritableRecord> => {
    if (record.record !== "model") return record;
    const stored = await storeModel(record, options.blobs);
    if (record.isPartial === true) partial.add(stored.meshSha256);
    return stored;
  };
  const count = (record: SourceRecord): void => {
    if (record.record === "rejection") totals.rejected += 1;
    if (record.record !== "count") return;
    totals.read += record.read;
    totals.taken += record.taken;
    totals.progress = record.progress;
    const now = performance.now();
    if (now - lastReport < REPORT_MS) return;
    lastReport = now;
    options.onProgress({ ...totals });
  };
  try {
    for await (const batch of importer.read(file, context)) {
      signal.throwIfAborted();
      for (const record of batch) {
        count(record);
        if (record.record !== "model" && record.record !== "count") isOnlyModels = false;
        pending.push(await store(record));
        if (pending.length >= BATCH) await flush();
        if (record.record === "count" && record.isSettled === true) await show();
      }
    }
    await flush();
    await written;
    // The screen hears of the whole before what it showed goes.
    if (partial.newest() !== undefined) await writer.imports.show({ isOnlyModels: false });
    await partial.end();
    options.onProgress({ ...totals, progress: 1 });
  } catch (thrown) {
    // What was sound before the fault stays taken; the fault itself is the file's failure.
    if (!signal.aborted) await flush();
    await written.catch(() => undefined);
    if (thrown instanceof ImportError) {
      throw new Failure(
        "invalid",
        thrown.line === undefined ? thrown.message : `Line ${thrown.line}: ${thrown.message}`,
      );
    }
    throw thrown;
  }
}
