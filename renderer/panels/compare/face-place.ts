/** Turns a view to where the faces of a difference are seen, if they look away from the eye. Pure. */
import type { DifferencePlace } from "../../../shared/compare/comparison.ts";
import type { PlacedModel } from "../../../shared/compare/placed-model.ts";
import type { CadMesh } from "../../../shared/model/cad.ts";
import { anglesAlong, basisOf, dot, type Pose, type Vector } from "../../scene/camera/orbit.ts";
import { nodesOf } from "./compare-colours.ts";

/** Cosine to the eye from which on a face is seen well enough to leave the view as it is. */
const SEEN = 0.35;
/** Share of what the view had sideways that it keeps: straight on, a dent is not seen. */
const TILT = 0.45;
/** Length of the mean normal: below, the faces look all around, as the wall of a hole does. */
const ONE_WAY = 0.25;
const ALL_AROUND = 0.05;
/** Triangles looked at; of larger faces every so many-th. */
const MOST = 20_000;

/** The same view, or turned about its target. */
export function turnedTo(pose: Pose, place: DifferencePlace, placed: PlacedModel): Pose {
  const mesh = placed.model.parts[place.part]?.mesh;
  const [node] = nodesOf(place, placed);
  if (mesh === undefined || node === undefined || place.faces.length === 0) return pose;
  const { back } = basisOf(pose);
  const own = directionOf(mesh, place.faces);
  if (own === undefined) return pose;
  const world = unit(toWorld(placed.world, node, own.direction));
  if (world === undefined) return pose;
  // Into a hole one looks from either end: from the nearer one.
  const direction: Vector = own.isAxis && dot(world, back) < 0 ? [-world[0], -world[1], -world[2]] : world;
  const along = dot(direction, back);
  if (along >= SEEN) return pose;
  const at = (axis: 0 | 1 | 2): number => direction[axis] + TILT * (back[axis] - along * direction[axis]);
  return { ...pose, ...anglesAlong([at(0), at(1), at(2)], pose.azimuth) };
}

interface Direction {
  readonly direction: Vector;
  /** What the faces go around, not what they look to. */
  readonly isAxis: boolean;
}

/** In the part's own coordinates; undefined where the faces look to no side and go around nothing. */
function directionOf(mesh: CadMesh, faces: readonly number[]): Direction | undefined {
  const count = faces.reduce((sum, face) => sum + (mesh.faces[face]?.count ?? 0), 0);
  const step = Math.max(1, Math.ceil(count / MOST));
  const normals: Vector[] = [];
  for (const face of faces) {
    const { first = 0, count: own = 0 } = mesh.faces[face] ?? {};
    for (let triangle = first; triangle < first + own; triangle += step)
      normals.push(normalOf(mesh, triangle));
  }
  const size = normals.reduce((sum, normal) => sum + Math.hypot(...normal), 0);
  const sum = normals.reduce<Vector>((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]], [0, 0, 0]);
  const share = Math.hypot(...sum) / size;
  if (share >= ONE_WAY) return { direction: sum, isAxis: false };
  const first = unit(normals.find((normal) => Math.hypot(...normal) > 0) ?? [0, 0, 0]);
  if (!(share < ALL_AROUND) || first === undefined) return undefined;
  let axis: Vector = [0, 0, 0];
  let most = 0;
  for (const normal of normals) {
    const other = unit(normal);
    if (other === undefined) continue;
    const cross = crossOf(first, other);
    const length = Math.hypot(...cross);
    if (length > most) [axis, most] = [cross, length];
  }
  return { direction: axis, isAxis: true };
}

/** Its length twice the triangle's area. */
function normalOf({ positions, indices }: CadMesh, triangle: number): Vector {
  const corner = (at: number): Vector => {
    const vertex = (indices[triangle * 3 + at] ?? 0) * 3;
    return [positions[vertex] ?? 0, positions[vertex + 1] ?? 0, positions[vertex + 2] ?? 0];
  };
  const [a, b, c] = [corner(0), corner(1), corner(2)];
  return crossOf([b[0] - a[0], b[1] - a[1], b[2] - a[2]], [c[0] - a[0], c[1] - a[1], c[2] - a[2]]);
}

/** Turned as the occurrence is. */
function toWorld(world: Float64Array, node: number, [x, y, z]: Vector): Vector {
  const row = (at: number): number => {
    const from = node * 16 + at;
    return (world[from] ?? 0) * x + (world[from + 4] ?? 0) * y + (world[from + 8] ?? 0) * z;
  };
  return [row(0), row(1), row(2)];
}

function unit(vector: Vector): Vector | undefined {
  const length = Math.hypot(...vector);
  return length > 0 ? [vector[0] / length, vector[1] / length, vector[2] / length] : undefined;
}

const crossOf = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
