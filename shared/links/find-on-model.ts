/** Faces that are known from one model, looked for on another. */
import type { FaceKey } from "../contract/links.ts";
import type { CadModel, CadPart } from "../model/cad.ts";
import { groupFaces } from "./face-groups.ts";
import { faceKeyOf, findFace } from "./face-key.ts";

/** A product without any id or name is kept under this one, as the product tree shows it. */
const UNNAMED = "unnamed";

/** The number under which decisions about the part are kept. */
export const keptNumber = ({ number }: Pick<CadPart, "number">): string =>
  number.trim() === "" ? UNNAMED : number;

/**
 * Per part and face the key of the face that it is there, as that mesh measures it; undefined: it is not there.
 * Undefined for a part that the model holds without a shape: nothing can be said of its faces.
 */
export function findOnModel(
  model: CadModel,
  parts: readonly { readonly partNumber: string; readonly faces: readonly FaceKey[] }[],
): readonly (readonly (FaceKey | undefined)[] | undefined)[] {
  return parts.map(({ partNumber, faces }) => {
    const part = model.parts.find((each) => each.mesh !== undefined && keptNumber(each) === partNumber);
    if (part?.mesh === undefined) return undefined;
    const groups = groupFaces(part.mesh);
    return faces.map((face) => {
      const group = findFace(face, groups);
      return group === undefined ? undefined : faceKeyOf(group);
    });
  });
}
