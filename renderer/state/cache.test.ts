import fc from "fast-check";
import { expect, test } from "vitest";
import type { PartTreeNode } from "../../shared/contract/parts.ts";
import { RECORDS, type Changed } from "../../shared/contract/cache-change.ts";
import { cache, findPart, pathToPart, stateOf, withChange } from "./cache.ts";

/** Lines in pre-order; each goes one level deeper than the last at most. */
function treeOf(lines: readonly { readonly depth: number; readonly part: string }[]): PartTreeNode[] {
  const nodes: PartTreeNode[] = [];
  const above: number[] = [];
  for (const { depth, part } of lines) {
    const level = Math.min(depth, above.length);
    above.length = level;
    const parent = above[level - 1] ?? -1;
    const index = nodes.push({
      id: `${nodes[parent]?.id ?? ""}/${part}.${nodes.length}`,
      parent,
      partNumber: part,
      revision: undefined,
      title: undefined,
      quantity: 1,
      findNumber: undefined,
      unitCount: 0,
      failedUnitCount: 0,
      eventCount: 0,
      hasModel: false,
    });
    above.push(index - 1);
  }
  return nodes;
}

const trees = fc
  .array(fc.record({ depth: fc.nat({ max: 4 }), part: fc.constantFrom("a", "b", "c", "d", "e", "f") }), {
    maxLength: 25,
  })
  .map(treeOf);

test("the breadcrumb leads from a product down to the first line of the part", () => {
  fc.assert(
    fc.property(trees, fc.constantFrom("a", "b", "c", "d", "e", "f", "g"), (tree, part) => {
      const path = pathToPart(tree, part);
      const first = tree.findIndex((node) => node.partNumber === part);
      expect(findPart(tree, part)).toBe(tree[first]);
      expect(path.at(-1)).toBe(tree[first]);
      path.forEach((node, at) => {
        // Each is the parent of the next, and the first has none.
        expect(tree[node.parent]).toBe(path[at - 1]);
      });
    }),
    { seed: 161, numRuns: 200 },
  );
});

test("before the tree is there, and for no part, there is no path", () => {
  const tree = treeOf([{ depth: 0, part: "a" }]);
  expect([pathToPart(undefined, "a"), pathToPart(tree, undefined), pathToPart([], "a")]).toEqual([
    [],
    [],
    [],
  ]);
  expect([findPart(undefined, "a"), findPart(tree, undefined)]).toEqual([undefined, undefined]);
});

test("who shows a part is told apart from who shows all: by events of it, of any part, and of what is above it", () => {
  let state = cache.getInitialState();
  const seen = (): readonly string[] => [
    stateOf(state, RECORDS, "A"),
    stateOf(state, RECORDS, "B"),
    stateOf(state, RECORDS),
  ];
  const changes = (changed: Changed): readonly boolean[] => {
    const before = seen();
    state = { ...state, ...withChange(state, changed) };
    return seen().map((text, at) => text !== before[at]);
  };
  expect(changes({ kinds: ["events"], parts: ["A", "TOP"] })).toEqual([true, false, true]);
  expect(changes({ kinds: ["events"] })).toEqual([true, true, true]);
  expect(changes({ kinds: ["structure"] })).toEqual([true, true, true]);
  expect(changes({ kinds: ["gaps"] })).toEqual([false, false, false]);
});
