/** Worker thread: follows plants. Reading and checking pages costs time that the host's own thread must not lose. */
import { join } from "node:path";
import { existsSync } from "node:fs";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { createClient } from "../../../shared/rpc/client.ts";
import { serveContract } from "../../../shared/rpc/server.ts";
import { microseconds } from "../clock.ts";
import { plantConnector } from "../connectors/plant/plant-connector.ts";
import { randomUnit } from "../random.ts";
import { writerContract } from "../store/writer/writer-contract.ts";
import { portTransport } from "../transport/message-port.ts";
import { syncContract } from "./sync-contract.ts";
import { createSyncEngine } from "./sync-engine.ts";
import { systemTime } from "./time.ts";

const { folder, writerPort } = workerData as { folder: string; writerPort: MessagePort };
if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
const tell = (thrown: unknown): void =>
  port.postMessage({ bug: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
const engine = createSyncEngine({
  writer: createClient(writerContract, portTransport(writerPort)),
  connectors: { [plantConnector.kind]: plantConnector },
  folder,
  filePath: (sha256) => {
    const path = join(folder, "blobs", sha256);
    return existsSync(path) ? path : undefined;
  },
  time: systemTime(microseconds),
  random: randomUnit,
  onBug: tell,
  onRemark: (remark) => port.postMessage({ bug: remark }),
});
serveContract(syncContract, { engine }, portTransport(port), { onBug: (_method, thrown) => tell(thrown) });
