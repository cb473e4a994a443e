/** This thread's own pool: its workers start with the first file, stay warm between files, and end with the thread. */
import { createKernelPool, type KernelPool } from "./kernel-pool.ts";

let pool: KernelPool | undefined;

export function sharedPool(): KernelPool {
  return (pool ??= createKernelPool());
}

/** Starts a first kernel while a person still looks at the plan. One that can't start says so once it is needed. */
export function warmSharedPool(): void {
  sharedPool()
    .warm()
    .catch(() => undefined);
}
