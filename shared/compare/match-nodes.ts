/** Which occurrence of one model is which of the other, from the roots downwards, and then across assemblies. */
import type { PartMatches } from "./match-parts.ts";
import { matchSiblings, type Sibling } from "./match-siblings.ts";
import { displacement } from "./displacement.ts";
import { unionBounds, type Bounds } from "../geometry/bounds.ts";
import type { PlacedModel } from "./placed-model.ts";

export interface NodeMatches {
  /** Per node of `before` its counterpart, -1 for none. */
  readonly after: Int32Array;
  readonly before: Int32Array;
}

export function matchNodes(
  before: PlacedModel,
  after: PlacedModel,
  parts: PartMatches,
  tolerance: number,
): NodeMatches {
  const toAfter = new Int32Array(before.model.nodes.length).fill(-1);
  const toBefore = new Int32Array(after.model.nodes.length).fill(-1);
  const partA = (node: number): number => before.model.nodes[node]?.part ?? -1;
  const partB = (node: number): number => after.model.nodes[node]?.part ?? -1;
  const boxOf = (a: number): Bounds => {
    const own = before.boxes[a] as Bounds;
    return unionBounds([own, after.boxes[parts.after[a] ?? -1] ?? own]);
  };
  const sibling = ({ model }: PlacedModel, node: number): Sibling => ({
    node,
    name: model.nodes[node]?.occurrence ?? "",
    transform: model.nodes[node]?.transform ?? [],
  });
  const placed = ({ model, world }: PlacedModel, node: number): Sibling => ({
    node,
    name: model.nodes[node]?.occurrence ?? "",
    transform: world.subarray(node * 16, node * 16 + 16),
  });
  const join = (a: number, b: number): void => {
    toAfter[a] = b;
    toBefore[b] = a;
  };

  const isSame = (a: number, b: number): boolean => {
    const [nodeA, nodeB] = [before.model.nodes[a], after.model.nodes[b]];
    return (
      nodeA !== undefined &&
      nodeB !== undefined &&
      parts.after[nodeA.part] === nodeB.part &&
      nodeA.occurrence === nodeB.occurrence &&
      displacement(boxOf(nodeA.part), nodeA.transform, nodeB.transform) <= tolerance
    );
  };
  /** Pairs the children of two that are the same, and what is below them. */
  const descend = (start: readonly (readonly [number, number])[]): void => {
    const open = [...start];
    for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
      const [childrenA, childrenB] = [before.childrenOf[pair[0]] ?? [], after.childrenOf[pair[1]] ?? []].map(
        (children, side) =>
          children.filter((child) => (side === 0 ? toAfter[child] : toBefore[child]) === -1),
      ) as [number[], number[]];
      // Nothing changed, as nearly everywhere: no groups, no grids.
      if (
        childrenA.length === childrenB.length &&
        childrenA.every((a, at) => isSame(a, childrenB[at] ?? -1))
      ) {
        childrenA.forEach((a, at) => {
          const b = childrenB[at] ?? -1;
          join(a, b);
          open.push([a, b]);
        });
        continue;
      }
      const groupsB = Map.groupBy(childrenB, (b) => partB(b));
      for (const [part, members] of Map.groupBy(childrenA, (a) => partA(a))) {
        const others = groupsB.get(parts.after[part] ?? -1);
        if (others === undefined) continue;
        const pairs = matchSiblings(
          members.map((node) => sibling(before, node)),
          others.map((node) => sibling(after, node)),
          boxOf(part),
          tolerance,
        );
        for (const [a, b] of pairs) {
          join(a, b);
          open.push([a, b]);
        }
      }
    }
  };

  const { roots: rootsA } = before;
  const { roots: rootsB } = after;
  const [rootA, rootB] = [rootsA[0], rootsB[0]];
  if (rootsA.length === 1 && rootsB.length === 1 && rootA !== undefined && rootB !== undefined) {
    // Where the whole stands says nothing of it.
    if (parts.after[partA(rootA)] === partB(rootB)) {
      join(rootA, rootB);
      descend([[rootA, rootB]]);
    }
  } else {
    const groupsB = Map.groupBy(rootsB, (b) => partB(b));
    const pairs = [...Map.groupBy(rootsA, (a) => partA(a))].flatMap(([part, members]) =>
      matchSiblings(
        members.map((node) => sibling(before, node)),
        (groupsB.get(parts.after[part] ?? -1) ?? []).map((node) => sibling(after, node)),
        boxOf(part),
        tolerance,
      ),
    );
    for (const [a, b] of pairs) join(a, b);
    descend(pairs);
  }
  acrossAssemblies();
  return { after: toAfter, before: toBefore };

  /** What stands where it stood but below another assembly, larger subtrees first. */
  function acrossAssemblies(): void {
    const left = (nodes: Int32Array): number[] =>
      Array.from(nodes.keys()).filter((node) => nodes[node] === -1);
    const leftB = Map.groupBy(left(toBefore), (b) => partB(b));
    const depths = depthsOf(before);
    const groups = [...Map.groupBy(left(toAfter), (a) => partA(a))].toSorted(
      ([, [a = 0]], [, [b = 0]]) => (depths[a] ?? 0) - (depths[b] ?? 0) || a - b,
    );
    for (const [part, members] of groups) {
      const openA = members.filter((a) => toAfter[a] === -1);
      const openB = (leftB.get(parts.after[part] ?? -1) ?? []).filter((b) => toBefore[b] === -1);
      if (openA.length === 0 || openB.length === 0) continue;
      const pairs = matchSiblings(
        openA.map((node) => placed(before, node)),
        openB.map((node) => placed(after, node)),
        boxOf(part),
        tolerance,
        false,
      );
      for (const [a, b] of pairs) {
        join(a, b);
        descend([[a, b]]);
      }
    }
  }
}

function depthsOf({ model }: PlacedModel): Int32Array {
  const depths = new Int32Array(model.nodes.length);
  model.nodes.forEach(({ parent }, node) => {
    depths[node] = parent < 0 ? 0 : (depths[parent] ?? 0) + 1;
  });
  return depths;
}
