/** How much of a line of the product tree is seen in the 3D view. Pure. */
import type { DrawnStates } from "../scene/drawn-states.ts";

export type RowVisibility = "shown" | "partly" | "ghost" | "hidden";

/** Undefined where the nodes have nothing to draw. */
export function rowVisibility(
  nodes: readonly number[],
  within: DrawnStates["within"],
): RowVisibility | undefined {
  let [all, solid, ghosts] = [0, 0, 0];
  for (const node of nodes) {
    const counts = within(node);
    all += counts.all;
    solid += counts.solid;
    ghosts += counts.ghosts;
  }
  if (all === 0) return undefined;
  if (solid === all) return "shown";
  if (solid + ghosts === 0) return "hidden";
  return ghosts === all ? "ghost" : "partly";
}
