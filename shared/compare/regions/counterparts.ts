/** Which region of one body lies where a region of the other does. */
import { boundsOfPositions, radiusOfBounds } from "../../geometry/bounds.ts";
import { minus, type Vector } from "../../links/face-groups.ts";
import { createTriangleTree, nearestOn } from "../triangle-tree.ts";
import type { Body } from "./body.ts";

/** Points that one region is asked at; of few triangles fewer. */
const MOST_POINTS = 240;
const LEAST_POINTS = 24;
const POINTS_OF_TRIANGLE = 4;
/** Share of its points that must say the same. */
const MAJORITY = 0.5;
/** Cosine: what faces elsewhere, as the wall beside a plane does, is not its counterpart. */
const SAME_SIDE = 0.5;
/** What lies farther than so many times its size is another region, as of faces (match-faces.ts). */
const FARTHEST = 2;

export interface SurfacePoint {
  readonly at: Vector;
  readonly triangle: number;
}

/** Evenly over the area of some triangles, the same ones every time. */
export function pointsOf(
  { mesh: { positions, indices }, regions: { areas } }: Body,
  triangles: readonly number[],
): readonly SurfacePoint[] {
  const area = triangles.reduce((sum, triangle) => sum + (areas[triangle] ?? 0), 0);
  const most = Math.min(MOST_POINTS, LEAST_POINTS + POINTS_OF_TRIANGLE * triangles.length);
  const step = area / most;
  const points: SurfacePoint[] = [];
  let left = step / 2;
  for (const triangle of triangles) {
    let own = areas[triangle] ?? 0;
    for (; own > left && points.length < most; left = step) {
      own -= left;
      // Two golden sequences (Roberts, 2018): even within large triangles, whatever their order.
      const count = points.length;
      let [u, v] = [(count * 0.754_877_666) % 1, (count * 0.569_840_291) % 1];
      if (u + v > 1) [u, v] = [1 - u, 1 - v];
      const corner = (at: number, axis: number): number =>
        positions[(indices[triangle * 3 + at] ?? 0) * 3 + axis] ?? 0;
      const at = (axis: number): number =>
        corner(0, axis) * (1 - u - v) + corner(1, axis) * u + corner(2, axis) * v;
      points.push({ at: [at(0), at(1), at(2)], triangle });
    }
    left -= own;
  }
  return points;
}

/**
 * The region of `other` where most points of a region of `body` find the nearest surface that faces as they do, and
 * from there back; undefined where there is none, as of a wall that is gone.
 */
export function counterpartOf(
  body: Body,
  of: Int32Array,
  points: readonly SurfacePoint[],
  other: Body,
  otherOf: Int32Array,
): number | undefined {
  const votes = new Map<number, number>();
  const reach = radiusOfBounds(boundsOfPositions(points.flatMap(({ at }) => at))) * 2 * FARTHEST;
  for (const { at, triangle } of points) {
    const found = other.tree.nearest(
      ...at,
      reach,
      (each) => cosine(body, triangle, other, each) >= SAME_SIDE,
    );
    if (found === -1) continue;
    const there = nearestOn(other.mesh.positions, other.mesh.indices, found, ...at);
    const back = body.tree.nearest(...there, reach, (each) => cosine(other, found, body, each) >= SAME_SIDE);
    if (back === -1 || of[back] !== of[triangle]) continue;
    const region = otherOf[found] ?? -1;
    votes.set(region, (votes.get(region) ?? 0) + 1);
  }
  const [best] = [...votes].toSorted(([, a], [, b]) => b - a);
  return best !== undefined && best[1] >= points.length * MAJORITY ? best[0] : undefined;
}

/** mm by which points lie off the planes of those of some triangles of another body that are nearest to them. */
export function offPlanes(
  points: readonly SurfacePoint[],
  { mesh, regions }: Body,
  triangles: readonly number[],
): number {
  const tree = createTriangleTree(mesh, Uint32Array.from(triangles));
  let most = 0;
  for (const { at } of points) {
    const found = tree.nearest(...at);
    const corner = (mesh.indices[found * 3] ?? 0) * 3;
    const offset = minus(at, [
      mesh.positions[corner] ?? 0,
      mesh.positions[corner + 1] ?? 0,
      mesh.positions[corner + 2] ?? 0,
    ]);
    const off = [0, 1, 2].reduce(
      (sum, axis) => sum + (offset[axis] ?? 0) * (regions.normals[found * 3 + axis] ?? 0),
      0,
    );
    most = Math.max(most, Math.abs(off));
  }
  return most;
}

function cosine(a: Body, triangle: number, b: Body, other: number): number {
  const [own, others] = [a.regions.normals, b.regions.normals];
  return (
    (own[triangle * 3] ?? 0) * (others[other * 3] ?? 0) +
    (own[triangle * 3 + 1] ?? 0) * (others[other * 3 + 1] ?? 0) +
    (own[triangle * 3 + 2] ?? 0) * (others[other * 3 + 2] ?? 0)
  );
}
