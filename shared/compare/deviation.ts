/**
 * How far two faces without an exact surface are from each other. Points of each are measured to the other: all
 * corners and middles of triangles, and between them so close that a hole as wide as two steps is met by one.
 */
import type { CadMesh } from "../model/cad.ts";
import { createTriangleTree, type TriangleTree } from "./triangle-tree.ts";

/** Points between corners, of one face. */
const MOST_BETWEEN = 40_000;
/** Points along a side of one triangle. */
const MOST_ALONG = 400;
/** mm; closer, they tell nothing that the next do not. */
const LEAST_STEP = 0.1;

/** mm². */
const LEAST_AREA = 1e-9;

/** One face, which may be several of the mesh. */
export interface FaceOfMesh {
  readonly mesh: CadMesh;
  readonly faces: readonly number[];
}

type Vector = readonly [number, number, number];
const NOWHERE: Vector = [0, 0, 0];

/**
 * The largest way of a point of one face to the other, mm, where it is above `floor`, else `floor`.
 * @param stop the first way above `floor` is enough
 * @param shift of `a`, mm
 */
export function deviation(
  a: FaceOfMesh,
  b: FaceOfMesh,
  floor: number,
  stop: boolean,
  shift: Vector = NOWHERE,
): number {
  const [ownA, ownB] = [skinOf(a), skinOf(b)];
  const back: Vector = [-shift[0], -shift[1], -shift[2]];
  // Before the trees put their triangles into an order of their own.
  const [treeA, treeB] = [
    createTriangleTree(a.mesh, ownA.triangles.slice()),
    createTriangleTree(b.mesh, ownB.triangles.slice()),
  ];
  const most = farthest(a.mesh, ownA, treeB, floor, stop, shift);
  return stop && most > floor ? most : farthest(b.mesh, ownB, treeA, most, stop, back);
}

interface Skin {
  readonly triangles: Uint32Array;
  /** mm². */
  readonly area: number;
}

/** Those that have an area: of the others, which many files hold, there is nothing to see. */
function skinOf({ mesh, faces }: FaceOfMesh): Skin {
  const ranges = faces.map((face) => mesh.faces[face] ?? { first: 0, count: 0 });
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

function farthest(
  { positions, indices }: CadMesh,
  { triangles, area }: Skin,
  other: TriangleTree,
  floor: number,
  stop: boolean,
  [dx, dy, dz]: Vector,
): number {
  const step = Math.max(LEAST_STEP, Math.sqrt((2 * area) / MOST_BETWEEN));
  const seen = new Set<number>();
  let most = floor;
  const measure = (x: number, y: number, z: number): void => {
    most = Math.max(most, other.distance(x + dx, y + dy, z + dz, most));
  };
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
    const point = (u: number, v: number): void => measure(at(0, u, v), at(1, u, v), at(2, u, v));
    for (let corner = 0; corner < 3; corner++) {
      const vertex = corner === 0 ? a : corner === 1 ? b : c;
      if (seen.has(vertex)) continue;
      seen.add(vertex);
      measure(positions[vertex * 3] ?? 0, positions[vertex * 3 + 1] ?? 0, positions[vertex * 3 + 2] ?? 0);
    }
    point(1 / 3, 1 / 3);
    const us = steps(a, b);
    const vs = steps(a, c);
    // A small triangle has been measured by its corners and its middle.
    if (us > 1 || vs > 1)
      for (let i = 0; i < us; i++)
        for (let j = 0; j < vs; j++) {
          const u = (i + 0.5) / us;
          const v = (j + 0.5) / vs;
          if (u + v < 1) point(u, v);
        }
    if (stop && most > floor) return most;
  }
  return most;
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
