import { expect, test } from "vitest";
import { GHOST, HIDDEN, SOLID } from "../../scene/presentation/node-states.ts";
import { exportedNodes, pictureSide } from "./export-choice.ts";

const states = Uint8Array.from([SOLID, SOLID, HIDDEN, GHOST, SOLID]);
const ends = Int32Array.from([5, 4, 3, 4, 5]);

test("what is hidden is never taken, of the selection only what is drawn", () => {
  expect([...exportedNodes("visible", states, ends, [])]).toEqual([1, 1, 0, 1, 1]);
  expect([...exportedNodes("selected", states, ends, [1])]).toEqual([0, 1, 0, 1, 0]);
  expect([...exportedNodes("selected", states, ends, [])]).toEqual([0, 0, 0, 0, 0]);
});

test("a side is a whole number within what can be drawn", () => {
  expect(["1920", " 64 ", "4096"].map(pictureSide)).toEqual([1920, 64, 4096]);
  for (const wrong of ["", "63", "4097", "12.5", "x", "1e9"]) expect(pictureSide(wrong)).toBeUndefined();
});
