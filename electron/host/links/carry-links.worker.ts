/** Worker thread: looks for faces of one revision on the mesh of another, and ends. */
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { decodeModel } from "../../../shared/geometry/mesh-blob.ts";
import { findOnModel } from "../../../shared/links/find-on-model.ts";
import { failureData } from "../../../shared/rpc/failure.ts";
import type { CarryAnswer, CarryWork } from "./carry-work.ts";

const { path, parts } = workerData as CarryWork;
if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
const tell = (answer: CarryAnswer): void => port.postMessage(answer);

try {
  const model = decodeModel(readFileSync(path));
  tell({ type: "looked", isPartial: model.isPartial === true, found: findOnModel(model, parts) });
} catch (thrown) {
  tell({ type: "failed", failure: failureData(thrown, "links.carry") });
}
