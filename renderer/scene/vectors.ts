/** Arithmetic of three coordinates, beside what the orbit has. */
import { along, dot, subtract, type Vector } from "./camera/orbit.ts";

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function lengthOf(vector: Vector): number {
  return Math.hypot(vector[0], vector[1], vector[2]);
}

/** Of length 1; +Z for a vector without a length. */
export function unit(vector: Vector): Vector {
  const length = lengthOf(vector);
  return length === 0 ? [0, 0, 1] : [vector[0] / length, vector[1] / length, vector[2] / length];
}

export function middleOf(a: Vector, b: Vector): Vector {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
}

/** The place on a line, through `origin` along a unit direction, that is nearest to a point. */
export function ontoLine(point: Vector, origin: Vector, direction: Vector): Vector {
  return along(origin, direction, dot(subtract(point, origin), direction));
}

/** The place on a plane, through `origin` across a unit normal, that is nearest to a point. */
export function ontoPlane(point: Vector, origin: Vector, normal: Vector): Vector {
  return along(point, normal, dot(subtract(origin, point), normal));
}

export function sumOf(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
