/**
 * Whether a point lies in a closed body of triangles: how often a ray from it leaves the body more than it enters it
 * (its winding number along one direction). Each axis is asked, and two of the three decide: a crack between faces that
 * were meshed apart lets a ray through now and then.
 */
import { boundsOfPositions } from "../geometry/bounds.ts";
import type { CadMesh } from "../model/cad.ts";

export type InsideTest = (x: number, y: number, z: number) => boolean;

/** Columns along one side of the grid. */
const MOST_COLUMNS = 256;
/** Triangles in all columns together: slivers across a body stand in very many, and then columns are made wider. */
const MOST_LISTED = 8_000_000;

export function createInsideTest(mesh: CadMesh): InsideTest {
  const [alongX, alongY, alongZ] = [createRays(mesh, 0), createRays(mesh, 1), createRays(mesh, 2)];
  return (x, y, z) => {
    const point = [x, y, z] as const;
    const first = alongX(point) !== 0;
    // Where two agree the third is outvoted.
    return (alongY(point) !== 0) === first ? first : alongZ(point) !== 0;
  };
}

type Point = readonly [number, number, number];

/** @returns the winding number along an axis: 0 outside, as many as shells around the point within */
function createRays({ positions, indices }: CadMesh, axis: 0 | 1 | 2): (point: Point) => number {
  const [p, q] = [(axis + 1) % 3, (axis + 2) % 3] as [number, number];
  const bounds = boundsOfPositions(positions);
  const count = indices.length / 3;
  let columns = Math.max(1, Math.min(MOST_COLUMNS, Math.ceil(Math.sqrt(count))));
  const columnOf = (value: number, side: number): number => {
    const [low, high] = [bounds[side] ?? 0, bounds[side + 3] ?? 0];
    const share = high > low ? (value - low) / (high - low) : 0;
    return Math.max(0, Math.min(columns - 1, Math.floor(share * columns)));
  };
  const at = (triangle: number, corner: number, side: number): number =>
    positions[(indices[triangle * 3 + corner] ?? 0) * 3 + side] ?? 0;
  const range = (triangle: number, side: number): readonly [from: number, to: number] => {
    const [a, b, c] = [at(triangle, 0, side), at(triangle, 1, side), at(triangle, 2, side)];
    return [columnOf(Math.min(a, b, c), side), columnOf(Math.max(a, b, c), side)];
  };
  const wanted = (): number => {
    let sum = 0;
    for (let triangle = 0; triangle < count; triangle++) {
      const [fromP, toP] = range(triangle, p);
      const [fromQ, toQ] = range(triangle, q);
      sum += (toP - fromP + 1) * (toQ - fromQ + 1);
    }
    return sum;
  };
  while (columns > 1 && wanted() > Math.max(MOST_LISTED, count * 2)) columns >>= 1;
  const eachColumn = (triangle: number, visit: (column: number) => void): void => {
    const [fromP, toP] = range(triangle, p);
    const [fromQ, toQ] = range(triangle, q);
    for (let row = fromQ; row <= toQ; row++)
      for (let column = fromP; column <= toP; column++) visit(row * columns + column);
  };
  // Counted, then written one behind the other: an array for each column would be far larger.
  const ends = new Uint32Array(columns * columns + 1);
  for (let triangle = 0; triangle < count; triangle++)
    eachColumn(triangle, (column) => (ends[column + 1] = (ends[column + 1] ?? 0) + 1));
  for (let column = 0; column < columns * columns; column++)
    ends[column + 1] = (ends[column + 1] ?? 0) + (ends[column] ?? 0);
  const starts = ends.slice();
  const listed = new Uint32Array(ends.at(-1) ?? 0);
  for (let triangle = 0; triangle < count; triangle++)
    eachColumn(triangle, (column) => {
      const place = starts[column] ?? 0;
      listed[place] = triangle;
      starts[column] = place + 1;
    });

  /** Whether the line through (p, q) along the axis meets a triangle: the same answer from both sides of an edge. */
  const meets = (triangle: number, ownP: number, ownQ: number): boolean => {
    let odd = false;
    for (let corner = 0; corner < 3; corner++) {
      const next = (corner + 1) % 3;
      const [a, b] = at(triangle, corner, q) <= at(triangle, next, q) ? [corner, next] : [next, corner];
      const [low, high] = [at(triangle, a, q), at(triangle, b, q)];
      if (low > ownQ === high > ownQ) continue;
      const [from, to] = [at(triangle, a, p), at(triangle, b, p)];
      if (ownP < from + ((ownQ - low) / (high - low)) * (to - from)) odd = !odd;
    }
    return odd;
  };
  return (point) => {
    const [ownP, ownQ, own] = [point[p] ?? 0, point[q] ?? 0, point[axis] ?? 0];
    if (ownP < (bounds[p] ?? 0) || ownP > (bounds[p + 3] ?? 0)) return 0;
    if (ownQ < (bounds[q] ?? 0) || ownQ > (bounds[q + 3] ?? 0)) return 0;
    const column = columnOf(ownQ, q) * columns + columnOf(ownP, p);
    let winding = 0;
    for (let place = ends[column] ?? 0; place < (ends[column + 1] ?? 0); place++) {
      const triangle = listed[place] ?? 0;
      if (!meets(triangle, ownP, ownQ)) continue;
      const way = (corner: number, side: number): number =>
        at(triangle, corner, side) - at(triangle, 0, side);
      const facing = way(1, p) * way(2, q) - way(1, q) * way(2, p);
      if (facing === 0) continue;
      const [u, v] = [ownP - at(triangle, 0, p), ownQ - at(triangle, 0, q)];
      const b = (u * way(2, q) - v * way(2, p)) / facing;
      const c = (v * way(1, p) - u * way(1, q)) / facing;
      if (at(triangle, 0, axis) + b * way(1, axis) + c * way(2, axis) > own) winding += Math.sign(facing);
    }
    return winding;
  };
}
