/** Worker thread: answers questions from a read-only connection. Ports arrive as `{ port }` messages. */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { failureData } from "../../../shared/rpc/failure.ts";
import { serveContract } from "../../../shared/rpc/server.ts";
import { portTransport } from "../transport/message-port.ts";
import { microseconds } from "../clock.ts";
import { readerContract } from "./reader-contract.ts";
import { createReader } from "./reader.ts";

const { folder } = workerData as { folder: string };
if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
/** One question after the other, and between two of them a look at the ports: a question may be called off by then. */
const waiting: (() => void)[] = [];
const next = (): void => {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
};
const inTurn = (begin: () => void): void => {
  waiting.push(begin);
  if (waiting.length === 1) setImmediate(next);
};

try {
  const reader = createReader(folder, microseconds);
  port.on("message", (message: unknown) => {
    const { port: added } = (message ?? {}) as { port?: MessagePort };
    if (added === undefined) return;
    serveContract(readerContract, reader, portTransport(added), {
      maximumPending: 10_000,
      inTurn,
      onBug: (method, thrown) =>
        port.postMessage({
          bug: { method, text: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) },
        }),
    });
  });
  port.postMessage({ ready: true });
} catch (thrown) {
  port.postMessage({ failure: failureData(thrown, "store.open") });
}
