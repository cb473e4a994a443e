/** Waits for a time or for somebody who wakes it; waking while nobody waits counts for the next wait. */
import type { Time } from "./time.ts";

export interface Waker {
  wake(): void;
  /** `milliseconds` undefined: until woken. Ends early when `signal` aborts. */
  wait(milliseconds: number | undefined, signal: AbortSignal): Promise<void>;
}

export function createWaker(time: Time): Waker {
  let isWoken = false;
  let waiting: (() => void) | undefined;
  return {
    wake() {
      isWoken = true;
      waiting?.();
    },
    async wait(milliseconds, signal) {
      if (!isWoken && !signal.aborted) {
        const over = new AbortController();
        const both = AbortSignal.any([signal, over.signal]);
        await new Promise<void>((resolve) => {
          waiting = resolve;
          both.addEventListener("abort", () => resolve());
          if (milliseconds !== undefined) void time.sleep(milliseconds, both).then(resolve);
        });
        waiting = undefined;
        over.abort();
      }
      isWoken = false;
    },
  };
}
