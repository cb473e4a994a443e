import { expect, test } from "vitest";
import type { PartLink } from "../../../shared/contract/part-links.ts";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { linkedTree } from "./linked-tree.ts";

const line = (id: string, parent: number, more: Partial<PartTreeNode> = {}): PartTreeNode => ({
  id,
  parent,
  partNumber: id.split("/").at(-1) ?? "",
  revision: undefined,
  title: undefined,
  quantity: 1,
  findNumber: undefined,
  unitCount: 0,
  failedUnitCount: 0,
  eventCount: 0,
  hasModel: true,
  ...more,
});
const link = (number: string, partNumber: string, more: Partial<PartLink> = {}): PartLink => ({
  linkId: "00000000-0000-4000-8000-000000000001",
  product: "P",
  number,
  name: "",
  partNumber,
  finder: "person",
  decidedBy: "Ann",
  decidedAt: 1,
  isThere: true,
  ...more,
});
const MADE = { unitCount: 7, failedUnitCount: 2, eventCount: 90, title: "Washer", hasModel: false };
const TREE = [
  line("M-1", -1, MADE),
  line("P", -1),
  line("P/A", 1),
  line("P/A/X", 2, { title: "Scheibe" }),
  line("P/X", 1, { quantity: 4 }),
  line("Q", -1),
  line("Q/X", 5),
];

test("without links it is the same tree", () => {
  expect(linkedTree(TREE, [])).toBe(TREE);
});

test("each line of the product is about the part, in its place; the part has no second line beside it", () => {
  const tree = linkedTree(TREE, [link("X", "M-1")]);
  expect(tree.map(({ id, partNumber, parent }) => [id, partNumber, parent])).toEqual([
    ["P", "P", -1],
    ["P/A", "A", 0],
    ["P/A/X", "M-1", 1],
    ["P/X", "M-1", 0],
    ["Q", "Q", -1],
    ["Q/X", "X", 4],
  ]);
  expect(tree[2]).toMatchObject({ ...MADE, hasModel: true, linked: { number: "X", decidedBy: "Ann" } });
  expect(tree[3]).toMatchObject({ quantity: 4, unitCount: 7 });
  expect(tree[5]).not.toHaveProperty("linked");
});

test("a part with a structure of its own keeps its line", () => {
  const tree = linkedTree([...TREE, line("M-1/S", 0)], [link("X", "M-1")]);
  expect(tree[0]).toMatchObject({ id: "M-1", hasModel: true });
  expect(tree.at(-1)).toMatchObject({ id: "M-1/S", parent: 0 });
});

test("the model of an assembly on the way to a line counts for it, and so does its own root", () => {
  const [, , , inner] = linkedTree(TREE, [link("X", "M-1", { product: "A" })]);
  expect(inner).toMatchObject({ id: "P/X", partNumber: "X" });
  const root = linkedTree(TREE, [link("P", "M-1")]);
  expect(root[0]).toMatchObject({ id: "P", partNumber: "M-1", eventCount: 90 });
});

test("of two links the later counts; a part that is not there changes nothing but is said", () => {
  const tree = linkedTree(TREE, [link("X", "M-1"), link("X", "M-2", { isThere: false })]);
  expect(tree.map(({ partNumber }) => partNumber)).toEqual(TREE.map(({ partNumber }) => partNumber));
  expect(tree[3]).toMatchObject({ partNumber: "X", title: "Scheibe", linked: { partNumber: "M-2" } });
});
