/** Worker thread: the one writer. Further ports (import workers) arrive as `{ port }` messages. */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { failureData } from "../../../shared/rpc/failure.ts";
import { serveContract } from "../../../shared/rpc/server.ts";
import { portTransport } from "../transport/message-port.ts";
import { microseconds } from "../clock.ts";
import { personHere } from "../person.ts";
import { createWriter } from "./writer/writer.ts";
import { writerContract } from "./writer/writer-contract.ts";

const { folder, readOnly } = workerData as { folder: string; readOnly: boolean };
if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
try {
  const writer = createWriter({
    folder,
    readOnly,
    now: microseconds,
    person: personHere(),
    onMigrating: (migrating) => port.postMessage({ migrating }),
  });
  const serve = (from: MessagePort): void =>
    serveContract(writerContract, writer, portTransport(from), { maximumPending: 10_000 });
  port.on("message", (message: unknown) => {
    const { port: added } = (message ?? {}) as { port?: MessagePort };
    if (added !== undefined) serve(added);
  });
  port.postMessage({ ready: true });
} catch (thrown) {
  port.postMessage({ failure: failureData(thrown, "store.open") });
}
