/** Which occurrences lie together: cells that a frustum test can leave out, and how many make one draw. */
import { isCurves, type CadModel } from "../../../shared/model/cad.ts";
import { atOnce, type Steps } from "./steps.ts";

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

/** Every node with triangles or curves, in node order. */
export function drawnNodes({ nodes, parts }: CadModel): Int32Array {
  const drawn: number[] = [];
  nodes.forEach(({ part }, node) => {
    const mesh = parts[part]?.mesh;
    if (mesh !== undefined && (mesh.indices.length > 0 || isCurves(mesh))) drawn.push(node);
  });
  return Int32Array.from(drawn);
}

/**
 * Large ones first, and occurrences of one part side by side: they are drawn as one run. Within it they are in no order of
 * the assembly, so that the first ones of a run, which is what is drawn of it where there is no time for all, are spread
 * over the model.
 * @param sizes code per entry @param parts part per entry
 */
export function inRuns(chunk: Int32Array, sizes: ArrayLike<number>, parts: ArrayLike<number>): Int32Array {
  return chunk.toSorted(
    (a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || (parts[a] ?? 0) - (parts[b] ?? 0) || spread(a) - spread(b),
  );
}

/** A number of its own for each, of which any first ones are spread evenly: its bits reversed (van der Corput 1935). */
function spread(value: number): number {
  let bits = value;
  bits = ((bits >>> 1) & 0x55555555) | ((bits & 0x55555555) << 1);
  bits = ((bits >>> 2) & 0x33333333) | ((bits & 0x33333333) << 2);
  bits = ((bits >>> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4);
  bits = ((bits >>> 8) & 0x00ff00ff) | ((bits & 0x00ff00ff) << 8);
  return ((bits >>> 16) | (bits << 16)) >>> 0;
}

/**
 * Splits nodes at the median of the longest axis until no chunk exceeds `most`.
 * @param centres x, y, z per entry of `nodes`, mm
 */
export function planChunks(...plan: Parameters<typeof planSteps>): readonly Int32Array[] {
  return atOnce(planSteps(...plan));
}

export function* planSteps(
  nodes: Int32Array,
  centres: Float64Array,
  most = MOST_INSTANCES,
): Steps<readonly Int32Array[]> {
  const chunks: Int32Array[] = [];
  const split = function* (entries: Int32Array): Steps<void> {
    if (entries.length === 0) return;
    if (entries.length <= most) {
      // Node order keeps occurrences of neighbouring parts together.
      chunks.push(entries.sort().map((entry) => nodes[entry] ?? 0));
      return;
    }
    const axis = longestAxis(entries, centres);
    const place = (entry: number): number => centres[entry * 3 + axis] as number;
    // Ties by entry: the plan must not depend on the engine's sort.
    entries.sort((a, b) => place(a) - place(b) || a - b);
    const half = entries.length >> 1;
    yield;
    yield* split(entries.slice(0, half));
    yield* split(entries.slice(half));
  };
  yield* split(Int32Array.from(nodes, (_, entry) => entry));
  return chunks;
}

function longestAxis(entries: Int32Array, centres: Float64Array): number {
  let longest = 0;
  let longestExtent = -1;
  for (let axis = 0; axis < 3; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (let at = 0; at < entries.length; at++) {
      const value = centres[(entries[at] as number) * 3 + axis] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > longestExtent) [longest, longestExtent] = [axis, high - low];
  }
  return longest;
}
