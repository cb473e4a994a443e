import { expect, test } from "vitest";
import { createRowNodes } from "./row-nodes.ts";

/** pump > (motor > screw, screw), screw */
const PARENTS = [-1, 0, 1, 1, 0];
const NUMBERS = ["pump", "motor", "screw", "screw", "screw"];
const rows = createRowNodes(
  { nodes: PARENTS.map((parent) => ({ parent, part: 0, occurrence: "", path: "", transform: [] })) },
  (node) => NUMBERS[node],
);

test("a line is the part under the same assemblies", () => {
  expect(rows.nodesOf("pump/motor/screw")).toEqual([2, 3]);
  expect(rows.nodesOf("pump/screw")).toEqual([4]);
  expect(rows.nodesOf("pump")).toEqual([0]);
  expect(rows.nodesOf("pump/rod")).toEqual([]);
});

test("the model may be that of a part further down in the tree", () => {
  expect(rows.nodesOf("line-7/pump/screw")).toEqual([4]);
  expect(rows.nodesOf("line-7")).toEqual([]);
  expect(rows.keyOfRow("line-7/spare-pump/screw")).toBeUndefined();
});

test("and back from an occurrence to its line", () => {
  expect(rows.keyOf(3)).toBe("pump/motor/screw");
  expect(rows.keyOfRow("line-7/pump/motor/screw")).toBe(rows.keyOf(3));
});
