/** What a person does to lines of the product tree that changes the 3D view. */
import { message } from "../../messages/catalogue.ts";
import { runCommand } from "../../state/commands.ts";
import { selection } from "../../state/selection.ts";
import { hide, show, toggleGhost, toggleIsolate } from "../../state/visibility.ts";
import type { DrawnStates } from "../scene/drawn-states.ts";
import { selectedNodes } from "../scene/scene-selection.ts";
import type { ShownModel } from "../scene/use-model.ts";
import { select } from "../scene/use-scene.ts";
import { visibilitySteps } from "../scene/visibility-steps.ts";

export type RowAction = "show" | "hide" | "isolate" | "ghost";

export function runRowAction(
  action: RowAction,
  nodes: readonly number[],
  { index }: ShownModel,
  { ends }: DrawnStates,
): void {
  if (nodes.length === 0) return;
  const tree = { parentOf: index.parentOf, endOf: (node: number) => ends[node] ?? node + 1 };
  visibilitySteps.change(message(`product.action.${action}`), (state) => {
    switch (action) {
      case "show":
        return show(state, nodes, tree);
      case "hide":
        return hide(state, nodes);
      case "isolate":
        return toggleIsolate(state, nodes);
      case "ghost":
        return toggleGhost(state, nodes);
    }
  });
}

/** Selects occurrences and brings all of them into view. */
export function fitNodes(nodes: readonly number[], partNumber: string): void {
  select({ nodes, partNumber, face: undefined, faces: [] });
  runCommand("scene.fit-selection");
}

/** Takes lines into the selection, or out of it where all of them are in it already. */
export function toggleSelected(nodes: readonly number[], partNumber: string, shown: ShownModel): void {
  const before = selectedNodes(selection.getState(), shown.index);
  const kept = shown.index.isWhole(before) ? [] : before;
  const has = new Set(kept);
  const all = nodes.every((node) => has.has(node));
  const own = new Set(nodes);
  const next = all
    ? kept.filter((node) => !own.has(node))
    : [...kept, ...nodes.filter((node) => !has.has(node))];
  const last = all ? next.at(-1) : nodes[0];
  const number = last === undefined ? undefined : (shown.index.numberOf(last) ?? partNumber);
  select({ nodes: next, partNumber: number, face: undefined, faces: [] });
}
