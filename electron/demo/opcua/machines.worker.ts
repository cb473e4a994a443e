/** Worker thread: the demo's machines behind their OPC UA server. Tells its address once it is there. */
import { X509Certificate } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { setErrorLogger, setWarningLogger } from "node-opcua-client";
import { microseconds } from "../../host/clock.ts";
import type { FromMachines, MachinesWorkerData, ToMachines } from "../../host/demo/demo-messages.ts";
import { runMachines } from "./run-machines.ts";

const { folder } = workerData as MachinesWorkerData;
if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
setWarningLogger(() => undefined);
setErrorLogger(() => undefined);

const SEED = 168;
/** ms between two samples that are asked for. */
const INTERVAL = 1_000;

const running = await runMachines({ folder, seed: SEED, now: microseconds });
const { server } = running;
running.start();
const message: FromMachines = {
  url: server.url,
  thumbprint: new X509Certificate(server.certificate).fingerprint.replaceAll(":", ""),
  signals: server.signals.map(({ path, machine, signal }) => ({
    nodeId: `ns=1;s=${path}`,
    equipment: machine,
    name: signal.name,
    ...(signal.unit === undefined ? {} : { uom: signal.unit.symbol }),
    intervalMs: INTERVAL,
  })),
};
port.postMessage(message);
// One after the other: a cable that is pulled and plugged in quickly ends plugged in.
let turn = Promise.resolve();
port.on("message", (word: ToMachines) => {
  turn = turn.then(async () => {
    if (word === "unplug") return server.stop();
    await server.start();
    port.postMessage(message);
  });
});
