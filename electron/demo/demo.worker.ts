/**
 * Worker thread: writes the demo into an empty cache, through the same doors as any source. The
 * heart of the history is there first, so that the screen lives before the mesh is.
 */
import { hash } from "node:crypto";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { workerData, type MessagePort } from "node:worker_threads";
import { createClient } from "../../shared/rpc/client.ts";
import { createBlobs } from "../host/blobs.ts";
import { readFile } from "../host/import/read-file.ts";
import { writerContract } from "../host/store/writer/writer-contract.ts";
import { portTransport } from "../host/transport/message-port.ts";
import { keepProductMesh } from "./product/product-mesh.ts";
import { DEMO_OPTIONS, generateHistory, type Stage } from "./history/generate.ts";

const { folder, model, writerPort } = workerData as {
  folder: string;
  model: string;
  writerPort: MessagePort;
};
const writer = createClient(writerContract, portTransport(writerPort));
const { imports } = writer;
const blobs = createBlobs(folder);

const stages = Map.groupBy(generateHistory(DEMO_OPTIONS), ({ stage }) => stage);
// What is not seen at once waits for what is.
await Promise.all([writeHistory("opening"), writeModel()]);
await writeHistory("year");
await imports.demoWritten({});
writerPort.close();

/** One import per stage: a screen learns of what was written when an import ends. */
async function writeHistory(stage: Stage): Promise<void> {
  const { importId } = await imports.begin({ demo: true });
  const files = new Map<string, number>();
  for (const { sourceId, sourceName, records } of stages.get(stage) ?? []) {
    let fileId = files.get(sourceId);
    if (fileId === undefined) {
      const sha256 = hash("sha256", `${sourceId} ${stage} ${DEMO_OPTIONS.seed}`);
      const start = { importId, path: "", name: sourceName, format: "demo", sourceId, sha256 };
      ({ fileId } = await imports.beginFile(start));
      files.set(sourceId, fileId);
    }
    const taken = records.length;
    const count = { record: "count", read: taken, taken, progress: 1 } as const;
    await imports.apply({ fileId, records: [...records, count] });
  }
  for (const fileId of files.values()) await imports.finishFile({ fileId, status: "done" });
  await imports.finish({ importId, status: "done" });
}

async function writeModel(): Promise<void> {
  await keepProductMesh(model, blobs);
  const { importId } = await imports.begin({ demo: true });
  const file = {
    path: model,
    name: basename(model),
    shownName: basename(model),
    folder: basename(dirname(model)),
    size: (await stat(model)).size,
    sha256: hash("sha256", `demo model ${basename(model)}`),
    format: "step",
    sourceId: "demo:cad",
    problem: undefined,
  } as const;
  const start = {
    importId,
    path: model,
    name: file.name,
    format: file.format,
    sourceId: file.sourceId,
    sha256: file.sha256,
  };
  const { fileId } = await imports.beginFile(start);
  const { signal } = new AbortController();
  await readFile({ fileId, file, mappings: {}, writer, blobs, signal, onProgress: () => undefined });
  await imports.finishFile({ fileId, status: "done" });
  await imports.finish({ importId, status: "done" });
}
