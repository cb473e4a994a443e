/** Keeps what batches show in line with a state per node. Of fifty thousand nodes mostly few change at once. */
import type { InstanceRuns } from "./instance-runs.ts";

/** Instances of the same nodes, of which each batch shows those whose state has its bit. */
export interface ShownChunk {
  /** Node per instance. */
  readonly nodes: Int32Array;
  readonly shows: readonly { readonly runs: InstanceRuns; readonly wanted: number }[];
}

/** From one in so many nodes on it is faster to go through all of them. */
const MANY = 16;

/** @param count of nodes @returns takes the states of all nodes */
export function createShownNodes(chunks: readonly ShownChunk[], count: number): (states: Uint8Array) => void {
  /** Per node its chunk, -1 where nothing of it is drawn, and its instance there. */
  const chunkOf = new Int32Array(count).fill(-1);
  const instanceOf = new Int32Array(count);
  chunks.forEach(({ nodes }, chunk) =>
    nodes.forEach((node, instance) => {
      chunkOf[node] = chunk;
      instanceOf[node] = instance;
    }),
  );
  let known: Uint8Array | undefined;
  const changed = new Int32Array(count);
  return (states) => {
    const before = known;
    known = states.slice();
    let changes = 0;
    if (before !== undefined)
      for (let node = 0; node < count; node++) if (before[node] !== states[node]) changed[changes++] = node;
    if (before === undefined || changes * MANY > count) {
      for (const { nodes, shows } of chunks)
        for (const { runs, wanted } of shows) runs.showOnly(nodes, states, wanted);
      return;
    }
    for (let at = 0; at < changes; at++) {
      const node = changed[at] as number;
      const shows = chunks[chunkOf[node] as number]?.shows ?? [];
      for (const { runs, wanted } of shows)
        runs.show(instanceOf[node] as number, ((states[node] as number) & wanted) !== 0);
    }
    for (const { shows } of chunks) for (const { runs } of shows) runs.changed();
  };
}
