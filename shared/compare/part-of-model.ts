/** What of two models is compared: one part with all that is below it, or the whole, both seen from their roots. */
import type { CadModel, CadNode } from "../model/cad.ts";

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] as const;

/**
 * One part as a model of its own: its first occurrence becomes the root. Parts keep their indices; nodes are
 * numbered anew, in their order. The model itself where the part is its only root; undefined where the part is
 * not in it.
 */
export function partOfModel(model: CadModel, partNumber: string | undefined): CadModel | undefined {
  const { nodes, parts } = model;
  if (partNumber === undefined) return model;
  const root = nodes.findIndex(({ part }) => parts[part]?.number === partNumber);
  if (root < 0) return undefined;
  if (root === 0 && hasOneRoot(model)) return model;
  let end = root + 1;
  // Pre-order: the first node whose parent stands before the root ends its subtree.
  while (end < nodes.length && (nodes[end]?.parent ?? -1) >= root) end += 1;
  const own = nodes.slice(root, end).map((node): CadNode => ({ ...node, parent: node.parent - root }));
  const [first, ...rest] = own;
  return first === undefined ? undefined : { ...model, nodes: [{ ...first, parent: -1 }, ...rest] };
}

/**
 * Both as if their roots stood in one place: where the whole stands says nothing of it, and what is below can
 * be told to have stayed. Models of several roots stay as they are, and so do two whose roots stand alike.
 */
export function seenFromRoots(before: CadModel, after: CadModel): readonly [CadModel, CadModel] {
  if (!hasOneRoot(before) || !hasOneRoot(after)) return [before, after];
  const [a, b] = [before.nodes[0]?.transform ?? IDENTITY, after.nodes[0]?.transform ?? IDENTITY];
  if (a.every((value, at) => value === b[at])) return [before, after];
  return [fromRoot(before), fromRoot(after)];
}

const hasOneRoot = ({ nodes }: CadModel): boolean =>
  nodes.length > 0 && !nodes.some(({ parent }, node) => node > 0 && parent < 0);

function fromRoot(model: CadModel): CadModel {
  const [root, ...rest] = model.nodes;
  return root === undefined ? model : { ...model, nodes: [{ ...root, transform: IDENTITY }, ...rest] };
}
