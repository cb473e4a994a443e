/** Faces that are known from one model, looked for on another. */
import type { FaceKey } from "../contract/links.ts";
import type { CadModel } from "../model/cad.ts";
import { groupFaces } from "./face-groups.ts";
import { faceKeyOf, findFace } from "./face-key.ts";

/** A product without any id or name is kept under this one, as the product tree shows it. */
const UNNAMED = "unnamed";

/** Per part and face the key of the face that it is there, as that mesh measures it; undefined: it is not there. */
export function findOnModel(
  model: CadModel,
  parts: readonly { readonly partNumber: string; readonly faces: readonly FaceKey[] }[],
): readonly (readonly (FaceKey | undefined)[])[] {
  return parts.map(({ partNumber, faces }) => {
    const part = model.parts.find(
      ({ number, mesh }) => mesh !== undefined && (number.trim() === "" ? UNNAMED : number) === partNumber,
    );
    const groups = part?.mesh === undefined ? [] : groupFaces(part.mesh);
    return faces.map((face) => {
      const group = findFace(face, groups);
      return group === undefined ? undefined : faceKeyOf(group);
    });
  });
}
