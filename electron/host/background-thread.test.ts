import { getPriority } from "node:os";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";

const LINUX = process.platform === "linux";
/** What a thread says of its own priority after it went into the background. */
const SAYS = `
  import { getPriority } from "node:os";
  import { parentPort } from "node:worker_threads";
  import { computeInBackground } from ${JSON.stringify(new URL("background-thread.ts", import.meta.url).href)};
  computeInBackground();
  parentPort.postMessage(getPriority(0));
`;

test.skipIf(!LINUX)(
  `a thread goes into the background alone${LINUX ? "" : " (only Linux has priorities of threads)"}`,
  async () => {
    const before = getPriority(0);
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(SAYS)}`));
    const own = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
    expect(own).toBe(10);
    expect(getPriority(0)).toBe(before);
    await worker.terminate();
  },
);
