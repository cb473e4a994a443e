/** What a person measures: a face, an edge, a corner or a whole occurrence, in its place in the assembly. mm. */
import type { CadMesh, CadModel, Surface } from "../../../shared/model/cad.ts";
import { along, type Vector } from "../camera/orbit.ts";
import { subtreeEnds } from "../../../shared/geometry/transforms.ts";
import { unit } from "../vectors.ts";
import { featureEdgesOf } from "./feature-edges.ts";
import { moveDirection, movePoint, uniformScale, worldMatrix, type Matrix } from "./placement.ts";
import { nearestOfSimplices } from "./simplex-distance.ts";
import type { SimplexSet } from "./simplex-tree.ts";

/** Stays true of another export of the model: the path of the occurrence, and which of it. */
export interface Target {
  readonly kind: "face" | "edge" | "corner" | "node";
  readonly path: string;
  /** Of the face, edge or corner in its part; 0 for a node. */
  readonly index: number;
  /** Where it was picked, in the part's own coordinates: proves the index, or finds it again. */
  readonly at: Vector;
}

/** In world coordinates; directions are unit. */
export type Shape =
  | { readonly kind: "point"; readonly at: Vector }
  | { readonly kind: "line"; readonly from: Vector; readonly to: Vector }
  | { readonly kind: "circle"; readonly centre: Vector; readonly axis: Vector; readonly radius: number }
  | { readonly kind: "plane"; readonly origin: Vector; readonly normal: Vector }
  | { readonly kind: "cylinder"; readonly origin: Vector; readonly axis: Vector; readonly radius: number }
  | {
      readonly kind: "cone";
      readonly origin: Vector;
      readonly axis: Vector;
      readonly radius: number;
      readonly semiAngle: number;
    }
  | { readonly kind: "sphere"; readonly centre: Vector; readonly radius: number }
  | {
      readonly kind: "torus";
      readonly centre: Vector;
      readonly axis: Vector;
      readonly radius: number;
      readonly minor: number;
    }
  /** Known by its triangles or points alone. */
  | { readonly kind: "free" }
  | { readonly kind: "body" };

/** From where a shape is known: the surface of the file, points that lie on the curve, or triangles beside it. */
export type Basis = "exact" | "fitted" | "mesh";

export interface Entity {
  readonly target: Target;
  readonly node: number;
  readonly shape: Shape;
  readonly basis: Basis;
  /** Where it was picked, world. */
  readonly anchor: Vector;
  /** All of it as simplices, world. */
  readonly simplices: () => SimplexSet;
}

/** Undefined where the model has no such thing (any more). */
export function resolveTarget(model: CadModel, target: Target): Entity | undefined {
  const node = nodeAt(model, target.path);
  if (node === undefined) return undefined;
  const matrix = worldMatrix(model.nodes, node);
  const anchor = movePoint(matrix, target.at);
  const common = { target, node, anchor };
  if (target.kind === "node")
    return { ...common, shape: { kind: "body" }, basis: "mesh", simplices: () => bodyOf(model, node) };
  const mesh = model.parts[model.nodes[node]?.part ?? -1]?.mesh;
  if (mesh === undefined) return undefined;
  if (target.kind === "face") {
    const index = faceNear(mesh, target);
    const face = index === undefined ? undefined : mesh.faces[index];
    if (index === undefined || face === undefined) return undefined;
    const shape = face.surface === undefined ? undefined : placed(face.surface, target.at, matrix);
    return {
      ...common,
      target: { ...target, index },
      shape: shape ?? { kind: "free" },
      basis: shape === undefined ? "mesh" : "exact",
      simplices: () => trianglesOf(mesh, matrix, face.first, face.count),
    };
  }
  const { edges, corners } = featureEdgesOf(mesh);
  if (target.kind === "corner") {
    const index = nearestIndex(corners, target);
    const corner = index === undefined ? undefined : corners[index];
    if (index === undefined || corner === undefined) return undefined;
    const at = movePoint(matrix, corner);
    return {
      ...common,
      target: { ...target, index },
      anchor: at,
      shape: { kind: "point", at },
      basis: "exact",
      simplices: () => ({ corners: 1, coordinates: Float64Array.from(at) }),
    };
  }
  const edge = edges[target.index];
  if (edge === undefined || distanceToPoints(edge.points, target.at) > toleranceOf(mesh)) return undefined;
  const scale = uniformScale(matrix);
  let shape: Shape = { kind: "free" };
  if (edge.shape?.kind === "line")
    shape = { kind: "line", from: movePoint(matrix, edge.shape.from), to: movePoint(matrix, edge.shape.to) };
  else if (edge.shape !== undefined && scale !== undefined) {
    shape = {
      kind: "circle",
      centre: movePoint(matrix, edge.shape.centre),
      axis: unit(moveDirection(matrix, edge.shape.axis)),
      radius: edge.shape.radius * scale,
    };
  }
  return {
    ...common,
    shape,
    basis: shape.kind === "free" ? "mesh" : edge.exact ? "exact" : "fitted",
    simplices: () => segments(edge.points, matrix),
  };
}

