/** Starts the OPC UA worker when it is first needed, and anew where it died. */
import { MessageChannel, Worker } from "node:worker_threads";
import { createClient } from "../../../shared/rpc/client.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import type { Store } from "../store/store.ts";
import { portTransport } from "../transport/message-port.ts";
import { workerUrl } from "../workers.ts";
import { opcuaWorkerContract } from "./worker-contract.ts";

export type OpcuaWorker = Client<typeof opcuaWorkerContract>["opcua"];

export interface WorkerStarterOptions {
  readonly folder: string;
  readonly store: Store;
  readonly log: (line: string) => void;
  /** Every worker that starts is told its endpoints first. */
  readonly onStarted: (worker: OpcuaWorker) => Promise<void>;
  /** It died by itself. */
  readonly onDied: () => void;
}

export interface WorkerStarter {
  /** Starts it where it does not run. */
  worker(): Promise<OpcuaWorker>;
  /** The one that runs, if one does. */
  readonly running: Promise<OpcuaWorker> | undefined;
  close(): Promise<void>;
}

/** ms given to it to store what waits and to leave its servers. */
const FAREWELL = 2_000;

export function createWorkerStarter(options: WorkerStarterOptions): WorkerStarter {
  const { folder, store, log, onStarted, onDied } = options;
  let running: { readonly thread: Worker; readonly ready: Promise<OpcuaWorker> } | undefined;
  let isClosing = false;

  const start = (): NonNullable<typeof running> => {
    const { port1, port2 } = new MessageChannel();
    const writerPort = store.writerPort();
    const thread = new Worker(workerUrl("opcua"), {
      workerData: { folder, writerPort, servicePort: port2 },
      transferList: [writerPort, port2],
      // It keeps little and much passes through: by default V8 would hold 48 MB and more for that.
      resourceLimits: { maxYoungGenerationSizeMb: 12 },
    });
    thread.on("message", ({ log: line }: { readonly log?: string }) => {
      if (line !== undefined) log(`opcua: ${line}`);
    });
    thread.on("error", (thrown) => log(`opcua: ${thrown instanceof Error ? thrown.stack : String(thrown)}`));
    thread.once("exit", () => {
      // Closes what is still asked of it with "offline".
      port1.close();
      if (running?.thread === thread) running = undefined;
      if (!isClosing) onDied();
    });
    const { opcua: worker } = createClient(opcuaWorkerContract, portTransport(port1));
    const ready = onStarted(worker).then(() => worker);
    // One that can't be told its endpoints is of no use.
    ready.catch(() => void thread.terminate());
    return { thread, ready };
  };

  return {
    worker: () => (running ??= start()).ready,
    get running() {
      return running?.ready;
    },
    close: async () => {
      isClosing = true;
      const last = running;
      if (last === undefined) return;
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, FAREWELL);
      });
      // A kill at any point loses nothing; it only has to be read back the next time.
      const farewell = last.ready
        .then((worker) => worker.end({}))
        .catch((thrown: unknown) => {
          // One that was still starting is ended without a farewell.
          if (!(thrown instanceof Failure && thrown.kind === "offline")) log(`opcua: ${String(thrown)}`);
        });
      await Promise.race([farewell, patience]);
      clearTimeout(timer);
      await last.thread.terminate();
    },
  };
}
