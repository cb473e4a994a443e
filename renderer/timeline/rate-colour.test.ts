import { expect, test } from "vitest";
import { contrast, mix, readableOn } from "./colour.ts";
import { placeOnRamp, rampIndex, rampOf, rateScaleOf } from "./rate-colour.ts";

test("the baseline is the share of failures, the end four times that, at least a tenth", () => {
  expect(rateScaleOf([50, 50], [5, 0])).toEqual({ baseline: 0.05, high: 0.2 });
  expect(rateScaleOf([1_000], [12])).toEqual({ baseline: 0.012, high: 0.1 });
  expect(rateScaleOf([0], [0])).toEqual({ baseline: 0, high: 0.1 });
});

test("none is the start of the ramp, the baseline its middle, high and above its end", () => {
  const scale = { baseline: 0.02, high: 0.1 };
  expect([0, 0.01, 0.02, 0.06, 0.1, 1].map((rate) => placeOnRamp(rate, scale))).toEqual([
    0, 0.25, 0.5, 0.75, 1, 1,
  ]);
  expect(placeOnRamp(0, { baseline: 0, high: 0.1 })).toBe(0);
});

test("the ramp runs through its three colours", () => {
  const ramp = rampOf(["#000000", "#808080", "#ffffff"]);
  expect([0, 0.5, 1].map((place) => ramp[rampIndex(place)])).toEqual(["#000000", "#808080", "#ffffff"]);
  expect(ramp[rampIndex(0.25)]).toBe("#404040");
});

test("contrast by WCAG's own examples, and the readable colour of two", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(readableOn("#e6b54a", "#000000", "#ffffff")).toBe("#000000");
  expect(mix("#102030", "#304050", 0.5)).toBe("#203040");
});
