/** The product tree with what people said of its CAD products: a linked line is about its part. Pure. */
import type { PartLink } from "../../../shared/contract/part-links.ts";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";

/** @param links oldest first: of two about one product the later one counts */
export function linkedTree(
  tree: readonly PartTreeNode[],
  links: readonly PartLink[],
): readonly PartTreeNode[] {
  if (links.length === 0) return tree;
  const numbers = new Set(links.map(({ number }) => number));
  const byPlace = new Map(links.map((link) => [keyOf(link.product, link.number), link]));
  const ofNumber = new Map<string, PartTreeNode>();
  for (const node of tree) if (!ofNumber.has(node.partNumber)) ofNumber.set(node.partNumber, node);
  const linkOf = (node: PartTreeNode): PartLink | undefined => {
    if (!numbers.has(node.partNumber)) return undefined;
    // Its own root, or the model of an assembly on the way to it.
    for (let above: PartTreeNode | undefined = node; above !== undefined; above = tree[above.parent]) {
      const link = byPlace.get(keyOf(above.partNumber, node.partNumber));
      if (link !== undefined) return link;
    }
    return undefined;
  };
  const placed = new Set<string>();
  const lines = tree.map((node): PartTreeNode => {
    const linked = linkOf(node);
    const part = linked?.isThere === true ? ofNumber.get(linked.partNumber) : undefined;
    if (linked === undefined) return node;
    if (part === undefined) return { ...node, linked };
    placed.add(part.partNumber);
    return {
      ...node,
      linked,
      partNumber: part.partNumber,
      title: part.title ?? node.title,
      revision: part.revision ?? node.revision,
      unitCount: part.unitCount,
      failedUnitCount: part.failedUnitCount,
      eventCount: part.eventCount,
      hasModel: true,
    };
  });
  const parents = new Set(tree.map(({ parent }) => parent));
  // It has its place in the structure now, and no second one beside it.
  const isLeft = (node: PartTreeNode, at: number): boolean =>
    node.parent >= 0 || node.linked !== undefined || parents.has(at) || !placed.has(node.partNumber);
  const places: number[] = [];
  const kept: PartTreeNode[] = [];
  lines.forEach((node, at) => {
    places.push(kept.length);
    if (!isLeft(node, at)) return;
    const parent = node.parent < 0 ? -1 : (places[node.parent] ?? -1);
    kept.push(placed.has(node.partNumber) ? { ...node, parent, hasModel: true } : { ...node, parent });
  });
  return kept;
}

function keyOf(product: string, number: string): string {
  return JSON.stringify([product, number]);
}
