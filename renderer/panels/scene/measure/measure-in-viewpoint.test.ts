import { expect, test } from "vitest";
import { readMeasurements } from "./measure-in-viewpoint.ts";

const one = {
  kind: "diameter",
  targets: [{ kind: "face", path: "a/b", index: 3, at: [1, 2, 3] }],
} as const;

test("measurements go through text and come back as they were", () => {
  expect(readMeasurements(JSON.parse(JSON.stringify([one])))).toEqual([one]);
});

test.each([
  ["nothing", undefined],
  ["another kind", [{ ...one, kind: "taste" }]],
  ["nothing measured", [{ ...one, targets: [] }]],
  ["a place without a number", [{ ...one, targets: [{ ...one.targets[0], at: [1, 2, null] }] }]],
  ["more than are kept", Array.from({ length: 101 }, () => one)],
])("%s is no measurement", (_what, value) => {
  expect(readMeasurements(value)).toEqual([]);
});
