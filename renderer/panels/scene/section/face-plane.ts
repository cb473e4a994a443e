/** The plane of a picked planar face, as a cut. Pure. */
import type { CadModel } from "../../../../shared/model/cad.ts";
import { moveDirection, movePoint, worldMatrix } from "../../../scene/measure/placement.ts";
import { dot, type Vector } from "../../../scene/camera/orbit.ts";
import { unit } from "../../../scene/vectors.ts";
import type { PickedFace } from "../../../state/selection.ts";
import type { Cut } from "./cuts.ts";

/** Cuts away what stands before the face; undefined where the face is not plane, or gone. */
export function faceCut(
  { nodes, parts }: CadModel,
  picked: PickedFace | undefined,
): Omit<Cut, "id"> | undefined {
  if (picked === undefined) return undefined;
  const mesh = parts[nodes[picked.node]?.part ?? -1]?.mesh;
  const face = mesh?.faces[picked.face];
  if (mesh === undefined || face?.surface?.kind !== "plane" || face.surface.axis === undefined)
    return undefined;
  const corner = mesh.indices[face.first * 3] ?? 0;
  const read = (values: Float32Array): Vector => [
    values[corner * 3] ?? 0,
    values[corner * 3 + 1] ?? 0,
    values[corner * 3 + 2] ?? 0,
  ];
  const { axis } = face.surface;
  // The normal of a surface may look into the part; that of the mesh looks out of it.
  const outwards: Vector = dot(read(mesh.normals), axis) < 0 ? [-axis[0], -axis[1], -axis[2]] : axis;
  const matrix = worldMatrix(nodes, picked.node);
  const direction = unit(moveDirection(matrix, outwards));
  const on = movePoint(matrix, face.surface.origin ?? read(mesh.positions));
  return { kind: "face", direction, zero: dot(on, direction), offset: 0, flipped: false, on: true };
}
