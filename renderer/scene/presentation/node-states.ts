/** How every occurrence is drawn, after what is hidden, shown alone, ghosted, selected and hovered. */

/** Bits, so that a node may be drawn by more than one batch (glass.ts). */
export const HIDDEN = 0;
export const SOLID = 1;
export const GHOST = 2;

export interface SceneVisibility {
  readonly hidden: ReadonlySet<number>;
  readonly ghosted: ReadonlySet<number>;
  /** Only these and what is below them are drawn; undefined: everything is. */
  readonly isolated?: ReadonlySet<number> | undefined;
}

/** HIDDEN, SOLID or GHOST per node; each set counts for the whole subtree of its nodes. */
export function drawingStates(ends: Int32Array, { hidden, ghosted, isolated }: SceneVisibility): Uint8Array {
  const states = new Uint8Array(ends.length).fill(isolated === undefined ? SOLID : HIDDEN);
  if (isolated !== undefined) fillSubtrees(states, ends, isolated, SOLID);
  // A ghost does not bring back what is not among the isolated.
  for (const node of ghosted) {
    for (let at = node; at < (ends[node] ?? 0); at++) if (states[at] === SOLID) states[at] = GHOST;
  }
  fillSubtrees(states, ends, hidden, HIDDEN);
  return states;
}

/** 1 per node that is in one of the subtrees. */
export function subtreeFlags(ends: Int32Array, nodes: Iterable<number>): Uint8Array {
  const flags = new Uint8Array(ends.length);
  fillSubtrees(flags, ends, nodes, 1);
  return flags;
}

function fillSubtrees(target: Uint8Array, ends: Int32Array, nodes: Iterable<number>, value: number): void {
  for (const node of nodes) if (node >= 0 && node < ends.length) target.fill(value, node, ends[node]);
}
