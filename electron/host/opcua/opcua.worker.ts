/** Worker thread: everything that speaks OPC UA, so that the host stays quick whatever a server sends. */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { setErrorLogger, setWarningLogger } from "node-opcua-client";
import { createClient } from "../../../shared/rpc/client.ts";
import { serveContract } from "../../../shared/rpc/server.ts";
import { microseconds } from "../clock.ts";
import { randomUnit } from "../random.ts";
import { opcuaWriterContract } from "../store/writer/opcua/opcua-contract.ts";
import { portTransport } from "../transport/message-port.ts";
import { createEngine } from "./engine.ts";
import { opcuaWorkerContract } from "./worker-contract.ts";

const { folder, writerPort, servicePort } = workerData as {
  folder: string;
  writerPort: MessagePort;
  servicePort: MessagePort;
};
if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
const log = (line: string): void => port.postMessage({ log: line });

// The library writes every cut and every retry to the console; what matters of it is in the states.
setWarningLogger(() => undefined);
setErrorLogger(() => undefined);

const { opcua: store } = createClient({ opcua: opcuaWriterContract }, portTransport(writerPort));
const engine = await createEngine({ folder, store, now: microseconds, random: randomUnit, log });
serveContract(opcuaWorkerContract, { opcua: engine }, portTransport(servicePort), {
  onBug: (method, thrown) =>
    log(`${method}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`),
});
