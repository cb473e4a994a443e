/** Worker thread: compares two stored models and ends. Its owner stops it when nobody wants the answer any more. */
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { compareModels } from "../../../shared/compare/compare-models.ts";
import { measureDeviations } from "../../../shared/compare/deviations.ts";
import { partOfModel } from "../../../shared/compare/part-of-model.ts";
import { decodeModel } from "../../../shared/geometry/mesh-blob.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { Failure, failureData } from "../../../shared/rpc/failure.ts";
import type { CompareMessage, CompareWork } from "./compare-work.ts";

const { task, beforePath, afterPath, partNumber, tolerance } = workerData as CompareWork;
if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
const tell = (message: CompareMessage): void => port.postMessage(message);

function read(path: string, which: string): CadModel {
  const model = partOfModel(decodeModel(readFileSync(path)), partNumber);
  if (model === undefined)
    throw new Failure("invalid", `Part ${partNumber} is not in the ${which} model: choose another one.`);
  return model;
}

try {
  const before = read(beforePath, "older");
  const after = read(afterPath, "newer");
  let told = 0;
  const progress = (share: number): void => {
    // Some twenty steps are enough for a person, and a part each would be thousands.
    if (share < told + 0.05) return;
    told = share;
    tell({ type: "progress", share });
  };
  if (task === "run")
    tell({ type: "compared", comparison: compareModels(before, after, tolerance, progress) });
  else tell({ type: "measured", deviations: measureDeviations(before, after, tolerance, progress) });
} catch (thrown) {
  tell({ type: "failed", failure: failureData(thrown, `compare.${task}`) });
}
