import { hash } from "node:crypto";
import type { CadMesh } from "../../../../../shared/model/cad.ts";
import { exactly, roughly, type ShapeKey } from "./shape-key.ts";

/** Shape key of a mesh; meshes of equal points in another order differ exactly, and are alike roughly. */
export function meshShape(mesh: CadMesh | undefined): ShapeKey {
  if (mesh === undefined) return { coarse: "", exact: "" };
  const { positions, indices, faces } = mesh;
  const from = [Infinity, Infinity, Infinity];
  const to = [-Infinity, -Infinity, -Infinity];
  const rounded = new Float64Array(positions.length);
  positions.forEach((value, at) => {
    const axis = at % 3;
    from[axis] = Math.min(from[axis] ?? 0, value);
    to[axis] = Math.max(to[axis] ?? 0, value);
    rounded[at] = exactly(value);
  });
  const extents = from.map((low, axis) => (to[axis] ?? 0) - low);
  const size = Math.max(...extents);
  return {
    coarse: `${indices.length / 3} ${faces.length} ${extents.map((extent) => roughly(extent, size)).join()}`,
    exact: hash("sha256", rounded),
  };
}
