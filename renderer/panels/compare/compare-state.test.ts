import { beforeEach, expect, test } from "vitest";
import type { Difference, DifferenceKind } from "../../../shared/compare/comparison.ts";
import {
  chosenDifferences,
  compare,
  shownDifferences,
  stepDifference,
  toggleChosen,
} from "./compare-state.ts";

const of = (kind: DifferenceKind): Difference => ({ kind, before: undefined, after: undefined });
const comparison = {
  differences: [of("added"), of("removed"), of("moved"), of("removed")],
  omitted: 0,
  nodes: { before: 1, after: 1, matched: 1 },
  faces: { before: 0, after: 0, same: 0 },
  regions: { before: [], after: [] },
  withoutShape: [],
  unfinished: [],
  tolerance: 0.01,
};

beforeEach(() => compare.setState({ comparison, filter: "all", active: undefined, chosen: new Set() }));

test("steps go through the list and around, in both directions", () => {
  stepDifference(1);
  expect(compare.getState().active).toBe(0);
  stepDifference(-1);
  expect(compare.getState().active).toBe(3);
  stepDifference(1);
  expect(compare.getState().active).toBe(0);
});

test("backwards from nowhere begins at the end", () => {
  stepDifference(-1);
  expect(compare.getState().active).toBe(3);
});

test("with a filter only what it lets through is stepped to, also from what it does not", () => {
  compare.setState({ filter: "removed", active: 2 });
  expect(shownDifferences(compare.getState())).toEqual([1, 3]);
  stepDifference(1);
  expect(compare.getState().active).toBe(1);
  stepDifference(1);
  expect(compare.getState().active).toBe(3);
});

test("without differences nothing is stepped to", () => {
  compare.setState({ comparison: undefined });
  stepDifference(1);
  expect(compare.getState().active).toBeUndefined();
});

test("what a change request takes: the marked in their order, else the one looked at, else what the filter shows", () => {
  const kinds = (): readonly string[] => chosenDifferences(compare.getState()).map(({ kind }) => kind);
  compare.setState({ filter: "removed" });
  expect(kinds()).toEqual(["removed", "removed"]);
  compare.setState({ active: 2 });
  expect(kinds()).toEqual(["moved"]);
  for (const index of [3, 0, 1, 1]) toggleChosen(index);
  expect(kinds()).toEqual(["added", "removed"]);
});
