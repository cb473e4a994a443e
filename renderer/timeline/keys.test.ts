import { expect, test } from "vitest";
import { keyAction, wheelAction } from "./keys.ts";

const plain = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };

test.each([
  ["ArrowLeft", { type: "pan", share: -0.1 }],
  ["ArrowRight", { type: "pan", share: 0.1 }],
  ["Home", { type: "extent" }],
  ["End", { type: "end" }],
  ["f", { type: "fit" }],
  ["[", { type: "step", direction: -1 }],
  ["]", { type: "step", direction: 1 }],
  ["Enter", { type: "select" }],
  ["b", { type: "brush" }],
  ["Escape", { type: "clear" }],
])("%s", (key, action) => {
  expect(keyAction({ ...plain, key })).toEqual(action);
});

test("plus zooms in, minus back out by as much", () => {
  const [near, far] = ["+", "-"].map((key) => keyAction({ ...plain, key }));
  if (near?.type !== "zoom" || far?.type !== "zoom") throw new Error("no zoom");
  expect(near.factor).toBeLessThan(1);
  expect(near.factor * far.factor).toBeCloseTo(1, 12);
});

test("keys with Ctrl, Alt or Command belong to the window", () => {
  for (const held of ["ctrlKey", "altKey", "metaKey"]) {
    expect(keyAction({ ...plain, key: "ArrowLeft", [held]: true })).toBeUndefined();
  }
});

const turn = { deltaX: 0, deltaY: 0, deltaMode: 0, shiftKey: false, ctrlKey: false };

test("the wheel zooms; with shift, or turned sideways, it pans", () => {
  expect(wheelAction({ ...turn, deltaY: -100 })).toEqual({ zoom: Math.exp(-0.18) });
  expect(wheelAction({ ...turn, deltaY: 100, shiftKey: true })).toEqual({ pan: 100 });
  // Some systems turn shift and wheel into a sideways turn themselves.
  expect(wheelAction({ ...turn, deltaX: 100, shiftKey: true })).toEqual({ pan: 100 });
  expect(wheelAction({ ...turn, deltaX: 80, deltaY: 10 })).toEqual({ pan: 80 });
});

test("lines count as sixteen pixels, and a pinch is finer", () => {
  expect(wheelAction({ ...turn, deltaY: 3, deltaMode: 1 })).toEqual({ zoom: Math.exp(48 * 0.0018) });
  expect(wheelAction({ ...turn, deltaY: -2, ctrlKey: true })).toEqual({ zoom: Math.exp(-0.02) });
});
