import { expect, test } from "vitest";
import { generateAssembly } from "../../scene/testing/generated-assembly.ts";
import { createNodeIndex } from "./node-index.ts";
import { afterBox, afterPick, outlinedSelection, selectedNodes } from "./scene-selection.ts";

const index = createNodeIndex(generateAssembly({ parts: 2, occurrences: 4 }));
const PRODUCT = { partNumber: "A-0", nodes: [] };

test("a part stands for all its occurrences, picked ones for themselves", () => {
  expect(selectedNodes({ partNumber: "P-0", nodes: [] }, index)).toEqual([2, 4]);
  expect(selectedNodes({ partNumber: "P-0", nodes: [4] }, index)).toEqual([4]);
  expect(selectedNodes({ nodes: [] }, index)).toEqual([]);
});

test("nodes picked in another model fall back to the part", () => {
  expect(selectedNodes({ partNumber: "P-1", nodes: [77] }, index)).toEqual([3, 5]);
});

test("the whole product is selected without an outline", () => {
  expect(outlinedSelection(PRODUCT, index)).toEqual({ nodes: [] });
  expect(outlinedSelection({ partNumber: "P-0", nodes: [2], face: { node: 2, face: 1 } }, index)).toEqual({
    nodes: [2],
    faces: [{ node: 2, face: 1 }],
  });
  expect(outlinedSelection({ partNumber: "P-0", nodes: [], face: { node: 99, face: 1 } }, index)).toEqual({
    nodes: [2, 4],
  });
});

test("a click selects one occurrence with its part and face, a click on nothing clears", () => {
  expect(afterPick(PRODUCT, index, { node: 3, face: 2 }, false)).toEqual({
    nodes: [3],
    partNumber: "P-1",
    face: { node: 3, face: 2 },
    faces: [{ node: 3, face: 2 }],
  });
  expect(afterPick(PRODUCT, index, undefined, false)).toEqual({
    nodes: [],
    partNumber: undefined,
    face: undefined,
    faces: [],
  });
});

test("adding takes occurrences in and out, and a miss changes nothing", () => {
  const one = { partNumber: "P-0", nodes: [2] };
  expect(afterPick(one, index, { node: 3, face: undefined }, true)).toEqual({
    nodes: [2, 3],
    partNumber: "P-1",
    face: undefined,
    faces: [],
  });
  expect(afterPick({ partNumber: "P-1", nodes: [2, 3] }, index, { node: 3, face: 0 }, true)).toEqual({
    nodes: [2],
    partNumber: "P-0",
    face: undefined,
    faces: [],
  });
  expect(afterPick(one, index, undefined, true)).toBeUndefined();
});

test("adding to the whole product begins with what is picked", () => {
  expect(afterPick(PRODUCT, index, { node: 4, face: undefined }, true)?.nodes).toEqual([4]);
});

test("faces are added with their parts, and go with them", () => {
  const two = { partNumber: "P-0", nodes: [2], face: { node: 2, face: 1 } };
  const added = afterPick(two, index, { node: 3, face: 0 }, true);
  expect(added?.faces).toEqual([
    { node: 2, face: 1 },
    { node: 3, face: 0 },
  ]);
  const { nodes = [], faces = [] } = added ?? {};
  const left = afterPick({ partNumber: "P-1", nodes, faces }, index, { node: 2, face: 1 }, true);
  expect(left).toMatchObject({ nodes: [3], face: { node: 3, face: 0 }, faces: [{ node: 3, face: 0 }] });
});

test("a box selects what it takes, adds with a key, and clears where it takes nothing", () => {
  expect(afterBox(PRODUCT, index, [2, 3], false)).toMatchObject({ nodes: [2, 3], partNumber: "P-1" });
  const one = { partNumber: "P-0", nodes: [4] };
  expect(afterBox(one, index, [2, 4], true)?.nodes).toEqual([4, 2]);
  expect(afterBox(PRODUCT, index, [2], true)?.nodes).toEqual([2]);
  expect(afterBox(one, index, [], false)).toMatchObject({ nodes: [], partNumber: undefined });
  expect(afterBox(one, index, [], true)).toBeUndefined();
});
