import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import {
  ancestorIds,
  collapsedBelow,
  idsBelow,
  moveInTree,
  partCount,
  treeRows,
  typeAhead,
  type TreeRow,
} from "./tree-rows.ts";

interface Line {
  readonly depth: number;
  readonly part: string;
  readonly title?: string | undefined;
}

/** Lines in pre-order; each goes one level deeper than the last at most. */
function treeOf(lines: readonly Line[]): PartTreeNode[] {
  const nodes: PartTreeNode[] = [];
  const above: number[] = [];
  for (const { depth, part, title } of lines) {
    above.length = Math.min(depth, above.length);
    const parent = above.at(-1) ?? -1;
    above.push(nodes.length);
    nodes.push({
      id: `${nodes[parent]?.id ?? ""}/${part}.${nodes.length}`,
      parent,
      partNumber: part,
      revision: nodes.length % 3 === 0 ? "Rev-A" : undefined,
      title,
      quantity: 1,
      findNumber: String(nodes.length),
      unitCount: 0,
      failedUnitCount: 0,
      eventCount: 0,
      hasModel: false,
    });
  }
  return nodes;
}

const NUMBERS = ["PL-100", "PL-200", "BX-1", "screw m3"];
const lines = fc.array(
  fc.record({
    depth: fc.nat({ max: 4 }),
    part: fc.constantFrom(...NUMBERS),
    title: fc.constantFrom(undefined, "Gate driver", "Plate", "Base plate"),
  }),
  { maxLength: 20 },
);
const trees = lines.map(treeOf);

/** The same by recursion over children, as the tree would be drawn by hand. */
function drawn(
  nodes: readonly PartTreeNode[],
  open: (node: PartTreeNode) => boolean,
  kept: (node: PartTreeNode) => boolean,
): TreeRow[] {
  const childrenOf = (index: number): PartTreeNode[] => nodes.filter(({ parent }) => parent === index);
  const keeps = (node: PartTreeNode): boolean => kept(node) || childrenOf(nodes.indexOf(node)).some(keeps);
  const draw = (siblings: readonly PartTreeNode[], level: number): TreeRow[] => {
    const shown = siblings.filter(keeps);
    return shown.flatMap((node, at) => {
      const children = childrenOf(nodes.indexOf(node));
      const hasChildren = children.some(keeps);
      const expanded = hasChildren && open(node);
      const row = { node, level, hasChildren, expanded, place: at + 1, siblings: shown.length };
      return [row, ...(expanded ? draw(children, level + 1) : [])];
    });
  };
  return draw(childrenOf(-1), 0);
}

describe("rows", () => {
  test("folded lines hide all below them, and only that", () => {
    fc.assert(
      fc.property(trees, fc.func(fc.boolean()), (nodes, folds) => {
        const collapsed = new Set(nodes.map(({ id }) => id).filter((id) => folds(id)));
        expect(treeRows(nodes, collapsed, " ")).toEqual(
          drawn(
            nodes,
            ({ id }) => !collapsed.has(id),
            () => true,
          ),
        );
      }),
      { seed: 201, numRuns: 300 },
    );
  });

  test("a filter shows what matches and what is above it, unfolded", () => {
    const word = fc.constantFrom("pl", "PLATE", "1", "rev-a", "zz", "driver");
    fc.assert(
      fc.property(trees, fc.array(word, { minLength: 1, maxLength: 2 }), (nodes, words) => {
        const matches = ({ partNumber, title = "", revision = "", findNumber = "" }: PartTreeNode): boolean =>
          words.every((each) =>
            [partNumber, title, revision, findNumber].some((text) =>
              text.toLowerCase().includes(each.toLowerCase()),
            ),
          );
        const all = new Set(nodes.map(({ id }) => id));
        expect(treeRows(nodes, all, ` ${words.join("  ")} `)).toEqual(drawn(nodes, () => true, matches));
      }),
      { seed: 202, numRuns: 300 },
    );
  });
});

test("a large structure opens with what lies deeper folded, so that each line down to there is seen", () => {
  fc.assert(
    fc.property(trees, fc.integer({ min: 1, max: 4 }), (nodes, depth) => {
      const levels = treeRows(nodes, new Set(), "").map(({ level }) => level);
      const rows = treeRows(nodes, collapsedBelow(nodes, depth), "");
      expect(rows.map(({ level }) => level)).toEqual(levels.filter((level) => level <= depth));
    }),
    { seed: 203 },
  );
});

