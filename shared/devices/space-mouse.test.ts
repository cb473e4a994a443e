import { expect, test } from "vitest";
import { isSpaceMouse, SPACE_MOUSE_FILTERS } from "./space-mouse.ts";

test("3D mice under both vendor numbers are known, keyboards and mice of the older one are not", () => {
  expect(isSpaceMouse({ vendorId: 0x256f, productId: 0xc635 })).toBe(true);
  expect(isSpaceMouse({ vendorId: 0x046d, productId: 0xc626 })).toBe(true);
  // A keyboard, a mouse and a receiver of Logitech; a game pad of another maker.
  for (const productId of [0xc31c, 0xc077, 0xc52b])
    expect(isSpaceMouse({ vendorId: 0x046d, productId })).toBe(false);
  expect(isSpaceMouse({ vendorId: 0x045e, productId: 0xc626 })).toBe(false);
});

test("the page asks for controllers of several axes alone", () => {
  for (const filter of SPACE_MOUSE_FILTERS) expect(filter).toMatchObject({ usagePage: 1, usage: 8 });
});
