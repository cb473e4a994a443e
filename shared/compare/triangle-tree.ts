/** How far a point is from some triangles of a mesh: boxes in boxes, so that a look takes few of them. */
import { EMPTY_BOUNDS } from "../geometry/bounds.ts";
import type { CadMesh } from "../model/cad.ts";

export interface TriangleTree {
  /**
   * mm from the point to the nearest triangle; Infinity where there is none. Where it is at most `floor`, any
   * number up to `floor`: who asks no closer is answered sooner.
   */
  readonly distance: (x: number, y: number, z: number, floor: number) => number;
  /**
   * The triangle that is nearest to the point, of those that are accepted; -1 where there is none.
   * @param within mm; farther ones are none
   */
  readonly nearest: (
    x: number,
    y: number,
    z: number,
    within?: number,
    accept?: (triangle: number) => boolean,
  ) => number;
}

const LEAF = 6;
/** Halved by place, a branch is hardly deeper than this; and where it is, the rest stays one leaf. */
const DEEPEST = 48;

/** @param triangles indices of triangles; reordered */
export function createTriangleTree({ positions, indices }: CadMesh, triangles: Uint32Array): TriangleTree {
  const middles = new Float32Array(triangles.length * 3);
  const corner = (triangle: number, at: number, axis: number): number =>
    positions[(indices[triangle * 3 + at] ?? 0) * 3 + axis] ?? 0;
  // Sorted together with the triangles: read by their place in the order.
  triangles.forEach((triangle, at) => {
    for (let axis = 0; axis < 3; axis++)
      middles[at * 3 + axis] =
        (corner(triangle, 0, axis) + corner(triangle, 1, axis) + corner(triangle, 2, axis)) / 3;
  });
  const boxes: number[] = [];
  /** Of a branch: its second half; of a leaf: -1. The first half stands right behind it. */
  const seconds: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];

  const swap = (a: number, b: number): void => {
    const triangle = triangles[a] ?? 0;
    triangles[a] = triangles[b] ?? 0;
    triangles[b] = triangle;
    for (let axis = 0; axis < 3; axis++) {
      const middle = middles[a * 3 + axis] ?? 0;
      middles[a * 3 + axis] = middles[b * 3 + axis] ?? 0;
      middles[b * 3 + axis] = middle;
    }
  };
  const build = (start: number, end: number, depth: number): number => {
    const node = seconds.push(-1) - 1;
    starts.push(start);
    ends.push(end);
    const box = [...EMPTY_BOUNDS];
    const ofMiddles = [...EMPTY_BOUNDS];
    for (let at = start; at < end; at++) {
      const triangle = triangles[at] ?? 0;
      for (let axis = 0; axis < 3; axis++) {
        grow(ofMiddles, axis, middles[at * 3 + axis] ?? 0);
        for (let each = 0; each < 3; each++) grow(box, axis, corner(triangle, each, axis));
      }
    }
    for (const value of box) boxes.push(value);
    if (end - start <= LEAF || depth >= DEEPEST) return node;
    const widths = [0, 1, 2].map((axis) => (ofMiddles[axis + 3] ?? 0) - (ofMiddles[axis] ?? 0));
    const axis = widths.indexOf(Math.max(...widths));
    const split = ((ofMiddles[axis] ?? 0) + (ofMiddles[axis + 3] ?? 0)) / 2;
    let border = start;
    for (let at = start; at < end; at++) {
      if (!((middles[at * 3 + axis] ?? 0) < split)) continue;
      swap(at, border);
      border += 1;
    }
    // All in one place: nothing tells the halves apart.
    if (border === start || border === end) border = (start + end) >> 1;
    build(start, border, depth + 1);
    seconds[node] = build(border, end, depth + 1);
    return node;
  };
  if (triangles.length > 0) build(0, triangles.length, 0);
  const limits = Float64Array.from(boxes);

  /** Squared way to the box of a node. */
  const toBox = (node: number, x: number, y: number, z: number): number => {
    const at = node * 6;
    const dx = Math.max((limits[at] ?? 0) - x, 0, x - (limits[at + 3] ?? 0));
    const dy = Math.max((limits[at + 1] ?? 0) - y, 0, y - (limits[at + 4] ?? 0));
    const dz = Math.max((limits[at + 2] ?? 0) - z, 0, z - (limits[at + 5] ?? 0));
    return dx * dx + dy * dy + dz * dz;
  };
  const open: number[] = [];
  /** Where the last look ended. */
  let found = -1;
  const distance = (
    x: number,
    y: number,
    z: number,
    floor: number,
    within = Infinity,
    accept?: (triangle: number) => boolean,
  ): number => {
    let best = within * within;
    found = -1;
    open.length = 0;
    if (triangles.length > 0) open.push(0);
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (toBox(node, x, y, z) >= best) continue;
      const second = seconds[node] ?? -1;
      if (second === -1) {
        for (let at = starts[node] ?? 0; at < (ends[node] ?? 0); at++) {
          const own = toTriangle(positions, indices, triangles[at] ?? 0, x, y, z);
          if (own >= best || (accept !== undefined && !accept(triangles[at] ?? -1))) continue;
          best = own;
          found = triangles[at] ?? -1;
          if (best <= floor * floor) return Math.sqrt(best);
        }
        continue;
      }
      const first = node + 1;
      // The nearer half is looked at first, so that the other need not be.
      if (toBox(first, x, y, z) < toBox(second, x, y, z)) open.push(second, first);
      else open.push(first, second);
    }
    return Math.sqrt(best);
  };
  return {
    distance: (x, y, z, floor) => distance(x, y, z, floor),
    nearest: (x, y, z, within, accept) => {
      distance(x, y, z, 0, within, accept);
      return found;
    },
  };
}

