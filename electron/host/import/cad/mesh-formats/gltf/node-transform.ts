import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { isFinite, type Transform } from "../../structure/transform.ts";
import type { GltfNode } from "./document.ts";
import { MILLIMETRES } from "./units.ts";

/** y up in glTF (3.4) is z up here. Column-major. */
export const Y_UP: Transform = [1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1];

/**
 * The node's place in its parent, mm: its matrix, or translation after rotation after scale (3.5.3).
 * @throws Failure `invalid` where it is none
 */
export function nodeTransform({
  matrix,
  translation,
  rotation,
  scale,
}: Pick<GltfNode, "matrix" | "translation" | "rotation" | "scale">): Transform {
  const metres = matrix ?? composed(translation ?? [0, 0, 0], rotation ?? [0, 0, 0, 1], scale ?? [1, 1, 1]);
  const affine = [3, 7, 11].every((place) => metres[place] === 0) && metres[15] === 1;
  if (metres.length !== 16 || !affine || !isFinite(metres))
    throw new Failure("invalid", "its place is no sound transformation");
  return metres.map((value, place) => (place >= 12 && place < 15 ? value * MILLIMETRES : value));
}

function composed(
  [x = NaN, y = NaN, z = NaN]: readonly number[],
  rotation: readonly number[],
  [sx = NaN, sy = NaN, sz = NaN]: readonly number[],
): readonly number[] {
  const size = Math.hypot(...rotation) || NaN;
  const [qx = NaN, qy = NaN, qz = NaN, qw = NaN] = rotation.map((value) => value / size);
  return [
    (1 - 2 * (qy * qy + qz * qz)) * sx,
    2 * (qx * qy + qz * qw) * sx,
    2 * (qx * qz - qy * qw) * sx,
    0,
    2 * (qx * qy - qz * qw) * sy,
    (1 - 2 * (qx * qx + qz * qz)) * sy,
    2 * (qy * qz + qx * qw) * sy,
    0,
    2 * (qx * qz + qy * qw) * sz,
    2 * (qy * qz - qx * qw) * sz,
    (1 - 2 * (qx * qx + qy * qy)) * sz,
    0,
    x,
    y,
    z,
    1,
  ];
}
