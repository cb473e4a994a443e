/** Where every occurrence stands in the assembly: relative transforms composed, subtrees as ranges. */
import type { CadNode } from "../model/cad.ts";

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] as const;

/**
 * World matrices, column-major 4 × 4, mm, 16 per node. Composed in double precision: single precision
 * loses microns a few metres from the origin.
 */
export function composeTransforms(nodes: readonly CadNode[]): Float64Array {
  const world = new Float64Array(nodes.length * 16);
  nodes.forEach(({ parent, transform }, node) => {
    const relative = transform.length === 16 ? transform : IDENTITY;
    if (parent < 0) world.set(relative, node * 16);
    else multiplyInto(world, node * 16, parent * 16, relative);
  });
  return world;
}

/** `world[to] = world[from] × relative`. */
function multiplyInto(world: Float64Array, to: number, from: number, relative: ArrayLike<number>): void {
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let index = 0; index < 4; index++) {
        sum += (world[from + index * 4 + row] ?? 0) * (relative[column * 4 + index] ?? 0);
      }
      world[to + column * 4 + row] = sum;
    }
  }
}

/**
 * For every node the index after its last descendant. Nodes are in pre-order, so `node … end - 1` is
 * its whole subtree.
 */
export function subtreeEnds(nodes: readonly Pick<CadNode, "parent">[]): Int32Array {
  const ends = new Int32Array(nodes.length);
  for (let node = nodes.length - 1; node >= 0; node--) {
    const end = Math.max(ends[node] ?? 0, node + 1);
    ends[node] = end;
    const parent = nodes[node]?.parent ?? -1;
    if (parent >= 0) ends[parent] = Math.max(ends[parent] ?? 0, end);
  }
  return ends;
}

/** The most that a transform lengthens an axis. @param at of its first value */
export function largestScale(matrices: Float64Array, at: number): number {
  const length = (column: number): number =>
    Math.hypot(
      matrices[at + column * 4] ?? 0,
      matrices[at + column * 4 + 1] ?? 0,
      matrices[at + column * 4 + 2] ?? 0,
    );
  return Math.max(length(0), length(1), length(2));
}
