/** Checks a data folder in a thread of its own. */
import { Worker } from "node:worker_threads";
import type { Finding } from "../../../shared/contract/diagnostics.ts";
import { workerUrl } from "../workers.ts";

/** Ends with the last finding, or as soon as it is cancelled. Rejects where the thread fails. */
export async function examineBeside(
  folder: string,
  onFinding: (finding: Finding) => void,
  signal: AbortSignal,
): Promise<void> {
  const worker = new Worker(workerUrl("examine"), { workerData: { folder } });
  const stop = (): void => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on("message", onFinding);
      worker.once("error", reject);
      worker.once("exit", () => resolve());
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
