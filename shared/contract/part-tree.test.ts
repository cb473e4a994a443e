import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeMessage, encodeMessage } from "../rpc/codec.ts";
import type { PartLink } from "./part-links.ts";
import { packTree, unpackTree, type PartTree } from "./part-tree.ts";
import type { PartTreeNode } from "./parts.ts";

const LINK: PartLink = {
  linkId: "00000000-0000-4000-8000-000000000001",
  product: "P",
  number: "A",
  name: "",
  partNumber: "B",
  finder: "person",
  decidedBy: "Ann",
  decidedAt: 1,
  isThere: true,
};

/** Numbers of few parts, some with the sign that joins them, so that lines meet. */
const line = fc.record({
  up: fc.nat(),
  own: fc.constantFrom("A", "B", "A/B", "", "ä", "__proto__"),
  other: fc.option(fc.constantFrom("A", "C"), { nil: undefined }),
  title: fc.constantFrom(undefined, "Bolt", "Nut"),
  quantity: fc.constantFrom(1, 2, 0.5, 1e9),
  findNumber: fc.constantFrom(undefined, "", "10", "20"),
  unitCount: fc.constantFrom(0, 3, 2 ** 40),
  hasModel: fc.boolean(),
  isLinked: fc.boolean(),
});

function treeOf(
  lines: readonly (typeof line extends fc.Arbitrary<infer T> ? T : never)[],
): readonly PartTreeNode[] {
  const nodes: PartTreeNode[] = [];
  for (const { up, own, other, isLinked, ...more } of lines) {
    const parent = (up % (nodes.length + 1)) - 1;
    const above = nodes[parent];
    nodes.push({
      ...more,
      id: above === undefined ? own : `${above.id}/${own}`,
      parent,
      partNumber: other ?? own,
      revision: more.title === "Nut" ? "2" : undefined,
      failedUnitCount: Math.min(1, more.unitCount),
      eventCount: more.unitCount * 2,
      ...(isLinked ? { linked: LINK } : {}),
    });
  }
  return nodes;
}

test("what is unpacked is what was packed, also over the wire", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const nodes = treeOf(lines);
      expect(unpackTree(packTree(nodes))).toEqual(nodes);
      expect(unpackTree(decodeMessage(encodeMessage(packTree(nodes))) as PartTree)).toEqual(nodes);
    }),
    { seed: 20261127, numRuns: 300 },
  );
});

test("a part stands once, whatever many lines show it", () => {
  const lines = Array.from({ length: 1_000 }, (_, at) => ({
    up: at === 0 ? 0 : 1,
    own: at === 0 ? "P" : `A${at % 10}`,
    other: undefined,
    title: "Bolt" as const,
    quantity: 1,
    findNumber: undefined,
    unitCount: 3,
    hasModel: true,
    isLinked: false,
  }));
  expect(packTree(treeOf(lines as never)).parts.length).toBe(11);
});

test("a tree that names what is not there is refused", () => {
  const tree = packTree(treeOf([]));
  const one = { ...tree, parent: Int32Array.of(-1), part: Uint32Array.of(0), quantity: Float64Array.of(1) };
  expect(() => unpackTree(one)).toThrow("line 0 of the tree");
  const part = { own: "A", partNumber: "A", revision: undefined, title: undefined, hasModel: true };
  const parts = [{ ...part, unitCount: 0, failedUnitCount: 0, eventCount: 0 }];
  expect(() => unpackTree({ ...one, parts, parent: Int32Array.of(0) })).toThrow("line 0 of the tree");
  expect(() => unpackTree({ ...one, parts, linked: [{ line: 1, link: LINK }] })).toThrow(
    "line 1 of the tree",
  );
});
