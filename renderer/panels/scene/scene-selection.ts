/** Between the selection of the page and the occurrences of the shown model. Pure. */
import type { ScenePick, SceneSelection } from "../../scene/scene-types.ts";
import type { PickedFace, SelectedSubject } from "../../state/selection.ts";
import type { NodeIndex } from "./node-index.ts";

/** The picked occurrences, else every occurrence of the selected part. */
export function selectedNodes(
  { nodes, partNumber }: Pick<SelectedSubject, "nodes" | "partNumber">,
  index: NodeIndex,
): readonly number[] {
  const known = index.known(nodes);
  return known.length > 0 ? known : index.nodesOf(partNumber);
}

/** What the scene outlines: all of the model selected is not set off from anything. */
export function outlinedSelection(
  subject: Pick<SelectedSubject, "nodes" | "partNumber" | "face">,
  index: NodeIndex,
): SceneSelection {
  const nodes = selectedNodes(subject, index);
  const { face } = subject;
  const faces = face === undefined || index.known([face.node]).length === 0 ? {} : { faces: [face] };
  return { nodes: index.isWhole(nodes) ? [] : nodes, ...faces };
}

export interface PickedSelection {
  readonly nodes: readonly number[];
  readonly partNumber: string | undefined;
  readonly face: PickedFace | undefined;
}

/**
 * What a click selects; undefined: nothing changes. A click on nothing clears, adding takes a picked
 * occurrence in or out.
 */
export function afterPick(
  subject: Pick<SelectedSubject, "nodes" | "partNumber">,
  index: NodeIndex,
  pick: Pick<ScenePick, "node" | "face"> | undefined,
  additive: boolean,
): PickedSelection | undefined {
  if (pick === undefined) return additive ? undefined : { nodes: [], partNumber: undefined, face: undefined };
  const face = pick.face === undefined ? undefined : { node: pick.node, face: pick.face };
  const single = { nodes: [pick.node], partNumber: index.numberOf(pick.node), face };
  if (!additive) return single;
  const before = selectedNodes(subject, index);
  // All of the model is where a screen begins, not something that a person adds to.
  if (index.isWhole(before)) return single;
  if (!before.includes(pick.node)) return { ...single, nodes: [...before, pick.node] };
  const rest = before.filter((node) => node !== pick.node);
  const last = rest.at(-1);
  return {
    nodes: rest,
    partNumber: last === undefined ? undefined : index.numberOf(last),
    face: undefined,
  };
}
