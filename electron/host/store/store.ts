/** Starts the store's threads and joins them to the host: one writer, one reader (more when needed). */
import { MessageChannel, Worker, type MessagePort } from "node:worker_threads";
import { createClient } from "../../../shared/rpc/client.ts";
import { Failure, failureFrom, type FailureData } from "../../../shared/rpc/failure.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import { portTransport } from "../transport/message-port.ts";
import { workerUrl, type WorkerName } from "../workers.ts";
import { lockFolder } from "./lock.ts";
import type { MigrationStep } from "./migrate.ts";
import { writerContract } from "./writer/writer-contract.ts";
import { readerContract } from "./reader-contract.ts";

export interface Store {
  readonly writer: Client<typeof writerContract>;
  readonly reader: Client<typeof readerContract>;
  /** Another program writes this data folder: here everything can be read and nothing changed. */
  readonly readOnly: boolean;
  /** A port that speaks `writerContract`, for a worker of its own. */
  writerPort(): MessagePort;
  /** Answers on the other end of such a port, which a worker has already. */
  serveWriter(port: MessagePort): void;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly folder: string;
  readonly onBug: (method: string, text: string) => void;
  /** The cache is of an older version: told before each step that brings it up to date, and may take minutes. */
  readonly onMigrating?: (step: MigrationStep) => void;
}

/** Opens (and creates or migrates) the databases of `folder`. Rejects with the failures of `openDatabase`. */
export async function startStore({
  folder,
  onBug,
  onMigrating = () => undefined,
}: StoreOptions): Promise<Store> {
  const lock = lockFolder(folder);
  const readOnly = lock === undefined;
  let writerWorker: Worker | undefined;
  let readerWorker: Worker;
  try {
    writerWorker = await startWorker("store-writer", { folder, readOnly }, onBug, onMigrating);
    // After the writer: a read-only connection can't create or migrate.
    readerWorker = await startWorker("store-reader", { folder, readOnly }, onBug, onMigrating);
  } catch (thrown) {
    await writerWorker?.terminate();
    lock?.release();
    throw thrown;
  }
  const writing = writerWorker;
  const port = (worker: Worker): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ port: port2 }, [port2]);
    // A port whose worker died never closes by itself.
    worker.once("exit", () => port1.close());
    return port1;
  };
  const writer = createClient(writerContract, portTransport(port(writing)));
  const reader = createClient(readerContract, portTransport(port(readerWorker)));
  return {
    writer,
    reader,
    readOnly,
    writerPort: () => port(writing),
    serveWriter: (other) => writing.postMessage({ port: other }, [other]),
    close: async () => {
      await readerWorker.terminate();
      await writer.control.close({});
      await writing.terminate();
      lock?.release();
    },
  };
}

async function startWorker(
  name: WorkerName,
  data: { readonly folder: string; readonly readOnly: boolean },
  onBug: (method: string, text: string) => void,
  onMigrating: (step: MigrationStep) => void,
): Promise<Worker> {
  const worker = new Worker(workerUrl(name), {
    workerData: data,
    // Records pass through and are forgotten: a small nursery keeps the process small.
    resourceLimits: { maxYoungGenerationSizeMb: 24 },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Failure("bug", `${name} ended with code ${code}`)));
      worker.on(
        "message",
        (message: {
          ready?: true;
          migrating?: MigrationStep;
          failure?: FailureData;
          bug?: { method: string; text: string };
        }) => {
          if (message.migrating !== undefined) onMigrating(message.migrating);
          else if (message.ready === true) resolve();
          else if (message.failure !== undefined) reject(failureFrom(message.failure));
          else if (message.bug !== undefined) onBug(message.bug.method, message.bug.text);
        },
      );
    });
    return worker;
  } catch (thrown) {
    await worker.terminate();
    throw thrown;
  }
}