test("with its ancestors unfolded any line is seen", () => {
  fc.assert(
    fc.property(trees, fc.nat(), (nodes, pick) => {
      const node = nodes[pick % Math.max(1, nodes.length)];
      if (node === undefined) return;
      const above = ancestorIds(nodes, node.id);
      const folded = new Set(nodes.map(({ id }) => id).filter((id) => !above.includes(id)));
      expect(treeRows(nodes, folded, "").map((row) => row.node.id)).toContain(node.id);
      // Each of them is needed.
      for (const id of above)
        expect(treeRows(nodes, new Set([id]), "").map((row) => row.node.id)).not.toContain(node.id);
    }),
    { seed: 204 },
  );
  expect(ancestorIds([], "gone")).toEqual([]);
});

test("parts are counted once, however often they are used", () => {
  expect(
    partCount(
      treeOf([
        { depth: 0, part: "a" },
        { depth: 1, part: "b" },
        { depth: 1, part: "b" },
      ]),
    ),
  ).toBe(2);
});

describe("keys", () => {
  const rows = treeRows(
    treeOf([
      { depth: 0, part: "A" },
      { depth: 1, part: "B" },
      { depth: 2, part: "C" },
      { depth: 1, part: "D" },
      { depth: 0, part: "E" },
    ]),
    new Set(),
    "",
  );
  const folded = treeRows(
    rows.map(({ node }) => node),
    new Set([rows[1]?.node.id ?? ""]),
    "",
  );

  test.each([
    [0, "ArrowDown", { type: "focus", index: 1 }],
    [4, "ArrowDown", undefined],
    [0, "ArrowUp", undefined],
    [2, "Home", { type: "focus", index: 0 }],
    [2, "End", { type: "focus", index: 4 }],
    [0, "PageDown", { type: "focus", index: 4 }],
    [3, "PageUp", { type: "focus", index: 0 }],
    // Into an open line, never out of it.
    [0, "ArrowRight", { type: "focus", index: 1 }],
    [2, "ArrowRight", undefined],
    // Out of a line without lines below it, to the one above.
    [2, "ArrowLeft", { type: "focus", index: 1 }],
    [3, "ArrowLeft", { type: "focus", index: 0 }],
    [4, "ArrowLeft", undefined],
    [1, "Enter", undefined],
  ])("on row %i %s does %j", (at, key, move) => expect(moveInTree(rows, at, key)).toEqual(move));

  test("left folds an open line, right unfolds it again", () => {
    const id = rows[1]?.node.id;
    expect(moveInTree(rows, 1, "ArrowLeft")).toEqual({ type: "fold", id, fold: true });
    expect(folded).toHaveLength(4);
    expect(moveInTree(folded, 1, "ArrowRight")).toEqual({ type: "fold", id, fold: false });
    expect(moveInTree(folded, 1, "ArrowLeft")).toEqual({ type: "focus", index: 0 });
  });

  test("no key leads out of the rows", () => {
    const keys = ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];
    fc.assert(
      fc.property(trees, fc.nat({ max: 25 }), fc.constantFrom(...keys), (nodes, at, key) => {
        const shown = treeRows(nodes, new Set(), "");
        const move = moveInTree(shown, Math.min(at, shown.length - 1), key);
        if (move?.type === "focus") expect(shown[move.index]).toBeDefined();
        if (move?.type === "fold") expect(shown.map(({ node }) => node.id)).toContain(move.id);
      }),
      { seed: 205 },
    );
  });
});

describe("letters", () => {
  const rows = treeRows(
    treeOf([
      { depth: 0, part: "PL-100", title: "Base plate" },
      { depth: 0, part: "BX-1", title: "Box" },
      { depth: 0, part: "PL-200" },
      { depth: 0, part: "10-44", title: "plunger" },
    ]),
    new Set(),
    "",
  );

  test.each([
    // One letter goes on to the next of them, by number or title, and around.
    [0, "p", 2],
    [2, "p", 3],
    [3, "p", 0],
    [0, "b", 1],
    [1, "b", 0],
    // More letters may stay where they fit.
    [0, "pl-1", 0],
    [0, "pl", 0],
    [1, "PLU", 3],
    [2, "pl-1", 0],
    [0, "x", undefined],
  ])("on row %i the letters %s lead to row %s", (at, typed, row) =>
    expect(typeAhead(rows, at, typed)).toBe(row),
  );

  test("a tree without rows leads nowhere", () => expect(typeAhead([], 0, "p")).toBeUndefined());
});

test("the lines below a line are its own, and only they", () => {
  const tree = treeOf([
    { depth: 0, part: "a" },
    { depth: 1, part: "b" },
    { depth: 2, part: "c" },
    { depth: 1, part: "d" },
    { depth: 0, part: "e" },
  ]);
  const names = (id: string | undefined): (string | undefined)[] =>
    idsBelow(tree, id ?? "").map((below) => tree.find((node) => node.id === below)?.partNumber);
  expect(names(tree[0]?.id)).toEqual(["b", "c", "d"]);
  expect(names(tree[1]?.id)).toEqual(["c"]);
  expect(names(tree[4]?.id)).toEqual([]);
  expect(names("not there")).toEqual([]);
});
