import { expect, test } from "vitest";
import { drawingStates, GHOST, HIDDEN, SOLID, subtreeFlags } from "./node-states.ts";
import { subtreeEnds } from "../../../shared/geometry/transforms.ts";

// 0 product ─ 1 group ─ 2, 3; 4 group ─ 5
const ENDS = subtreeEnds([-1, 0, 1, 1, 0, 4].map((parent) => ({ parent })));
const set = (...nodes: number[]): ReadonlySet<number> => new Set(nodes);

test("subtrees are ranges in pre-order", () => {
  expect([...ENDS]).toEqual([6, 4, 3, 4, 6, 6]);
  expect([...subtreeFlags(ENDS, [1, 99, -1])]).toEqual([0, 1, 1, 1, 0, 0]);
});

test("hidden and ghosted count for everything below", () => {
  expect([...drawingStates(ENDS, { hidden: set(4), ghosted: set(1) })]).toEqual([
    SOLID,
    GHOST,
    GHOST,
    GHOST,
    HIDDEN,
    HIDDEN,
  ]);
});

test("isolated leaves the rest out, and a ghost does not bring it back", () => {
  const states = drawingStates(ENDS, { hidden: set(), ghosted: set(2, 5), isolated: set(1) });
  expect([...states]).toEqual([HIDDEN, SOLID, GHOST, SOLID, HIDDEN, HIDDEN]);
});

test("hidden wins over isolated", () => {
  expect(drawingStates(ENDS, { hidden: set(3), ghosted: set(), isolated: set(1) })[3]).toBe(HIDDEN);
});
