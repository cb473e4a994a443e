/** This thread's own pool: its workers start with the first file, stay warm between files, and end with the thread. */
import { createKernelPool, type KernelPool } from "./kernel-pool.ts";

let pool: KernelPool | undefined;

export function sharedPool(): KernelPool {
  return (pool ??= createKernelPool());
}
