/** Whether two faces without an exact surface lie on each other: points of each are measured to the other. */
import type { CadMesh } from "../model/cad.ts";

type Vector = readonly [number, number, number];

/** Points taken of a face: corners and middles of triangles, evenly over them. */
const SAMPLES = 96;

/** @param tolerance mm */
export function areWithin(
  a: CadMesh,
  facesA: readonly number[],
  b: CadMesh,
  facesB: readonly number[],
  tolerance: number,
): boolean {
  return (
    isCovered(a, triangles(a, facesA), b, triangles(b, facesB), tolerance) &&
    isCovered(b, triangles(b, facesB), a, triangles(a, facesA), tolerance)
  );
}

/** First triangle and the one after the last, per face. */
function triangles(mesh: CadMesh, faces: readonly number[]): readonly number[] {
  return faces.flatMap((face) => {
    const { first = 0, count = 0 } = mesh.faces[face] ?? {};
    return Array.from({ length: count }, (_, at) => first + at);
  });
}

function isCovered(
  mesh: CadMesh,
  own: readonly number[],
  other: CadMesh,
  others: readonly number[],
  tolerance: number,
): boolean {
  const step = Math.max(1, Math.floor((own.length * 4) / SAMPLES));
  for (let at = 0; at < own.length * 4; at += step) {
    const corners = cornersOf(mesh, own[at >> 2] ?? 0);
    const point = (at & 3) === 3 ? middle(corners) : (corners[at & 3] ?? corners[0]);
    if (!others.some((triangle) => distanceToTriangle(point, cornersOf(other, triangle)) <= tolerance))
      return false;
  }
  return true;
}

type Triangle = readonly [Vector, Vector, Vector];

function cornersOf({ positions, indices }: CadMesh, triangle: number): Triangle {
  const corner = (at: number): Vector => {
    const vertex = (indices[triangle * 3 + at] ?? 0) * 3;
    return [positions[vertex] ?? 0, positions[vertex + 1] ?? 0, positions[vertex + 2] ?? 0];
  };
  return [corner(0), corner(1), corner(2)];
}

function middle([a, b, c]: Triangle): Vector {
  return [(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3, (a[2] + b[2] + c[2]) / 3];
}

/** Nearest point by its region of the triangle (Ericson, Real-Time Collision Detection, 2005, 5.1.5). */
export function distanceToTriangle(point: Vector, [a, b, c]: Triangle): number {
  const [ab, ac, ap] = [minus(b, a), minus(c, a), minus(point, a)];
  const [d1, d2] = [dot(ab, ap), dot(ac, ap)];
  if (d1 <= 0 && d2 <= 0) return length(ap);
  const bp = minus(point, b);
  const [d3, d4] = [dot(ab, bp), dot(ac, bp)];
  if (d3 >= 0 && d4 <= d3) return length(bp);
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return length(minus(ap, scaled(ab, d1 / (d1 - d3))));
  const cp = minus(point, c);
  const [d5, d6] = [dot(ab, cp), dot(ac, cp)];
  if (d6 >= 0 && d5 <= d6) return length(cp);
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return length(minus(ap, scaled(ac, d2 / (d2 - d6))));
  const va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0)
    return length(minus(bp, scaled(minus(c, b), (d4 - d3) / (d4 - d3 + (d5 - d6)))));
  const sum = va + vb + vc;
  // A triangle without an area is nearest at one of its corners, and one of those was met above.
  if (!(sum > 0)) return Math.min(length(ap), length(bp), length(cp));
  return length(minus(minus(ap, scaled(ab, vb / sum)), scaled(ac, vc / sum)));
}

const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const scaled = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
const length = (a: Vector): number => Math.hypot(...a);
