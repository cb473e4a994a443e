/** The picked face in words, with its exact size. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import type { PickedFace } from "../../state/selection.ts";
import { faceNumber, faceText } from "./face-text.ts";
import { axisCount } from "./same-size.ts";
import type { ShownModel } from "./use-model.ts";

/** `face 12, plane 200 mm²`; undefined where the model has no such face. */
export function pickedFaceText(shown: ShownModel, picked: PickedFace): string | undefined {
  const text = kindText(shown, picked);
  return text === undefined ? undefined : message("scene.face-named", { number: picked.face + 1, text });
}

function kindText({ model }: ShownModel, { node, face }: PickedFace): string | undefined {
  const mesh = model.parts[model.nodes[node]?.part ?? -1]?.mesh;
  const picked = mesh?.faces[face];
  return mesh === undefined || picked === undefined ? undefined : faceText(mesh, picked);
}

export interface FaceChipProps {
  readonly shown: ShownModel;
  readonly face: PickedFace | undefined;
  /** Where they are several. */
  readonly faces: readonly PickedFace[] | undefined;
}

export function FaceChip({ shown, face, faces }: FaceChipProps): ReactNode {
  const text = face === undefined ? undefined : kindText(shown, face);
  if (face === undefined || text === undefined) return undefined;
  const name = shown.model.parts[shown.model.nodes[face.node]?.part ?? -1]?.mesh?.faces[face.face]?.name;
  return (
    <div className="scene-card scene-face" data-face>
      <span className="muted">{faceNumber(face.face)}</span> {text}
      {faces === undefined ? undefined : (
        <span className="muted"> · {message("scene.faces", facesInWords(shown, faces))}</span>
      )}
      {name === undefined || name === "" ? undefined : <span className="mono muted"> {name}</span>}
    </div>
  );
}

function facesInWords({ model }: ShownModel, faces: readonly PickedFace[]): Record<string, number> {
  const parts = new Set(faces.map(({ node }) => node)).size;
  return { count: faces.length, parts, axes: axisCount(model, faces) };
}
