/** Worker thread: the plant that belongs to the demo. Tells its address, and ends when it is told anything. */
import { parentPort, workerData } from "node:worker_threads";
import { runPlant } from "./run-plant.ts";

const { stateFolder, modelFile, speed } = workerData as {
  /** Where it remembers its address and what happened. */
  readonly stateFolder: string;
  readonly modelFile: string;
  /** Work minutes per second. */
  readonly speed: number;
};

const port = parentPort;
if (port === null) throw new Error("this runs as a worker thread");
const running = await runPlant({ stateFolder, modelFile, speed });
port.postMessage({ url: running.url, token: running.token });
port.once("message", () => void running.end().then(() => port.close()));
