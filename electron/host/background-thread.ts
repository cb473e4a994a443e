/** Threads that compute for long beside a window that must not stand. */
import { setPriority } from "node:os";

/** Beside a thread of the window it gets a tenth of a core, and on a machine that does other work it still goes on (sched(7)). */
const BACKGROUND = 10;

/**
 * The calling thread computes with what all others leave it: without a graphics card the browser draws with the same
 * cores, and a picture that waits for them is a page that waits (measured: docs/benchmarks.md). Linux keeps a priority
 * for each thread (setpriority(2), "C library/kernel differences"); elsewhere it is the whole process's, and stays.
 */
export function computeInBackground(): void {
  if (process.platform !== "linux") return;
  try {
    // Nothing but the calling thread: 0 names it.
    setPriority(0, BACKGROUND);
  } catch {
    // A system that forbids it computes as before.
  }
}
