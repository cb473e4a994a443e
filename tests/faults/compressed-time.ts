/** A clock that runs many times faster, so that backoff and polling take no real time, and that can be set. */
import type { Time } from "../../electron/host/sync/time.ts";

export interface CompressedTime extends Time {
  /** As if the machine had slept, or somebody had set its clock. */
  jump(microseconds: number): void;
}

/** ms of the engine per real ms. */
const SPEED = 200;
/** 2026-03-02T08:00:00Z in µs. */
const START = 1_772_438_400_000_000;

export function compressedTime(): CompressedTime {
  const begun = performance.now();
  let offset = 0;
  return {
    now: () => Math.round(START + offset + (performance.now() - begun) * 1_000 * SPEED),
    jump: (microseconds) => void (offset += microseconds),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, milliseconds / SPEED);
        signal.addEventListener("abort", done);
      }),
  };
}
