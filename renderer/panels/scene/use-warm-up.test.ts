import { expect, test } from "vitest";
import type { About } from "../../../shared/contract/diagnostics.ts";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { isModelComing } from "./use-warm-up.ts";

const about = (demo: About["demo"]): About => ({ demo }) as Partial<About> as About;
const tree = (hasModel: boolean): PartTreeNode[] => [
  { partNumber: "A", hasModel: false } as Partial<PartTreeNode> as PartTreeNode,
  { partNumber: "B", hasModel } as Partial<PartTreeNode> as PartTreeNode,
];

test.each([
  ["the demo is being loaded, which has one", { about: about("loading"), tree: undefined }, false, true],
  ["a product in the cache has one", { about: undefined, tree: tree(true) }, false, true],
  ["no product has one", { about: about("ready"), tree: tree(false) }, false, false],
  ["no product has one, and an import of one is planned", { about: about("ready"), tree: [] }, true, true],
  ["nothing is known yet", { about: undefined, tree: undefined }, false, false],
])("%s", (_, state, isPlanned, isComing) => {
  expect(isModelComing(state, isPlanned)).toBe(isComing);
});
