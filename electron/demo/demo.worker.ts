/**
 * Worker thread: the plant of the demo. At the first start it writes its year into the cache before it goes on
 * the network, as a reader would that is level with it: the heart of the story at once, the rest when told.
 */
import { parentPort, workerData } from "node:worker_threads";
import { createClient } from "../../shared/rpc/client.ts";
import type { DemoWorkerData, FromDemo, ToDemo } from "../host/demo/demo-messages.ts";
import { writerContract } from "../host/store/writer/writer-contract.ts";
import { portTransport } from "../host/transport/message-port.ts";
import { runPlant } from "./plant/run-plant.ts";
import { followedScopes, writeOpening, writeYear } from "./prefill/prefill.ts";
import { writeModel } from "./prefill/write-model.ts";

const { folder, stateFolder, model, writerPort, isWhole } = workerData as DemoWorkerData;
if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
const tell = (message: FromDemo): void => port.postMessage(message);
const writer = createClient(writerContract, portTransport(writerPort));

/** Work minutes that pass in the plant per second, and ms between two steps: something new every few seconds. */
const SPEED = 0.4;
const STEP_MS = 5_000;

/** Work minutes that have passed when the plant is seen first: by then its floor is full of work. */
const HEAD_START = 1_920;

const begin = new Promise<void>((resolve) => {
  port.on("message", (word: ToDemo) => {
    if (word === "begin") resolve();
  });
});
const running = await runPlant({
  stateFolder,
  modelFile: model,
  speed: SPEED,
  stepMs: STEP_MS,
  prepare: async (prepared) => {
    if (isWhole) return;
    await Promise.all([writeOpening(prepared.plant, writer), writeModel({ folder, model, writer })]);
    await begin;
    const plant = prepared.complete();
    // A start that was cut off before the year was written may have let this time pass already.
    if (plant.worked < HEAD_START) plant.advance(HEAD_START - plant.worked);
    await writeYear(plant, writer);
    await writer.demo.written({});
    tell({ type: "written" });
  },
});
writerPort.close();
const { plant, url, token } = running;
tell({ type: "up", name: plant.name, url, token, scopes: followedScopes(plant) });
port.on("message", (word: ToDemo) => {
  if (word === "unplug") void running.unplug().then(() => tell({ type: "unplugged" }));
  else if (word === "plug-in") void running.plugIn().then(() => tell({ type: "plugged-in" }));
});
