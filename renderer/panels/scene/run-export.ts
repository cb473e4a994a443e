/** Writes the shown model, or part of it, as a file. */
import { writeGlb } from "../../scene/export/glb.ts";
import { writeStl } from "../../scene/export/stl.ts";
import { composeTransforms } from "../../../shared/geometry/transforms.ts";
import { selection } from "../../state/selection.ts";
import { visibility } from "../../state/visibility.ts";
import { drawnStates } from "./drawn-states.ts";
import { exportedNodes, type ExportScope } from "./export-choice.ts";
import { selectedNodes } from "./scene-selection.ts";
import type { ShownModel } from "./use-model.ts";

/** Rejects with the signal's reason when cancelled. */
export async function exportModel(
  { model, index }: ShownModel,
  format: "glb" | "stl",
  scope: ExportScope,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<Blob> {
  const { states, ends } = drawnStates(model, visibility.getState());
  const wanted = exportedNodes(scope, states, ends, selectedNodes(selection.getState(), index));
  const run = { signal, progress, pause };
  const pieces =
    format === "glb"
      ? await writeGlb(model, wanted, run)
      : await writeStl(model, wanted, composeTransforms(model.nodes), run);
  return new Blob([...pieces], { type: format === "glb" ? "model/gltf-binary" : "model/stl" });
}

/** Until the page has drawn and heard its events. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
