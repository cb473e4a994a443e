/** The sync worker from the host's side: started at first use, and anew where it died. What it knows stands in the store. */
import { Worker, type MessagePort } from "node:worker_threads";
import { createClient } from "../../../shared/rpc/client.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import { portTransport } from "../transport/message-port.ts";
import { workerUrl } from "../workers.ts";
import { syncContract, type ArrivedModel, type KnownPlant, type SyncStanding } from "./sync-contract.ts";

/** Memory of the worker: two pages and their records, with room. */
const MEMORY_MB = 512;
/** Most of what it makes is forgotten at once: a small nursery keeps the process small. */
const YOUNG_MB = 24;
/** ms before it is started anew, and how often in a row. */
const RESTART_AFTER = 1_000;
const RESTARTS = 5;

type Engine = Client<typeof syncContract>["engine"];

export interface SyncWorkerOptions {
  readonly folder: string;
  readonly writerPort: () => MessagePort;
  readonly log: (line: string) => void;
  readonly begin: () => Promise<{ readonly plants: readonly KnownPlant[]; readonly pins: readonly string[] }>;
  readonly onStanding: (standing: SyncStanding) => Promise<void>;
  readonly onModel: (model: ArrivedModel) => Promise<void>;
}

export interface SyncWorkerHandle {
  /** `offline` where it died again and again. */
  engine(): Promise<Engine>;
  /** The one that runs; undefined where nothing was followed yet. */
  readonly running: Promise<Engine> | undefined;
  close(): Promise<void>;
}

export function createSyncWorker(options: SyncWorkerOptions): SyncWorkerHandle {
  const { folder, log } = options;
  let isClosing = false;
  let deaths = 0;
  let current: Worker | undefined;
  let engine: Promise<Engine> | undefined;

  const start = async (): Promise<Engine> => {
    const port = options.writerPort();
    const worker = new Worker(workerUrl("sync"), {
      workerData: { folder, writerPort: port },
      transferList: [port],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    current = worker;
    worker.on("message", (message: { bug?: string }) => {
      if (message.bug !== undefined) log(`sync: ${message.bug}`);
    });
    worker.on("error", (thrown) => log(`sync: ${String(thrown)}`));
    worker.once("exit", () => {
      if (!isClosing) restart();
    });
    const client = createClient(syncContract, portTransport(worker)).engine;
    listenTo(client.watch({}, (standing) => run(options.onStanding(standing))));
    listenTo(client.models({}, (model) => run(options.onModel(model))));
    await client.start(await options.begin());
    return client;
  };
  /** What is heard ends with the worker, which its exit has told already. */
  const listenTo = (listening: Promise<void>): void => {
    listening.catch((thrown: unknown) => {
      if (!(thrown instanceof Failure && thrown.kind === "offline")) log(`sync: ${String(thrown)}`);
    });
  };
  const run = (work: Promise<void>): void => {
    work.catch((thrown: unknown) => {
      if (!isClosing) log(`sync: ${String(thrown)}`);
    });
  };
  const restart = (): void => {
    deaths += 1;
    engine =
      deaths > RESTARTS
        ? Promise.reject(
            new Failure(
              "offline",
              "Following plants failed again and again: see the log, and start the app anew.",
            ),
          )
        : new Promise<void>((resolve) => setTimeout(resolve, RESTART_AFTER * deaths)).then(() => {
            if (isClosing) throw new Failure("offline", "The app is closing.");
            return start();
          });
    logFailure(engine);
  };
  const logFailure = (starting: Promise<Engine>): void => {
    starting.catch((thrown: unknown) => {
      if (!isClosing) log(`sync: ${String(thrown)}`);
    });
  };

  return {
    engine() {
      if (engine === undefined) {
        engine = start();
        logFailure(engine);
      }
      return engine;
    },
    get running() {
      return engine;
    },
    close: async () => {
      isClosing = true;
      const client = await engine?.catch(() => undefined);
      await client?.stop({}).catch(() => undefined);
      await current?.terminate();
    },
  };
}
