/** One part of a model with all that is below it, as a model of its own: both sides of a comparison start at it. */
import type { CadModel, CadNode } from "../model/cad.ts";

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] as const;

/**
 * The first occurrence of the part becomes the root. Parts keep their indices; nodes are numbered anew, in
 * their order. The model itself where the part is its only root; undefined where the part is not in it.
 */
export function partOfModel(model: CadModel, partNumber: string | undefined): CadModel | undefined {
  const { nodes, parts } = model;
  if (partNumber === undefined) return model;
  const root = nodes.findIndex(({ part }) => parts[part]?.number === partNumber);
  if (root < 0) return undefined;
  if (root === 0 && nodes.findIndex(({ parent }, node) => node > 0 && parent < 0) < 0) return model;
  let end = root + 1;
  // Pre-order: the first node whose parent stands before the root ends its subtree.
  while (end < nodes.length && (nodes[end]?.parent ?? -1) >= root) end += 1;
  const own = nodes.slice(root, end).map((node): CadNode => ({ ...node, parent: node.parent - root }));
  const [first, ...rest] = own;
  if (first === undefined) return undefined;
  return { ...model, nodes: [{ ...first, parent: -1, transform: IDENTITY }, ...rest] };
}
