/** The clock and the waiting of the sync engine: passed in, so that tests of an hour take no time. */
export interface Time {
  /** µs since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Resolves after so many ms, or at once when `signal` aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export function systemTime(now: () => number): Time {
  return {
    now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        signal.addEventListener("abort", done);
      }),
  };
}
