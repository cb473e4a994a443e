/** Runs a module as Electron's utility process does: with `process.parentPort`, in a thread of its own. */
import { EventEmitter } from "node:events";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { StandInPort } from "./ports.ts";

const { entry } = workerData as { entry: string };
if (parentPort === null) throw new Error("runs as a worker");
const raw = parentPort;

const port = new EventEmitter();
// The first listener starts the flow, as in Electron: messages sent before wait.
port.once("newListener", () => {
  raw.on("message", ({ data, ports }: { data: unknown; ports: readonly MessagePort[] }) =>
    port.emit("message", { data, ports: ports.map((each) => new StandInPort(each)) }),
  );
});
Object.defineProperty(process, "parentPort", {
  value: Object.assign(port, { postMessage: (message: unknown) => raw.postMessage(message, []) }),
});
await import(entry);
