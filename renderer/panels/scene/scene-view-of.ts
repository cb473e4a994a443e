/** The shown model by names that the next export keeps, for saved views. */
import type { Scene } from "../../scene/scene-types.ts";
import type { SceneView } from "../../state/scene-view.ts";
import { pickedFaceText } from "./face-chip.tsx";
import { changeSettings, settings } from "../../state/settings.ts";
import type { ShownModel } from "./use-model.ts";

export function sceneViewOf(scene: Pick<Scene, "camera" | "setCamera">, shown: ShownModel): SceneView {
  const { nodes } = shown.model;
  let byPath: Map<string, number> | undefined;
  return {
    model: shown.summary.sha256,
    nodes: nodes.length,
    has: shown.index.has,
    pathOf: (node) => nodes[node]?.path,
    nodeOf: (path) => {
      byPath ??= new Map(nodes.map((node, at) => [node.path, at]));
      return byPath.get(path);
    },
    faceText: (face) => pickedFaceText(shown, face),
    camera: scene.camera,
    setCamera: (camera) => {
      // The button that says which projection it is goes by the person's choice.
      if (camera.projection !== (settings.getState().values.projection ?? "perspective"))
        changeSettings({ projection: camera.projection });
      scene.setCamera(camera);
    },
  };
}
