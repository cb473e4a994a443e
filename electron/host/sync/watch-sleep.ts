/** A machine that slept has dead connections that look alive: found by looking at its own clock. */
import type { Time } from "./time.ts";

/** ms between two looks. */
const HEARTBEAT = 15_000;
/** µs that may be missing at a look before we take it that the machine slept. */
const SLEPT = 60_000_000;

/** Calls `onSlept` after each sleep. Resolves when `signal` aborts. */
export async function watchSleep(time: Time, onSlept: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const before = time.now();
    await time.sleep(HEARTBEAT, signal);
    if (Math.abs(time.now() - before) >= SLEPT) onSlept();
  }
}
