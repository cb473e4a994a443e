/** Worker thread: reads files. Expendable: a file that kills it costs only that file. */
import { hash } from "node:crypto";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { CAD_FORMATS } from "../../../shared/contract/import.ts";
import { createClient } from "../../../shared/rpc/client.ts";
import type { Implementation } from "../../../shared/rpc/service.ts";
import { serveContract } from "../../../shared/rpc/server.ts";
import { createBlobs } from "../blobs.ts";
import { writerContract } from "../store/writer/writer-contract.ts";
import { portTransport } from "../transport/message-port.ts";
import { modelReadBy } from "./cad/mesh-cache.ts";
import { companionsOf } from "./cad/companions.ts";
import { importWorkerContract } from "./import-contract.ts";
import { readFile } from "./read-file.ts";
import { formatOf, scan } from "./scan.ts";
import { mappingFor } from "./tables/saved-mapping.ts";
import { previewTable } from "./tables/preview-table.ts";

const { folder, writerPort } = workerData as { folder: string; writerPort: MessagePort };
if (parentPort === null) throw new Error("runs as a worker");

const writer = createClient(writerContract, portTransport(writerPort));
const blobs = createBlobs(folder);
const implementation: Implementation<typeof importWorkerContract> = {
  files: {
    ping: () => undefined,
    scan: ({ paths }, { signal }) => scan(paths, signal),
    read: (input, onProgress, { signal }) => readFile({ ...input, writer, blobs, signal, onProgress }),
    readBy: async ({ file, mappings }, { signal }) => {
      if (file.format !== undefined && CAD_FORMATS.has(file.format))
        return modelReadBy(await companionsOf(file.format, file.path, signal));
      const mapping = await mappingFor(file, mappings);
      return mapping === undefined ? undefined : hash("sha256", JSON.stringify(mapping));
    },
    formatOf: ({ path, name }) => formatOf(path, name),
    previewTable: ({ file, mappings }) => previewTable(file, mappings),
  },
};
serveContract(importWorkerContract, implementation, portTransport(parentPort));
