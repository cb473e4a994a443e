/** A tree of boxes over triangles, segments or points, and the nearest points of two such trees. Pure. */
import type { Vector } from "../camera/orbit.ts";
import { nearestOfSimplices, type Nearest, type Simplex } from "./simplex-distance.ts";

/** Crosses to a worker as it is. */
export interface SimplexSet {
  /** Corners per simplex: 1 points, 2 segments, 3 triangles. */
  readonly corners: 1 | 2 | 3;
  /** x, y, z per corner, world coordinates, mm. */
  readonly coordinates: Float64Array;
}

interface Node {
  /** Minimum x, y, z, maximum x, y, z. */
  readonly box: Float64Array;
  readonly children: readonly [Node, Node] | undefined;
  readonly leaves: readonly number[];
}

/** Simplices per leaf. */
const LEAF = 4;

export function buildTree(set: SimplexSet): Node | undefined {
  const size = set.corners * 3;
  const count = Math.floor(set.coordinates.length / size);
  if (count === 0) return undefined;
  const build = (members: number[]): Node => {
    const box = boxOf(set, members);
    if (members.length <= LEAF) return { box, children: undefined, leaves: members };
    const axis = [0, 1, 2].reduce((best, at) => (extent(box, at) > extent(box, best) ? at : best), 0);
    const place = (member: number): number => {
      let sum = 0;
      for (let corner = 0; corner < set.corners; corner++)
        sum += set.coordinates[member * size + corner * 3 + axis] ?? 0;
      return sum;
    };
    members.sort((a, b) => place(a) - place(b) || a - b);
    const half = members.length >> 1;
    return { box, children: [build(members.slice(0, half)), build(members.slice(half))], leaves: [] };
  };
  return build(Array.from({ length: count }, (_, at) => at));
}

/** The nearest points of two sets; undefined where one is empty. */
export function nearestOfSets(first: SimplexSet, second: SimplexSet): Nearest | undefined {
  const [a, b] = [buildTree(first), buildTree(second)];
  if (a === undefined || b === undefined) return undefined;
  let best: Nearest = { distance: Infinity, from: [0, 0, 0], to: [0, 0, 0] };
  const visit = (one: Node, other: Node, apart: number): void => {
    if (apart >= best.distance) return;
    if (one.children === undefined && other.children === undefined) {
      for (const left of one.leaves) {
        const simplex = simplexAt(first, left);
        for (const right of other.leaves) {
          const near = nearestOfSimplices(simplex, simplexAt(second, right));
          if (near.distance < best.distance) best = near;
        }
      }
      return;
    }
    // The larger one is opened: both shrink together.
    const openFirst =
      other.children === undefined || (one.children !== undefined && girth(one.box) >= girth(other.box));
    const pairs = openFirst
      ? (one.children ?? []).map((child) => ({ one: child, other, apart: gap(child.box, other.box) }))
      : (other.children ?? []).map((child) => ({ one, other: child, apart: gap(one.box, child.box) }));
    pairs.sort((x, y) => x.apart - y.apart);
    for (const pair of pairs) visit(pair.one, pair.other, pair.apart);
  };
  visit(a, b, gap(a.box, b.box));
  return best;
}

export function simplexAt({ corners, coordinates }: SimplexSet, at: number): Simplex {
  return Array.from({ length: corners }, (_, corner): Vector => {
    const from = (at * corners + corner) * 3;
    return [coordinates[from] ?? 0, coordinates[from + 1] ?? 0, coordinates[from + 2] ?? 0];
  });
}

function boxOf({ corners, coordinates }: SimplexSet, members: readonly number[]): Float64Array {
  const box = Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity);
  for (const member of members) {
    for (let at = member * corners * 3; at < (member + 1) * corners * 3; at++) {
      const axis = at % 3;
      const value = coordinates[at] ?? 0;
      if (value < (box[axis] ?? 0)) box[axis] = value;
      if (value > (box[axis + 3] ?? 0)) box[axis + 3] = value;
    }
  }
  return box;
}

function extent(box: Float64Array, axis: number): number {
  return (box[axis + 3] ?? 0) - (box[axis] ?? 0);
}

function girth(box: Float64Array): number {
  return extent(box, 0) + extent(box, 1) + extent(box, 2);
}

/** Between two boxes, 0 where they overlap. */
function gap(a: Float64Array, b: Float64Array): number {
  let squares = 0;
  for (let axis = 0; axis < 3; axis++) {
    const apart = Math.max(0, (a[axis] ?? 0) - (b[axis + 3] ?? 0), (b[axis] ?? 0) - (a[axis + 3] ?? 0));
    squares += apart * apart;
  }
  return Math.sqrt(squares);
}
