/** Worker thread: looks for faces of one revision on the mesh of another, and ends. */
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { decodeModel } from "../../../shared/geometry/mesh-blob.ts";
import { findGoneParts, isSurely, likenessOf } from "../../../shared/links/find-gone-part.ts";
import { findOnModel } from "../../../shared/links/find-on-model.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { failureData } from "../../../shared/rpc/failure.ts";
import type { CarryAnswer, CarryWork, FoundGone } from "./carry-work.ts";

const { path, parts, gone, likeness } = workerData as CarryWork;
if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
/** mm: below it the coordinates of most files are rounding. */
const TOLERANCE = 0.01;
const tell = (answer: CarryAnswer): void => port.postMessage(answer);

function lookForGone(
  model: CadModel,
  { path: olderPath, parts: of }: NonNullable<CarryWork["gone"]>,
): readonly FoundGone[] {
  const older = decodeModel(readFileSync(olderPath));
  const numbers = of.map(({ partNumber }) => partNumber);
  return findGoneParts(older, model, numbers, TOLERANCE).map((part, at): FoundGone => {
    if (part === undefined || !isSurely(part)) return { part, faces: [] };
    const [faces = []] = findOnModel(model, [{ partNumber: part.number, faces: of[at]?.faces ?? [] }]);
    return { part, faces };
  });
}

try {
  const model = decodeModel(readFileSync(path));
  tell({
    type: "looked",
    isPartial: model.isPartial === true,
    found: findOnModel(model, parts),
    gone: gone === undefined || model.isPartial === true ? [] : lookForGone(model, gone),
    ...(likeness === undefined
      ? {}
      : { likeness: likenessOf(decodeModel(readFileSync(likeness)), model, TOLERANCE) }),
  });
} catch (thrown) {
  tell({ type: "failed", failure: failureData(thrown, "links.carry") });
}
