import { expect, test } from "vitest";
import type { CadModel } from "../../../shared/model/cad.ts";
import { translation } from "../../scene/testing/generated-assembly.ts";
import { layersOf, nodesOnLayers } from "./same-layer.ts";

const PARTS = [
  { number: "machine", name: "machine" },
  { number: "frame", name: "frame", layers: ["steel"] },
  { number: "cover", name: "cover", layers: ["sheet", "painted"] },
  { number: "bolt", name: "bolt", layers: ["bought"] },
  { number: "door", name: "door", layers: ["painted"] },
];
const MODEL: CadModel = {
  schema: "",
  parts: PARTS,
  nodes: [
    [-1, 0],
    [0, 1],
    [1, 3],
    [0, 2],
    [0, 3],
    [0, 4],
  ].map(([parent = -1, part = 0], node) => ({
    parent,
    part,
    occurrence: String(node),
    path: String(node),
    transform: translation(0, 0, 0),
  })),
  problems: [],
};

test("all occurrences of all parts on a layer of the selected one", () => {
  expect(nodesOnLayers(MODEL, layersOf(MODEL, [3]))).toEqual([3, 5]);
  expect(nodesOnLayers(MODEL, layersOf(MODEL, [2]))).toEqual([2, 4]);
});

test("an assembly stands for what is in it", () => {
  expect([...layersOf(MODEL, [1])]).toEqual(["steel", "bought"]);
  expect(nodesOnLayers(MODEL, layersOf(MODEL, [0]))).toEqual([1, 2, 3, 4, 5]);
});

test("without layers there is nothing", () => {
  expect([
    ...layersOf({ ...MODEL, parts: PARTS.map(({ number, name }) => ({ number, name })) }, [3]),
  ]).toEqual([]);
  expect(nodesOnLayers(MODEL, new Set())).toEqual([]);
});
