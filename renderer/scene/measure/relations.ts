/**
 * Distances and angles of two shapes from their formulas: planes, axes, points. mm, degrees. Distances of
 * planes and axes are those of the whole plane or line, as drawings dimension them, not of the trimmed faces.
 */
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { cross, lengthOf, middleOf, ontoLine, ontoPlane, unit } from "../vectors.ts";
import type { Basis, Entity, Shape } from "./entity.ts";
import type { Quantity, QuantityKind, Segment } from "./quantity.ts";

/** Directions in a file carry five or six decimals: nearer than that they are meant to be parallel. Radians. */
const PARALLEL = 1e-5;

type Ground =
  | { readonly kind: "point"; readonly at: Vector }
  | { readonly kind: "axis"; readonly origin: Vector; readonly direction: Vector }
  | { readonly kind: "plane"; readonly origin: Vector; readonly normal: Vector };

export function relate(first: Entity, second: Entity): readonly Quantity[] {
  const basis = weaker(first.basis, second.basis);
  const found: Quantity[] = [];
  const distance = (kind: QuantityKind, [from, to]: Segment): void => {
    const values = [lengthOf(subtract(to, from))];
    found.push({ kind, values, unit: "mm", basis, lines: [[from, to]], anchor: middleOf(from, to) });
  };
  const [a, b] = [groundOf(first.shape), groundOf(second.shape)];
  if (a !== undefined && b !== undefined) {
    const between = betweenGrounds(a, b, first.anchor);
    const round = first.shape.kind === "sphere" || second.shape.kind === "sphere";
    const kind = a.kind === "axis" || b.kind === "axis" ? "axis-distance" : "distance";
    if (between !== undefined) distance(round ? "centre-distance" : kind, between);
  }
  const centres = [centreOf(first.shape), centreOf(second.shape)] as const;
  const isPlain = (shape: Shape): boolean => shape.kind === "point" || shape.kind === "sphere";
  if (
    centres[0] !== undefined &&
    centres[1] !== undefined &&
    !(isPlain(first.shape) && isPlain(second.shape))
  )
    distance("centre-distance", [centres[0], centres[1]]);
  const standing = circleOnPlane(first.shape, second.shape);
  if (standing !== undefined) distance("centre-distance", standing);
  const angle = a === undefined || b === undefined ? undefined : angleBetween(a, b);
  if (angle !== undefined) {
    const lines: readonly Segment[] = [[first.anchor, second.anchor]];
    const values = [(angle * 180) / Math.PI];
    found.push({
      kind: "angle",
      values,
      unit: "°",
      basis,
      lines,
      anchor: middleOf(first.anchor, second.anchor),
    });
  }
  return found;
}

/** x, y, z of the way from the first to the second end of a dimension line. */
export function deltaOf({ lines, kind }: Quantity): Vector | undefined {
  const [line] = lines;
  if (line === undefined || !kind.endsWith("distance")) return undefined;
  return subtract(line[1], line[0]);
}

/** Exact and fitted together are fitted, anything with a mesh stands on the mesh. */
export function weaker(a: Basis, b: Basis): Basis {
  if (a === "mesh" || b === "mesh") return "mesh";
  return a === "fitted" || b === "fitted" ? "fitted" : "exact";
}

function groundOf(shape: Shape): Ground | undefined {
  switch (shape.kind) {
    case "point":
      return { kind: "point", at: shape.at };
    case "sphere":
      return { kind: "point", at: shape.centre };
    case "line":
      return { kind: "axis", origin: shape.from, direction: unit(subtract(shape.to, shape.from)) };
    case "circle":
    case "torus":
      return { kind: "axis", origin: shape.centre, direction: shape.axis };
    case "cylinder":
    case "cone":
      return { kind: "axis", origin: shape.origin, direction: shape.axis };
    case "plane":
      return { kind: "plane", origin: shape.origin, normal: shape.normal };
    default:
      return undefined;
  }
}

function centreOf(shape: Shape): Vector | undefined {
  if (shape.kind === "point") return shape.at;
  return shape.kind === "circle" || shape.kind === "sphere" ? shape.centre : undefined;
}

/** How far the centre of a rim stands off a plane, whatever its axis. */
function circleOnPlane(first: Shape, second: Shape): Segment | undefined {
  if (first.kind === "plane" && second.kind === "circle")
    return [ontoPlane(second.centre, first.origin, first.normal), second.centre];
  if (first.kind === "circle" && second.kind === "plane")
    return [first.centre, ontoPlane(first.centre, second.origin, second.normal)];
  return undefined;
}

/** From the first to the second; undefined where they meet, as planes at an angle do. */
function betweenGrounds(a: Ground, b: Ground, near: Vector): Segment | undefined {
  // Each pair once: the other way round is the same way back.
  const order = { point: 0, axis: 1, plane: 2 };
  if (order[a.kind] > order[b.kind]) {
    const back = betweenGrounds(b, a, near);
    return back === undefined ? undefined : [back[1], back[0]];
  }
  if (a.kind === "point") {
    if (b.kind === "point") return [a.at, b.at];
    if (b.kind === "axis") return [a.at, ontoLine(a.at, b.origin, b.direction)];
    return [a.at, ontoPlane(a.at, b.origin, b.normal)];
  }
  if (a.kind === "axis") {
    if (b.kind === "axis") return betweenAxes(a, b, near);
    if (b.kind !== "plane" || Math.abs(dot(a.direction, b.normal)) > PARALLEL) return undefined;
    const from = ontoLine(near, a.origin, a.direction);
    return [from, ontoPlane(from, b.origin, b.normal)];
  }
  if (b.kind !== "plane" || lengthOf(cross(a.normal, b.normal)) > PARALLEL) return undefined;
  const from = ontoPlane(near, a.origin, a.normal);
  return [from, ontoPlane(from, b.origin, b.normal)];
}

type Axis = Extract<Ground, { readonly kind: "axis" }>;

/** The common perpendicular of two lines. */
function betweenAxes(a: Axis, b: Axis, near: Vector): Segment {
  const normal = cross(a.direction, b.direction);
  const square = dot(normal, normal);
  if (square < PARALLEL * PARALLEL) {
    const from = ontoLine(near, a.origin, a.direction);
    return [from, ontoLine(from, b.origin, b.direction)];
  }
  const to = subtract(b.origin, a.origin);
  const s = dot(cross(to, b.direction), normal) / square;
  const t = dot(cross(to, a.direction), normal) / square;
  return [along(a.origin, a.direction, s), along(b.origin, b.direction, t)];
}

/** Radians, 0 to a right angle: lines and planes have no sense of direction. */
function angleBetween(a: Ground, b: Ground): number | undefined {
  if (a.kind === "point" || b.kind === "point") return undefined;
  const [u, v] = [directionOf(a), directionOf(b)];
  // Exact near 0 and near a right angle, where a cosine alone is not (W. Kahan).
  const between = Math.atan2(lengthOf(cross(u, v)), Math.abs(dot(u, v)));
  return a.kind === b.kind ? between : Math.PI / 2 - between;
}

function directionOf(ground: Exclude<Ground, { readonly kind: "point" }>): Vector {
  return ground.kind === "axis" ? ground.direction : ground.normal;
}
