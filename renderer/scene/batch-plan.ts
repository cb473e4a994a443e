/** Which occurrences lie together: cells that a frustum test can leave out, and how many make one draw. */
import type { CadModel } from "../../shared/model/cad.ts";

/** A cell has a run of each of its parts: more instances in it mean fewer runs, and less that is left out of view. */
export const MOST_INSTANCES = 16_384;
/** Of one draw: the matrices of more would not go into a texture of 2048 × 2048, which every WebGL 2 has. */
const MOST_TOGETHER = 1_000_000;

/** Cells that are drawn together, in order. */
export function drawnTogether(
  cells: readonly Int32Array[],
  most = MOST_TOGETHER,
): readonly (readonly Int32Array[])[] {
  const batches: Int32Array[][] = [];
  let instances = Infinity;
  for (const cell of cells) {
    instances += cell.length;
    if (instances > most) {
      batches.push([]);
      instances = cell.length;
    }
    batches.at(-1)?.push(cell);
  }
  return batches;
}

/** Every node with a mesh, in node order. */
export function drawnNodes({ nodes, parts }: CadModel): Int32Array {
  const drawn: number[] = [];
  nodes.forEach(({ part }, node) => {
    const mesh = parts[part]?.mesh;
    if (mesh !== undefined && mesh.indices.length > 0) drawn.push(node);
  });
  return Int32Array.from(drawn);
}

/**
 * Large ones first, and occurrences of one part side by side: they are drawn as one run.
 * @param sizes code per entry @param parts part per entry
 */
export function inRuns(chunk: Int32Array, sizes: ArrayLike<number>, parts: ArrayLike<number>): Int32Array {
  return chunk.toSorted(
    (a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || (parts[a] ?? 0) - (parts[b] ?? 0) || a - b,
  );
}

/**
 * Splits nodes at the median of the longest axis until no chunk exceeds `most`.
 * @param centres x, y, z per entry of `nodes`, mm
 */
export function planChunks(
  nodes: Int32Array,
  centres: Float64Array,
  most = MOST_INSTANCES,
): readonly Int32Array[] {
  const chunks: Int32Array[] = [];
  const split = (entries: Int32Array): void => {
    if (entries.length === 0) return;
    if (entries.length <= most) {
      // Node order keeps occurrences of neighbouring parts together.
      chunks.push(entries.sort().map((entry) => nodes[entry] ?? 0));
      return;
    }
    const axis = longestAxis(entries, centres);
    const place = (entry: number): number => centres[entry * 3 + axis] ?? 0;
    // Ties by entry: the plan must not depend on the engine's sort.
    entries.sort((a, b) => place(a) - place(b) || a - b);
    const half = entries.length >> 1;
    split(entries.slice(0, half));
    split(entries.slice(half));
  };
  split(Int32Array.from(nodes, (_, entry) => entry));
  return chunks;
}

function longestAxis(entries: Int32Array, centres: Float64Array): number {
  let longest = 0;
  let longestExtent = -1;
  for (let axis = 0; axis < 3; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (const entry of entries) {
      const value = centres[entry * 3 + axis] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > longestExtent) [longest, longestExtent] = [axis, high - low];
  }
  return longest;
}