const paths = new WeakMap<CadModel, ReadonlyMap<string, number>>();

export function nodeAt(model: CadModel, path: string): number | undefined {
  let known = paths.get(model);
  if (known === undefined) {
    known = new Map(model.nodes.map((node, at) => [node.path, at]));
    paths.set(model, known);
  }
  return known.get(path);
}

function placed(surface: Surface, at: Vector, matrix: Matrix): Shape | undefined {
  const scale = uniformScale(matrix);
  // Scaled unevenly, a cylinder is none any more.
  if (scale === undefined) return undefined;
  const { kind, axis, radius, minorRadius, semiAngle } = surface;
  const origin = movePoint(matrix, surface.origin ?? at);
  const direction = axis === undefined ? undefined : unit(moveDirection(matrix, axis));
  if (kind === "sphere" && radius !== undefined) return { kind, centre: origin, radius: radius * scale };
  if (direction === undefined) return undefined;
  if (kind === "plane") return { kind, origin, normal: direction };
  if (radius === undefined || surface.origin === undefined) return undefined;
  if (kind === "cylinder") return { kind, origin, axis: direction, radius: radius * scale };
  if (kind === "cone" && semiAngle !== undefined)
    return { kind, origin, axis: direction, radius: radius * scale, semiAngle };
  if (kind === "torus" && minorRadius !== undefined)
    return { kind, centre: origin, axis: direction, radius: radius * scale, minor: minorRadius * scale };
  return undefined;
}

/** The face of that index if the place lies on it, else the one that it lies on. */
function faceNear(mesh: CadMesh, { index, at }: Target): number | undefined {
  const tolerance = toleranceOf(mesh);
  const isOn = (face: number): boolean => {
    const range = mesh.faces[face];
    if (range === undefined) return false;
    for (let triangle = range.first; triangle < range.first + range.count; triangle++) {
      if (distanceToTriangle(mesh, triangle, at) <= tolerance) return true;
    }
    return false;
  };
  if (isOn(index)) return index;
  const found = mesh.faces.findIndex((_, face) => isOn(face));
  return found < 0 ? undefined : found;
}

function nearestIndex(points: readonly Vector[], { index, at }: Target): number | undefined {
  const isThere = (point: Vector | undefined): boolean =>
    point !== undefined && Math.hypot(point[0] - at[0], point[1] - at[1], point[2] - at[2]) < 1e-3;
  if (isThere(points[index])) return index;
  const found = points.findIndex(isThere);
  return found < 0 ? undefined : found;
}

function distanceToPoints(points: readonly Vector[], at: Vector): number {
  let least = Infinity;
  for (let i = 0; i + 1 < points.length; i++) {
    const [p, q] = [points[i], points[i + 1]];
    if (p !== undefined && q !== undefined) least = Math.min(least, distanceToSegment(p, q, at));
  }
  return least;
}

