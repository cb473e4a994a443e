/**
 * The nearest points of two triangles, segments or points, in any pairing. Double precision, mm.
 * Segments and points: C. Ericson, Real-Time Collision Detection (2005), 5.1.5 and 5.1.9.
 */
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { cross } from "../vectors.ts";

/** One to three corners: a point, a segment or a triangle. */
export type Simplex = readonly Vector[];

export interface Nearest {
  readonly distance: number;
  /** On the first and on the second. */
  readonly from: Vector;
  readonly to: Vector;
}

/** Distance 0 where they meet. */
export function nearestOfSimplices(a: Simplex, b: Simplex): Nearest {
  const meeting = meetingPoint(a, b) ?? meetingPoint(b, a);
  if (meeting !== undefined) return { distance: 0, from: meeting, to: meeting };
  let best: Nearest = { distance: Infinity, from: [0, 0, 0], to: [0, 0, 0] };
  const take = (from: Vector, to: Vector): void => {
    const distance = Math.hypot(from[0] - to[0], from[1] - to[1], from[2] - to[2]);
    if (distance < best.distance) best = { distance, from, to };
  };
  // Apart, the nearest points lie on an edge of each, or a corner of one faces the inside of the other.
  for (const [p, q] of edgesOf(a)) {
    for (const [r, s] of edgesOf(b)) take(...nearestOfSegments(p, q, r, s));
  }
  if (b.length === 3) for (const corner of a) take(corner, nearestOnTriangle(corner, b));
  if (a.length === 3) for (const corner of b) take(nearestOnTriangle(corner, a), corner);
  return best;
}

/** A point is an edge without a length. */
function edgesOf([a, b, c]: Simplex): readonly (readonly [Vector, Vector])[] {
  if (a === undefined) return [];
  if (b === undefined) return [[a, a]];
  if (c === undefined) return [[a, b]];
  return [
    [a, b],
    [b, c],
    [c, a],
  ];
}

function nearestOfSegments(p: Vector, q: Vector, r: Vector, s: Vector): readonly [Vector, Vector] {
  const [d1, d2, to] = [subtract(q, p), subtract(s, r), subtract(p, r)];
  const [a, e, f] = [dot(d1, d1), dot(d2, d2), dot(d2, to)];
  if (a === 0 && e === 0) return [p, r];
  if (a === 0) return [p, along(r, d2, clamp(f / e))];
  const c = dot(d1, to);
  if (e === 0) return [along(p, d1, clamp(-c / a)), r];
  const b = dot(d1, d2);
  const denominator = a * e - b * b;
  // Parallel ones have many nearest points: any will do to begin with.
  let onFirst = denominator > 1e-14 * a * e ? clamp((b * f - c * e) / denominator) : 0;
  let onSecond = (b * onFirst + f) / e;
  if (onSecond < 0) [onSecond, onFirst] = [0, clamp(-c / a)];
  else if (onSecond > 1) [onSecond, onFirst] = [1, clamp((b - c) / a)];
  return [along(p, d1, onFirst), along(r, d2, onSecond)];
}

function nearestOnTriangle(point: Vector, triangle: Simplex): Vector {
  const [a, b, c] = triangle as readonly [Vector, Vector, Vector];
  const [ab, ac, ap] = [subtract(b, a), subtract(c, a), subtract(point, a)];
  const [d1, d2] = [dot(ab, ap), dot(ac, ap)];
  if (d1 <= 0 && d2 <= 0) return a;
  const bp = subtract(point, b);
  const [d3, d4] = [dot(ab, bp), dot(ac, bp)];
  if (d3 >= 0 && d4 <= d3) return b;
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return along(a, ab, d1 === d3 ? 0 : d1 / (d1 - d3));
  const cp = subtract(point, c);
  const [d5, d6] = [dot(ab, cp), dot(ac, cp)];
  if (d6 >= 0 && d5 <= d6) return c;
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return along(a, ac, d2 === d6 ? 0 : d2 / (d2 - d6));
  const va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    const sum = d4 - d3 + (d5 - d6);
    return along(b, subtract(c, b), sum === 0 ? 0 : (d4 - d3) / sum);
  }
  const sum = va + vb + vc;
  return along(along(a, ab, vb / sum), ac, vc / sum);
}

/** Where an edge of the first goes through the inside of the second; undefined where none does. */
function meetingPoint(first: Simplex, second: Simplex): Vector | undefined {
  const [a, b, c] = second;
  if (a === undefined || b === undefined || c === undefined || first.length < 2) return undefined;
  const [ab, ac] = [subtract(b, a), subtract(c, a)];
  const normal = cross(ab, ac);
  for (const [p, q] of edgesOf(first)) {
    const [above, below] = [dot(normal, subtract(p, a)), dot(normal, subtract(q, a))];
    // In the plane of the triangle its edges meet those of the other.
    if (above * below > 0 || above === below) continue;
    const place = along(p, subtract(q, p), above / (above - below));
    const to = subtract(place, a);
    const [u, v] = [dot(cross(to, ac), normal), dot(cross(ab, to), normal)];
    if (u >= 0 && v >= 0 && u + v <= dot(normal, normal)) return place;
  }
  return undefined;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
