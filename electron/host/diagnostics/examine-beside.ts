/** Checks a data folder in a thread of its own. */
import { Worker } from "node:worker_threads";
import type { ExamineEvent } from "../../../shared/contract/diagnostics.ts";
import { cachePath } from "../store/stores.ts";
import { workerUrl } from "../workers.ts";
import { holdFile } from "./read-through.ts";

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
  const worker = new Worker(workerUrl("examine"), { workerData: { folder, file: heldHere(folder) } });
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

/** Held by this thread: that one's end would close it. Where it can't be opened the check itself says why. */
function heldHere(folder: string): number | undefined {
  try {
    return holdFile(cachePath(folder));
  } catch {
    return undefined;
  }
}
