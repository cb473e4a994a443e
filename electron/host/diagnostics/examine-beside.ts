/** Checks a data folder in a thread of its own. */
import { Worker } from "node:worker_threads";
import type { ExamineEvent } from "../../../shared/contract/diagnostics.ts";
import { workerUrl } from "../workers.ts";

/**
 * Ends with the last finding, or at once when it is cancelled: the thread follows as soon as SQLite lets it go, of a
 * large cache some seconds later. Rejects where the thread fails.
 */
export async function examineBeside(
  folder: string,
  tell: (event: ExamineEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const worker = new Worker(workerUrl("examine"), { workerData: { folder } });
  await new Promise<void>((resolve, reject) => {
    worker.on("message", (event: ExamineEvent) => {
      if (!signal.aborted) tell(event);
    });
    worker.once("error", reject);
    worker.once("exit", () => resolve());
    signal.addEventListener(
      "abort",
      () => {
        void worker.terminate();
        resolve();
      },
      { once: true },
    );
  });
}
