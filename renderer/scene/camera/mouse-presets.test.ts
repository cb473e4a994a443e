import { expect, test } from "vitest";
import { MOUSE_DRAGS, MOUSE_PRESETS as SETTINGS } from "../../../shared/contract/settings.ts";
import { gestureOf, MOUSE_PRESETS, type Gesture, type MousePreset } from "./mouse-presets.ts";

const LEFT = 1;
const RIGHT = 2;
const MIDDLE = 4;

test.each<[MousePreset, number, string, Gesture | undefined]>([
  ["solidworks", MIDDLE, "", "rotate"],
  ["solidworks", MIDDLE, "ctrl", "pan"],
  ["solidworks", MIDDLE, "shift", "zoom"],
  ["nx", MIDDLE, "", "rotate"],
  ["nx", MIDDLE | RIGHT, "", "pan"],
  ["nx", MIDDLE | LEFT, "", "zoom"],
  ["nx", MIDDLE, "shift", "pan"],
  ["fusion", MIDDLE, "", "pan"],
  ["fusion", MIDDLE, "shift", "rotate"],
  ["freecad", MIDDLE | LEFT, "", "rotate"],
  // Its ways for those without a middle button.
  ["freecad", RIGHT, "ctrl", "pan"],
  ["freecad", RIGHT, "shift", "rotate"],
  ["freecad", RIGHT, "ctrl shift", "zoom"],
  ["onshape", RIGHT, "", "rotate"],
  ["onshape", RIGHT, "ctrl", "pan"],
  // Left on the model picks.
  ["solidworks", LEFT, "", undefined],
])("%s: buttons %i with %s", (preset, buttons, key, gesture) => {
  const keys = { ctrl: key.includes("ctrl"), shift: key.includes("shift"), alt: false };
  expect(gestureOf(preset, { buttons, ...keys, onEmpty: false })).toBe(gesture);
});

test("without a middle button: left beside the model turns, with Shift it moves", () => {
  const press = { buttons: LEFT, ctrl: false, alt: false, onEmpty: true };
  for (const preset of MOUSE_PRESETS) {
    expect(gestureOf(preset, { ...press, shift: false })).toBe("rotate");
    expect(gestureOf(preset, { ...press, shift: true })).toBe("pan");
  }
});

test("every preset that can be kept is known here", () => {
  expect(MOUSE_PRESETS).toEqual(SETTINGS);
});

test("a person's own drags do what they say, and keys tell them apart", () => {
  const own = { rotate: "middle", pan: "middle-ctrl", zoom: "left-middle" };
  const press = (buttons: number, key = ""): Gesture | undefined =>
    gestureOf(own, { buttons, ctrl: key === "ctrl", shift: false, alt: false, onEmpty: false });
  expect(press(MIDDLE)).toBe("rotate");
  expect(press(MIDDLE, "ctrl")).toBe("pan");
  expect(press(LEFT | MIDDLE)).toBe("zoom");
  expect(press(LEFT)).toBeUndefined();
});

test("every drag that can be kept is some button", () => {
  for (const drag of MOUSE_DRAGS) {
    const own = { rotate: drag, pan: drag, zoom: drag };
    const words = drag.split("-");
    const buttons = [
      words.includes("left") ? LEFT : 0,
      words.includes("right") ? RIGHT : 0,
      words.includes("middle") ? MIDDLE : 0,
    ].reduce((a, b) => a | b);
    const keys = { ctrl: words.includes("ctrl"), shift: words.includes("shift"), alt: words.includes("alt") };
    expect(gestureOf(own, { buttons, ...keys, onEmpty: false })).toBe("rotate");
  }
});
