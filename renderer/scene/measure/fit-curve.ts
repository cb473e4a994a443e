/** A straight line or a circle through the points of an edge. Part coordinates, mm. */
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { cross, lengthOf, unit } from "../vectors.ts";

export interface LineShape {
  readonly kind: "line";
  readonly from: Vector;
  readonly to: Vector;
}

export interface CircleShape {
  readonly kind: "circle";
  readonly centre: Vector;
  /** Unit. */
  readonly axis: Vector;
  readonly radius: number;
}

export type CurveShape = LineShape | CircleShape;

/** Undefined where a point stands off the line between both ends by more than `tolerance`. */
export function fitLine(points: readonly Vector[], tolerance: number): LineShape | undefined {
  const [from, to] = [points[0], points.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  const direction = subtract(to, from);
  const length = lengthOf(direction);
  if (length <= tolerance) return undefined;
  const ahead = unit(direction);
  for (const point of points) {
    const offset = subtract(point, from);
    if (lengthOf(along(offset, ahead, -dot(offset, ahead))) > tolerance) return undefined;
  }
  return { kind: "line", from, to };
}

/**
 * Through three points far apart, if all others lie on it too. Points of a tessellated edge lie on the curve,
 * so that there is nothing to average. Undefined below four points: any three have a circle.
 */
export function fitCircle(points: readonly Vector[], tolerance: number): CircleShape | undefined {
  const count = points.length;
  if (count < 4) return undefined;
  const closed = lengthOf(subtract(points[0] ?? [0, 0, 0], points[count - 1] ?? [0, 0, 0])) <= tolerance;
  const span = closed ? count - 1 : count;
  const pick = (share: number): Vector => points[Math.min(count - 1, Math.round(share))] ?? [0, 0, 0];
  const circle = closed
    ? circleThrough(pick(0), pick(span / 3), pick((2 * span) / 3))
    : circleThrough(pick(0), pick((count - 1) / 2), pick(count - 1));
  if (circle === undefined) return undefined;
  for (const point of points) {
    const offset = subtract(point, circle.centre);
    const off = dot(offset, circle.axis);
    const inPlane = lengthOf(along(offset, circle.axis, -off));
    if (Math.abs(off) > tolerance || Math.abs(inPlane - circle.radius) > tolerance) return undefined;
  }
  return circle;
}

/** Undefined where they are on one line. */
export function circleThrough(a: Vector, b: Vector, c: Vector): CircleShape | undefined {
  const [ab, ac] = [subtract(b, a), subtract(c, a)];
  const normal = cross(ab, ac);
  const square = dot(normal, normal);
  if (square <= 1e-20 * dot(ab, ab) * dot(ac, ac)) return undefined;
  // The circumcentre, from corner a.
  const toCentre = along(
    along([0, 0, 0], cross(normal, ab), dot(ac, ac) / (2 * square)),
    cross(ac, normal),
    dot(ab, ab) / (2 * square),
  );
  return { kind: "circle", centre: along(a, toCentre, 1), axis: unit(normal), radius: lengthOf(toCentre) };
}
