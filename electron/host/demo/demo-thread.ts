/** A worker thread of the demo, as the host holds it. */
import { Worker, type MessagePort } from "node:worker_threads";
import { workerUrl } from "../workers.ts";
import type { DemoWorkerData, MachinesWorkerData, ToDemo, ToMachines } from "./demo-messages.ts";

export interface DemoThread {
  say(word: ToDemo | ToMachines): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Rejects where it ended by itself. */
  readonly ended: Promise<void>;
  end(): Promise<void>;
}

/**
 * What V8 may hold for objects that live shortly. By default it grows to three times 16 MB and is hardly given back:
 * measured 80 MB of the machines and 120 MB of the plant, for no more speed.
 */
const YOUNG = { maxYoungGenerationSizeMb: 12 };

export function startDemoThread(
  name: "demo" | "demo-machines",
  data: DemoWorkerData | MachinesWorkerData,
  transferList: readonly MessagePort[],
): DemoThread {
  const worker = new Worker(workerUrl(name), {
    workerData: data,
    transferList: [...transferList],
    resourceLimits: YOUNG,
  });
  let isEnding = false;
  const ended = new Promise<void>((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => {
      if (isEnding) resolve();
      else reject(new Error(`${name} ended with code ${code}`));
    });
  });
  // Who holds the thread hears of it; until then it is nobody's to hear.
  ended.catch(() => undefined);
  return {
    ended,
    say: (word) => worker.postMessage(word, []),
    onMessage: (listener) => void worker.on("message", listener),
    end: async () => {
      isEnding = true;
      await worker.terminate();
    },
  };
}
