/** For tests: bodies of triangles alone, as STL has them, and distances to them by asking every triangle. */
import type { CadMesh, CadModel } from "../../model/cad.ts";
import { toTriangle } from "../triangle-tree.ts";

type Point = readonly [number, number, number];

/** Every triangle with corners of its own. */
export function soup(corners: readonly number[]): CadMesh {
  const count = corners.length / 9;
  return {
    positions: Float32Array.from(corners),
    normals: new Float32Array(corners.length),
    indices: Uint32Array.from({ length: count * 3 }, (_, at) => at),
    faces: [{ first: 0, count }],
    edges: new Float32Array(0),
  };
}

export interface PlateOptions {
  readonly size?: readonly [width: number, depth: number, height: number];
  /** Round, through it, as polygons of 24 sides; each in a column of its own. */
  readonly holes?: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
  /** Of the holes; false: they have none, as in a sheet. */
  readonly walls?: boolean;
}

const SIDES = 24;

/** Turned outwards. Its top is cut into columns at half way between the holes, and around each into a fan. */
export function plate({ size: [w, d, h] = [200, 120, 10], holes = [], walls = true }: PlateOptions): CadMesh {
  const corners: number[] = [];
  const triangle = (...points: readonly Point[]): void => {
    for (const point of points) corners.push(...point);
  };
  const quad = (a: Point, b: Point, c: Point, e: Point): void => {
    triangle(a, b, c);
    triangle(a, c, e);
  };
  const sorted = holes.toSorted((a, b) => a.x - b.x);
  const cuts = [0, ...sorted.slice(1).map(({ x }, at) => (x + (sorted[at]?.x ?? 0)) / 2), w];
  for (let at = 0; at + 1 < cuts.length; at++) {
    const [from, to] = [cuts[at] ?? 0, cuts[at + 1] ?? w];
    const hole = sorted[at];
    quad([from, 0, 0], [to, 0, 0], [to, 0, h], [from, 0, h]);
    quad([to, d, 0], [from, d, 0], [from, d, h], [to, d, h]);
    if (hole === undefined) {
      quad([from, 0, h], [to, 0, h], [to, d, h], [from, d, h]);
      quad([from, d, 0], [to, d, 0], [to, 0, 0], [from, 0, 0]);
      continue;
    }
    const ring = Array.from({ length: SIDES }, (_, side) => {
      const angle = (side / SIDES) * 2 * Math.PI;
      return [hole.x + hole.radius * Math.cos(angle), hole.y + hole.radius * Math.sin(angle)] as const;
    });
    const outline = [
      [to, d],
      [from, d],
      [from, 0],
      [to, 0],
    ] as const;
    for (let side = 0; side < SIDES; side++) {
      const [ax, ay] = ring[side] ?? [0, 0];
      const [bx, by] = ring[(side + 1) % SIDES] ?? [0, 0];
      const [ox, oy] = outline[Math.floor((side * 4) / SIDES)] ?? [0, 0];
      triangle([ax, ay, h], [ox, oy, h], [bx, by, h]);
      triangle([ax, ay, 0], [bx, by, 0], [ox, oy, 0]);
      if (walls) quad([ax, ay, h], [bx, by, h], [bx, by, 0], [ax, ay, 0]);
      const [nx, ny] = outline[Math.floor((((side + 1) % SIDES) * 4) / SIDES)] ?? [0, 0];
      if (nx === ox && ny === oy) continue;
      triangle([bx, by, h], [ox, oy, h], [nx, ny, h]);
      triangle([bx, by, 0], [nx, ny, 0], [ox, oy, 0]);
    }
  }
  quad([0, d, 0], [0, 0, 0], [0, 0, h], [0, d, h]);
  quad([w, 0, 0], [w, d, 0], [w, d, h], [w, 0, h]);
  return soup(corners);
}

/** A closed skin of small triangles over a square of 0…size, mm. */
export function skin(size: number, step: number, height: (x: number, y: number) => number): CadMesh {
  const corners: number[] = [];
  for (let x = 0; x < size; x += step)
    for (let y = 0; y < size; y += step) {
      const at = (dx: number, dy: number): Point => [x + dx, y + dy, height(x + dx, y + dy)];
      for (const point of [at(0, 0), at(step, 0), at(step, step)]) corners.push(...point);
      for (const point of [at(0, 0), at(step, step), at(0, step)]) corners.push(...point);
    }
  return soup(corners);
}

export const modelOfMesh = (mesh: CadMesh): CadModel => ({
  schema: "STL",
  parts: [{ number: "P", name: "Body", mesh }],
  nodes: [
    {
      parent: -1,
      part: 0,
      occurrence: "P",
      path: "P",
      transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    },
  ],
  problems: [],
});

/** mm from a point to the nearest of all triangles. */
export function bruteForce({ positions, indices }: CadMesh, x: number, y: number, z: number): number {
  let least = Infinity;
  for (let triangle = 0; triangle * 3 < indices.length; triangle++)
    least = Math.min(least, toTriangle(positions, indices, triangle, x, y, z));
  return Math.sqrt(least);
}
