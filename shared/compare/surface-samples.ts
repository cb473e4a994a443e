/**
 * Points on a mesh, close enough that what another mesh has elsewhere is met: all corners and middles of its
 * triangles, and between them so close that a hole as wide as two steps is met by one.
 */
import type { CadMesh } from "../model/cad.ts";

/** Points between corners, of one skin. */
const MOST_BETWEEN = 40_000;
/** Points along a side of one triangle. */
const MOST_ALONG = 400;
/** mm; closer, they tell nothing that the next do not. */
const LEAST_STEP = 0.1;
/** mm². */
const LEAST_AREA = 1e-9;

/** Triangles of a mesh that have an area: of the others, which many files hold, there is nothing to see. */
export interface Skin {
  readonly triangles: Uint32Array;
  /** mm². */
  readonly area: number;
}

/** @param of faces of the mesh; absent: all of it */
export function skinOf(mesh: CadMesh, of: readonly number[] = mesh.faces.map((_, at) => at)): Skin {
  const ranges = of.map((face) => mesh.faces[face] ?? { first: 0, count: 0 });
  const triangles = new Uint32Array(ranges.reduce((sum, { count }) => sum + count, 0));
  let at = 0;
  let area = 0;
  for (const { first, count } of ranges)
    for (let triangle = first; triangle < first + count; triangle++) {
      const own = areaOf(mesh, triangle);
      if (!(own > LEAST_AREA)) continue;
      area += own;
      triangles[at++] = triangle;
    }
  return { triangles: triangles.subarray(0, at), area };
}

/** Between points that meet a hole as wide as two of them, mm. */
export function stepOf({ area }: Skin): number {
  return Math.max(LEAST_STEP, Math.sqrt((2 * area) / MOST_BETWEEN));
}

/**
 * @param visit is given each point, mm, with its triangle, and its vertex where it is a corner, which comes once
 *   for all triangles around it, else -1; what it gives back as true ends the walk
 */
export function eachSample(
  { positions, indices }: CadMesh,
  skin: Skin,
  visit: (x: number, y: number, z: number, triangle: number, vertex: number) => boolean,
): void {
  const { triangles } = skin;
  const step = stepOf(skin);
  const isFirst = firstTimes(positions.length / 3, triangles.length * 3);
  const steps = (from: number, to: number): number => {
    const x = (positions[to * 3] ?? 0) - (positions[from * 3] ?? 0);
    const y = (positions[to * 3 + 1] ?? 0) - (positions[from * 3 + 1] ?? 0);
    const z = (positions[to * 3 + 2] ?? 0) - (positions[from * 3 + 2] ?? 0);
    return Math.min(MOST_ALONG, Math.ceil(Math.sqrt(x * x + y * y + z * z) / step));
  };
  for (const triangle of triangles) {
    const a = indices[triangle * 3] ?? 0;
    const b = indices[triangle * 3 + 1] ?? 0;
    const c = indices[triangle * 3 + 2] ?? 0;
    const at = (axis: number, u: number, v: number): number =>
      (positions[a * 3 + axis] ?? 0) * (1 - u - v) +
      (positions[b * 3 + axis] ?? 0) * u +
      (positions[c * 3 + axis] ?? 0) * v;
    const point = (u: number, v: number): boolean =>
      visit(at(0, u, v), at(1, u, v), at(2, u, v), triangle, -1);
    for (let corner = 0; corner < 3; corner++) {
      const vertex = corner === 0 ? a : corner === 1 ? b : c;
      if (!isFirst(vertex)) continue;
      const [x, y, z] = [positions[vertex * 3], positions[vertex * 3 + 1], positions[vertex * 3 + 2]];
      if (visit(x ?? 0, y ?? 0, z ?? 0, triangle, vertex)) return;
    }
    if (point(1 / 3, 1 / 3)) return;
    const us = steps(a, b);
    const vs = steps(a, c);
    // A small triangle has been measured by its corners and its middle.
    if (us > 1 || vs > 1)
      for (let i = 0; i < us; i++)
        for (let j = 0; j < vs; j++) {
          const u = (i + 0.5) / us;
          const v = (j + 0.5) / vs;
          if (u + v < 1 && point(u, v)) return;
        }
  }
}

/** Says of each vertex once that it is new: a mark for all of them, or, where few are asked for, a set of those. */
function firstTimes(vertices: number, most: number): (vertex: number) => boolean {
  if (most > vertices / 8) {
    const seen = new Uint8Array(vertices);
    return (vertex) => seen[vertex] !== 1 && (seen[vertex] = 1) === 1;
  }
  const seen = new Set<number>();
  return (vertex) => seen.size !== seen.add(vertex).size;
}

/** mm². */
function areaOf({ positions, indices }: CadMesh, triangle: number): number {
  const way = (corner: number, axis: number): number =>
    (positions[(indices[triangle * 3 + corner] ?? 0) * 3 + axis] ?? 0) -
    (positions[(indices[triangle * 3] ?? 0) * 3 + axis] ?? 0);
  return (
    Math.hypot(
      way(1, 1) * way(2, 2) - way(1, 2) * way(2, 1),
      way(1, 2) * way(2, 0) - way(1, 0) * way(2, 2),
      way(1, 0) * way(2, 1) - way(1, 1) * way(2, 0),
    ) / 2
  );
}
