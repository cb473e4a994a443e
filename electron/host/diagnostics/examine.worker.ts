/** Worker thread: checks a data folder beside the host, which goes on meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import { microseconds } from "../clock.ts";
import { examine } from "./examine.ts";

if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
const { folder } = workerData as { readonly folder: string };
await examine(folder, microseconds, (finding) => port.postMessage(finding));
