import { expect, test } from "vitest";
import { axisCut, withCut } from "./cuts.ts";
import { readCuts } from "./section-in-viewpoint.ts";

const cuts = withCut(
  withCut([], axisCut("x", [0, 0, 0, 1, 2, 3], [1, 0, 0])),
  axisCut("z", [0, 0, 0, 1, 2, 3], [1, 0, 0]),
);

test("planes go through text and come back as they were", () => {
  expect(readCuts(JSON.parse(JSON.stringify(cuts)))).toEqual(cuts);
});

test.each([
  ["nothing", undefined],
  ["another thing", { planes: 3 }],
  ["a plane without a direction", [{ ...cuts[0], direction: [0, 0, 0] }]],
  ["a number without a value", [{ ...cuts[0], offset: null }]],
  ["more planes than there can be", [...cuts, ...cuts]],
  ["the same plane twice", [cuts[0], cuts[0]]],
])("%s is no section", (_what, value) => {
  expect(readCuts(value)).toEqual([]);
});
