/** The expendable worker that reads files: started at first use, again after it died, and ended where it hears of nothing. */
import { setTimeout } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { createClient } from "../../../shared/rpc/client.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import { portTransport } from "../transport/message-port.ts";
import { importWorkerContract } from "./import-contract.ts";

/** ms that a worker has to come back after its work was given up. */
const GRACE = 500;

export interface ReaderWorker {
  client(): Client<typeof importWorkerContract>;
  /**
   * After something was given up. Parts of a reading take seconds in which a worker hears of nothing, and more with the
   * size of the file: whoever does not answer by then is ended, with its kernels, so that nobody waits for it.
   */
  rest(): Promise<void>;
  /** Once nothing is about to be ended. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export function createReaderWorker(start: () => Worker): ReaderWorker {
  let current: { worker: Worker; client: Client<typeof importWorkerContract> } | undefined;
  let resting: Promise<void> = Promise.resolve();
  const rest = async (): Promise<void> => {
    const busy = current;
    if (busy === undefined) return;
    const answered = busy.client.files.ping({}).then(
      () => true,
      () => true,
    );
    const stop = new AbortController();
    const late = setTimeout(GRACE, false, { signal: stop.signal }).catch(() => true);
    const isBack = await Promise.race([answered, late]);
    stop.abort();
    if (isBack) return;
    if (current === busy) current = undefined;
    await busy.worker.terminate();
  };
  return {
    client() {
      if (current !== undefined) return current.client;
      const worker = start();
      const started = { worker, client: createClient(importWorkerContract, portTransport(worker)) };
      const gone = (): void => {
        if (current === started) current = undefined;
      };
      worker.on("error", gone);
      worker.on("exit", gone);
      current = started;
      return started.client;
    },
    rest: async () => {
      resting = resting.then(rest);
      await resting;
    },
    settled: () => resting,
    close: async () => {
      await current?.worker.terminate();
      current = undefined;
    },
  };
}
