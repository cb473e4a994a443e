/** Which way a face looks: its normal, or the axis of a round one. Pure. */
import type { CadModel } from "../../../shared/model/cad.ts";
import { dot, type Vector } from "./orbit.ts";

/**
 * World direction to look against so that the face is seen straight; undefined where the node has no
 * such face or its triangles have no area.
 * @param world matrices of all nodes, column-major, 16 each
 * @param eye direction from the model to the eye: an axis has two ends, the nearer one is taken
 */
export function faceDirection(
  { parts, nodes }: CadModel,
  world: Float64Array,
  node: number,
  face: number,
  eye: Vector,
): Vector | undefined {
  const mesh = parts[nodes[node]?.part ?? -1]?.mesh;
  const found = mesh?.faces[face];
  if (mesh === undefined || found === undefined) return undefined;
  const { surface, first, count } = found;
  if (surface?.axis !== undefined && (surface.kind === "cylinder" || surface.kind === "cone")) {
    const axis = unit(turned(world, node, surface.axis));
    if (axis === undefined) return undefined;
    return dot(axis, eye) < 0 ? [-axis[0], -axis[1], -axis[2]] : axis;
  }
  // Twice the area of each triangle along its normal: exact for a plane, the mean of a free form.
  let sum: Vector = [0, 0, 0];
  const corner = (index: number): Vector => {
    const vertex = mesh.indices[index] ?? 0;
    const at = (axis: number): number => mesh.positions[vertex * 3 + axis] ?? 0;
    return placed(world, node, [at(0), at(1), at(2)]);
  };
  for (let triangle = first; triangle < first + count; triangle++) {
    const a = corner(triangle * 3);
    const [u, v] = [corner(triangle * 3 + 1), corner(triangle * 3 + 2)].map((point): Vector => [
      point[0] - a[0],
      point[1] - a[1],
      point[2] - a[2],
    ]) as [Vector, Vector];
    sum = [
      sum[0] + u[1] * v[2] - u[2] * v[1],
      sum[1] + u[2] * v[0] - u[0] * v[2],
      sum[2] + u[0] * v[1] - u[1] * v[0],
    ];
  }
  // A mirrored occurrence turns its triangles inside out.
  return unit(isMirrored(world, node) ? [-sum[0], -sum[1], -sum[2]] : sum);
}

function turned(world: Float64Array, node: number, [x, y, z]: Vector): Vector {
  const row = (at: number): number => {
    const from = node * 16 + at;
    return (world[from] ?? 0) * x + (world[from + 4] ?? 0) * y + (world[from + 8] ?? 0) * z;
  };
  return [row(0), row(1), row(2)];
}

function placed(world: Float64Array, node: number, point: Vector): Vector {
  const [x, y, z] = turned(world, node, point);
  const at = node * 16 + 12;
  return [x + (world[at] ?? 0), y + (world[at + 1] ?? 0), z + (world[at + 2] ?? 0)];
}

function isMirrored(world: Float64Array, node: number): boolean {
  const [x, y, z] = [
    turned(world, node, [1, 0, 0]),
    turned(world, node, [0, 1, 0]),
    turned(world, node, [0, 0, 1]),
  ];
  return dot(x, [y[1] * z[2] - y[2] * z[1], y[2] * z[0] - y[0] * z[2], y[0] * z[1] - y[1] * z[0]]) < 0;
}

function unit(vector: Vector): Vector | undefined {
  const length = Math.hypot(...vector);
  return length > 0 ? [vector[0] / length, vector[1] / length, vector[2] / length] : undefined;
}
