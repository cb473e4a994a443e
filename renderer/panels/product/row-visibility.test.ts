import { expect, test } from "vitest";
import { boxMesh, translation } from "../../scene/testing/generated-assembly.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { ALL_VISIBLE } from "../../state/visibility.ts";
import { drawnStates } from "../scene/drawn-states.ts";
import { rowVisibility } from "./row-visibility.ts";

/** 0 > 1 > (2, 3), 4; leaves have geometry. */
const model: CadModel = {
  schema: "generated",
  problems: [],
  parts: [
    { number: "A", name: "A" },
    { number: "B", name: "B", mesh: boxMesh(1, 1, 1) },
  ],
  nodes: [-1, 0, 1, 1, 0].map((parent, node) => ({
    parent,
    part: [2, 3, 4].includes(node) ? 1 : 0,
    occurrence: `${node}`,
    path: `${node}`,
    transform: translation(0, 0, 0),
  })),
};
const seen = (nodes: readonly number[], change: object): string | undefined =>
  rowVisibility(nodes, drawnStates(model, { ...ALL_VISIBLE, ...change }).within);

test("a line is shown, hidden, a ghost, or some of each", () => {
  expect(seen([0], {})).toBe("shown");
  expect(seen([1], { hidden: new Set([2]) })).toBe("partly");
  expect(seen([1], { hidden: new Set([2, 3]) })).toBe("hidden");
  expect(seen([1], { hidden: new Set([0]) })).toBe("hidden");
  expect(seen([1], { ghosted: new Set([1]) })).toBe("ghost");
  expect(seen([0], { ghosted: new Set([1]) })).toBe("partly");
  expect(seen([4], { isolated: new Set([1]) })).toBe("hidden");
});

test("nothing to draw has no state", () => {
  expect(seen([], {})).toBeUndefined();
});
