/** Between the selection of the page and the occurrences of the shown model. Pure. */
import type { ScenePick } from "../../scene/picking/scene-pick.ts";
import type { SceneSelection } from "../../scene/scene-types.ts";
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
  subject: Pick<SelectedSubject, "nodes" | "partNumber" | "face" | "faces">,
  index: NodeIndex,
): SceneSelection {
  const nodes = selectedNodes(subject, index);
  const faces = pickedFaces(subject).filter(({ node }) => index.known([node]).length > 0);
  return { nodes: index.isWhole(nodes) ? [] : nodes, ...(faces.length === 0 ? {} : { faces }) };
}

export function pickedFaces({ face, faces }: Pick<SelectedSubject, "face" | "faces">): readonly PickedFace[] {
  return faces ?? (face === undefined ? [] : [face]);
}

export interface PickedSelection {
  readonly nodes: readonly number[];
  readonly partNumber: string | undefined;
  readonly face: PickedFace | undefined;
  readonly faces: readonly PickedFace[];
}

/**
 * What a click selects; undefined: nothing changes. A click on nothing clears, adding takes a picked
 * occurrence in or out.
 */
export function afterPick(
  subject: Pick<SelectedSubject, "nodes" | "partNumber" | "face" | "faces">,
  index: NodeIndex,
  pick: Pick<ScenePick, "node" | "face"> | undefined,
  additive: boolean,
): PickedSelection | undefined {
  if (pick === undefined) return additive ? undefined : NOTHING;
  const face = pick.face === undefined ? undefined : { node: pick.node, face: pick.face };
  const faces = face === undefined ? [] : [face];
  const single = { nodes: [pick.node], partNumber: index.numberOf(pick.node), face, faces };
  if (!additive) return single;
  const before = selectedNodes(subject, index);
  // All of the model is where a screen begins, not something that a person adds to.
  if (index.isWhole(before)) return single;
  const others = pickedFaces(subject);
  if (!before.includes(pick.node))
    return { ...single, nodes: [...before, pick.node], faces: [...others, ...faces] };
  const rest = before.filter((node) => node !== pick.node);
  const last = rest.at(-1);
  const left = others.filter(({ node }) => node !== pick.node);
  return {
    nodes: rest,
    partNumber: last === undefined ? undefined : index.numberOf(last),
    face: left.at(-1),
    faces: left,
  };
}

const NOTHING: PickedSelection = { nodes: [], partNumber: undefined, face: undefined, faces: [] };

/** What a drawn box selects; undefined: nothing changes. Adding keeps what was selected before. */
export function afterBox(
  subject: Pick<SelectedSubject, "nodes" | "partNumber" | "face" | "faces">,
  index: NodeIndex,
  taken: readonly number[],
  additive: boolean,
): PickedSelection | undefined {
  if (taken.length === 0) return additive ? undefined : NOTHING;
  const before = additive ? selectedNodes(subject, index) : [];
  const kept = index.isWhole(before) ? [] : before;
  const last = taken.at(-1);
  const faces = additive ? pickedFaces(subject) : [];
  return {
    nodes: [...new Set([...kept, ...taken])],
    partNumber: last === undefined ? undefined : index.numberOf(last),
    face: faces.at(-1),
    faces,
  };
}
