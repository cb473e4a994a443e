import { expect, test } from "vitest";
import { tagPlace } from "./tag-place.ts";

const VIEW = { width: 800, height: 500 };
const TAG = { width: 160, height: 40 };

test("stands above its part, its notch at the middle", () => {
  expect(tagPlace({ x: 400, y: 300, top: 250, visible: true }, TAG, VIEW)).toEqual({
    x: 320,
    y: 200,
    pointing: true,
    notch: 80,
  });
});

test("keeps within the view, clear of the toolbar and the cube", () => {
  expect(tagPlace({ x: 20, y: 40, top: 10, visible: true }, TAG, VIEW)).toEqual({
    x: 8,
    y: 52,
    pointing: false,
    notch: 12,
  });
  expect(tagPlace({ x: 790, y: 100, top: 60, visible: true }, TAG, VIEW)).toMatchObject({ x: 632, y: 92 });
});

test("is not there while its part is out of view", () => {
  expect(tagPlace({ x: 900, y: 0, top: 0, visible: false }, TAG, VIEW)).toBeUndefined();
  expect(tagPlace(undefined, TAG, VIEW)).toBeUndefined();
});