export function distanceToSegment(p: Vector, q: Vector, at: Vector): number {
  const direction: Vector = [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
  const square = direction[0] ** 2 + direction[1] ** 2 + direction[2] ** 2;
  const share =
    square === 0
      ? 0
      : ((at[0] - p[0]) * direction[0] + (at[1] - p[1]) * direction[1] + (at[2] - p[2]) * direction[2]) /
        square;
  const on = along(p, direction, Math.min(1, Math.max(0, share)));
  return Math.hypot(on[0] - at[0], on[1] - at[1], on[2] - at[2]);
}

const tolerances = new WeakMap<CadMesh, number>();

/** Within which a place is on a mesh: what single precision and the rounding of a ray leave. */
function toleranceOf(mesh: CadMesh): number {
  let known = tolerances.get(mesh);
  if (known === undefined) {
    let reach = 0;
    for (const value of mesh.positions) reach = Math.max(reach, Math.abs(value));
    known = reach * 1e-5 + 1e-6;
    tolerances.set(mesh, known);
  }
  return known;
}

function distanceToTriangle(mesh: CadMesh, triangle: number, at: Vector): number {
  const [a, b, c] = [0, 1, 2].map((corner) => vertex(mesh, mesh.indices[triangle * 3 + corner] ?? 0)) as [
    Vector,
    Vector,
    Vector,
  ];
  // Cheap first: most triangles are far away.
  for (let axis = 0; axis < 3; axis++) {
    const values = [a[axis] ?? 0, b[axis] ?? 0, c[axis] ?? 0];
    const value = at[axis] ?? 0;
    const slack = toleranceOf(mesh);
    if (value < Math.min(...values) - slack || value > Math.max(...values) + slack) return Infinity;
  }
  return nearestOfSimplices([at], [a, b, c]).distance;
}

function vertex({ positions }: CadMesh, index: number): Vector {
  return [positions[index * 3] ?? 0, positions[index * 3 + 1] ?? 0, positions[index * 3 + 2] ?? 0];
}

/** Of the whole mesh, or of a stretch of its triangles. */
export function trianglesOf(
  mesh: CadMesh,
  matrix: Matrix,
  first = 0,
  count = mesh.indices.length / 3,
): SimplexSet {
  const coordinates = new Float64Array(count * 9);
  writeTriangles(mesh, first, count, matrix, coordinates, 0);
  return { corners: 3, coordinates };
}

function writeTriangles(
  mesh: CadMesh,
  first: number,
  count: number,
  matrix: Matrix,
  into: Float64Array,
  at: number,
): void {
  let to = at;
  for (let index = first * 3; index < (first + count) * 3; index++) {
    into.set(movePoint(matrix, vertex(mesh, mesh.indices[index] ?? 0)), to);
    to += 3;
  }
}

function segments(points: readonly Vector[], matrix: Matrix): SimplexSet {
  const moved = points.map((point) => movePoint(matrix, point));
  const pairs = moved.slice(1).flatMap((to, at) => [...(moved[at] ?? to), ...to]);
  return { corners: 2, coordinates: Float64Array.from(pairs) };
}

/** Meshes of a node and all below it, each with its place. */
export function* meshesBelow(
  { nodes, parts }: CadModel,
  node: number,
): Generator<{ readonly mesh: CadMesh; readonly matrix: Matrix }> {
  const end = subtreeEnds(nodes)[node] ?? node + 1;
  for (let at = node; at < end; at++) {
    const mesh = parts[nodes[at]?.part ?? -1]?.mesh;
    if (mesh !== undefined && mesh.indices.length > 0) yield { mesh, matrix: worldMatrix(nodes, at) };
  }
}

function bodyOf(model: CadModel, node: number): SimplexSet {
  const all = [...meshesBelow(model, node)];
  const total = all.reduce((sum, { mesh }) => sum + mesh.indices.length / 3, 0);
  const coordinates = new Float64Array(total * 9);
  let at = 0;
  for (const { mesh, matrix } of all) {
    const count = mesh.indices.length / 3;
    writeTriangles(mesh, 0, count, matrix, coordinates, at);
    at += count * 9;
  }
  return { corners: 3, coordinates };
}
