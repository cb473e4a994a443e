import { expect, test } from "vitest";
import { sceneKey } from "./scene-keys.ts";

const press = (key: string, more: object = {}): Parameters<typeof sceneKey>[0] => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});

test("arrows turn, with Shift they move", () => {
  expect(sceneKey(press("ArrowLeft"))).toEqual({ type: "turn", right: -1, up: 0 });
  expect(sceneKey(press("ArrowUp", { shiftKey: true }))).toEqual({ type: "pan", right: 0, up: 1 });
});

test("plus and minus zoom, with and without Shift", () => {
  expect(sceneKey(press("+", { shiftKey: true }))).toMatchObject({ type: "zoom", factor: 0.8 });
  expect(sceneKey(press("="))).toMatchObject({ type: "zoom", factor: 0.8 });
  expect(sceneKey(press("-"))).toMatchObject({ type: "zoom", factor: 1.25 });
});

test("Tab hides what is under the pointer, and else moves the focus", () => {
  expect(sceneKey(press("Tab"), true)).toEqual({ type: "hide-hovered" });
  expect(sceneKey(press("Tab"))).toBeUndefined();
  expect(sceneKey(press("Tab", { shiftKey: true }), true)).toBeUndefined();
});

test("Escape goes back a step; keys of the window and letters are left alone", () => {
  expect(sceneKey(press("Escape"))).toEqual({ type: "escape" });
  expect(sceneKey(press("ArrowLeft", { altKey: true }))).toBeUndefined();
  expect(sceneKey(press("f"))).toBeUndefined();
});
