/** Which occurrences an export takes, and how large a picture may be. Pure. */
import { HIDDEN } from "../../scene/presentation/node-states.ts";

/** What every graphics card can draw, pixels. */
export const LARGEST_SIDE = 4_096;
export const SMALLEST_SIDE = 64;

export type ExportScope = "visible" | "selected";

/**
 * 1 per node whose geometry is taken: what is drawn, ghosts included; of the selection what is drawn of it.
 * @param ends index after the last descendant, per node
 */
export function exportedNodes(
  scope: ExportScope,
  states: Uint8Array,
  ends: Int32Array,
  selected: readonly number[],
): Uint8Array {
  const drawn = states.map((state) => (state === HIDDEN ? 0 : 1));
  if (scope === "visible") return drawn;
  const wanted = new Uint8Array(states.length);
  for (const node of selected) wanted.fill(1, node, ends[node]);
  return wanted.map((one, node) => one & (drawn[node] ?? 0));
}

/** A side of a picture as a person typed it; undefined where it is no number within the limits. */
export function pictureSide(typed: string): number | undefined {
  const side = Number(typed.trim());
  return typed.trim() !== "" && Number.isInteger(side) && side >= SMALLEST_SIDE && side <= LARGEST_SIDE
    ? side
    : undefined;
}
