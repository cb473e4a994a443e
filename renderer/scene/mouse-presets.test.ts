import { expect, test } from "vitest";
import { MOUSE_PRESETS as SETTINGS } from "../../shared/contract/settings.ts";
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
  ["onshape", RIGHT, "", "rotate"],
  ["onshape", RIGHT, "ctrl", "pan"],
  // Left on the model picks.
  ["solidworks", LEFT, "", undefined],
])("%s: buttons %i with %s", (preset, buttons, key, gesture) => {
  const keys = { ctrl: key === "ctrl", shift: key === "shift", alt: key === "alt" };
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