function grow(box: number[], axis: number, value: number): void {
  if (value < (box[axis] ?? 0)) box[axis] = value;
  if (value > (box[axis + 3] ?? 0)) box[axis + 3] = value;
}

/** Shares of the second and third corner in the point that the last `toTriangle` measured to. */
let [shareB, shareC] = [0, 0];

/** The point of a triangle that is nearest to another, mm. */
export function nearestOn(
  positions: ArrayLike<number>,
  indices: ArrayLike<number>,
  triangle: number,
  x: number,
  y: number,
  z: number,
): readonly [number, number, number] {
  toTriangle(positions, indices, triangle, x, y, z);
  const [a, b, c] = [0, 1, 2].map((corner) => (indices[triangle * 3 + corner] ?? 0) * 3) as [
    number,
    number,
    number,
  ];
  const at = (axis: number): number =>
    (positions[a + axis] ?? 0) * (1 - shareB - shareC) +
    (positions[b + axis] ?? 0) * shareB +
    (positions[c + axis] ?? 0) * shareC;
  return [at(0), at(1), at(2)];
}

/**
 * Squared way of a point to a triangle, by the region of the triangle that is nearest to it (Ericson, Real-Time
 * Collision Detection, 2005, 5.1.5). Written out: it is asked for millions of times.
 */
export function toTriangle(
  positions: ArrayLike<number>,
  indices: ArrayLike<number>,
  triangle: number,
  x: number,
  y: number,
  z: number,
): number {
  const a = (indices[triangle * 3] ?? 0) * 3;
  const b = (indices[triangle * 3 + 1] ?? 0) * 3;
  const c = (indices[triangle * 3 + 2] ?? 0) * 3;
  const ax = positions[a] ?? 0;
  const ay = positions[a + 1] ?? 0;
  const az = positions[a + 2] ?? 0;
  const abx = (positions[b] ?? 0) - ax;
  const aby = (positions[b + 1] ?? 0) - ay;
  const abz = (positions[b + 2] ?? 0) - az;
  const acx = (positions[c] ?? 0) - ax;
  const acy = (positions[c + 1] ?? 0) - ay;
  const acz = (positions[c + 2] ?? 0) - az;
  const px = x - ax;
  const py = y - ay;
  const pz = z - az;
  /** Squared way to the point `v` along the one side and `w` along the other. */
  const to = (v: number, w: number): number => {
    shareB = v;
    shareC = w;
    const dx = px - abx * v - acx * w;
    const dy = py - aby * v - acy * w;
    const dz = pz - abz * v - acz * w;
    return dx * dx + dy * dy + dz * dz;
  };
  const d1 = abx * px + aby * py + abz * pz;
  const d2 = acx * px + acy * py + acz * pz;
  if (d1 <= 0 && d2 <= 0) return to(0, 0);
  const ab2 = abx * abx + aby * aby + abz * abz;
  const ac2 = acx * acx + acy * acy + acz * acz;
  const abac = abx * acx + aby * acy + abz * acz;
  const d3 = d1 - ab2;
  const d4 = d2 - abac;
  if (d3 >= 0 && d4 <= d3) return to(1, 0);
  const vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0) return to(d1 / (d1 - d3), 0);
  const d5 = d1 - abac;
  const d6 = d2 - ac2;
  if (d6 >= 0 && d5 <= d6) return to(0, 1);
  const vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0) return to(0, d2 / (d2 - d6));
  const va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
    const w = (d4 - d3) / (d4 - d3 + (d5 - d6));
    return to(1 - w, w);
  }
  const sum = va + vb + vc;
  // Without an area, but for rounding on one of its sides: their ends are near enough.
  if (!(sum > 0)) return Math.min(to(0, 0), to(1, 0), to(0, 1));
  return to(vb / sum, vc / sum);
}
