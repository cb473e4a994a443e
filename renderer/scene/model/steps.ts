/** Work in pieces: whoever runs it lets the page draw and listen between two of them. */

/** Each step takes some milliseconds, however large the model; the last one answers. */
export type Steps<T> = Generator<void, T, void>;

export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** How long steps follow each other before the page has its turn, ms: with the longest step well below 50. */
const SLICE = 12;

/**
 * @param pause until the page has had its turn @param now ms
 * @throws the signal's reason once it is aborted
 */
export async function inSlices<T>(
  steps: Steps<T>,
  signal: AbortSignal,
  pause: () => Promise<void> = afterEvents,
  now: () => number = () => performance.now(),
): Promise<T> {
  let from = now();
  for (;;) {
    signal.throwIfAborted();
    const { done, value } = steps.next();
    if (done === true) return value;
    if (now() - from < SLICE) continue;
    await pause();
    from = now();
  }
}

/** A task of its own, which timers would hold back by some milliseconds each. */
function afterEvents(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      "message",
      () => {
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(undefined);
  });
}
