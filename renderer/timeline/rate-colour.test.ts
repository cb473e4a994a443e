import { expect, test } from "vitest";
import { contrast, mix, readableOn } from "./colour.ts";
import {
  judgeRate,
  placeOnRamp,
  rampIndex,
  rampOf,
  rateScaleOf,
  surePlace,
  surePlaces,
} from "./rate-colour.ts";

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

test("only what is surely not usual has a place", () => {
  // 3 of 40 where 1.2 % is usual: the interval begins at 2.6 %.
  expect(judgeRate(3, 40, 0.48)).toMatchObject({ verdict: "more", baseline: 0.012 });
  expect(surePlace(3, 40, 0.48)).toBeGreaterThan(0.5);
  // One of 40 may be chance.
  expect(judgeRate(1, 40, 0.48)?.verdict).toBe("usual");
  expect(surePlace(1, 40, 0.48)).toBeUndefined();
  // None of 1,000 is not.
  expect(judgeRate(0, 1_000, 12)?.verdict).toBe("fewer");
  expect(surePlace(0, 1_000, 12)).toBe(0);
  expect(surePlace(0, 0, 0)).toBeUndefined();
  // Nothing ever fails: nothing is more or fewer.
  expect(judgeRate(0, 1_000, 0)?.verdict).toBe("usual");
});

test("places of an answer are those of its buckets, NaN where there is none", () => {
  const places = surePlaces([3, 1, 0, 0], [40, 40, 0, 1_000], [0.48, 0.48, 0, 12]);
  expect([...places].map((place) => Number.isNaN(place))).toEqual([false, true, true, false]);
  expect(places[0]).toBeCloseTo(surePlace(3, 40, 0.48) ?? NaN, 6);
  expect(places[3]).toBe(0);
});
