/** From a triangle of a mesh to its B-rep face. */
import type { MeshFace } from "../../../shared/model/cad.ts";

/** Index of the face whose range holds the triangle; undefined where none does. */
export function faceOfTriangle(faces: readonly MeshFace[], triangle: number): number | undefined {
  let low = 0;
  let high = faces.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const face = faces[middle];
    if (face === undefined) return undefined;
    if (triangle < face.first) high = middle - 1;
    else if (triangle >= face.first + face.count) low = middle + 1;
    else return middle;
  }
  return undefined;
}
