/** Faces that are hidden in single occurrences, as the head of a mesh blob has them. */
import type { CadModel } from "../model/cad.ts";
import { corrupt, type MeshHead } from "./mesh-head.ts";

/** Each set once, as nodes share it. Undefined where there are none, as in nearly all files. */
export function hiddenFaceSets({ nodes }: CadModel): MeshHead["hiddenFaces"] {
  const sets = new Map<readonly number[], { nodes: number[]; faces: number[] }>();
  nodes.forEach(({ hiddenFaces }, node) => {
    if (hiddenFaces === undefined) return;
    const set = sets.get(hiddenFaces) ?? { nodes: [], faces: [...hiddenFaces] };
    set.nodes.push(node);
    sets.set(hiddenFaces, set);
  });
  return sets.size === 0 ? undefined : [...sets.values()];
}

/** By node. @throws Failure `corrupt` for what no model can say */
export function readHiddenFaces(
  { hiddenFaces, parts, occurrences }: MeshHead,
  partOf: (node: number) => number,
): ReadonlyMap<number, readonly number[]> {
  const hidden = new Map<number, readonly number[]>();
  for (const { nodes, faces } of hiddenFaces ?? []) {
    if (faces.some((face, at) => face <= (faces[at - 1] ?? -1))) throw corrupt("hidden faces out of order");
    for (const node of nodes) {
      if (node >= occurrences.length || hidden.has(node))
        throw corrupt("hidden faces of a node that is not there");
      if ((faces.at(-1) ?? -1) >= (parts[partOf(node)]?.mesh?.faces ?? 0))
        throw corrupt("a hidden face that is not there");
      hidden.set(node, faces);
    }
  }
  return hidden;
}
