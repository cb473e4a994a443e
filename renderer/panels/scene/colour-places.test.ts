import { expect, test } from "vitest";
import type { MeasuredFeature } from "../../../shared/contract/colouring.ts";
import { generateAssembly } from "../../scene/testing/generated-assembly.ts";
import {
  featureValue,
  featuresOf,
  featuresOfUnits,
  numbersOf,
  partPlaces,
  positionCounts,
  ratesOf,
  worstValue,
} from "./colour-places.ts";

const model = generateAssembly({ parts: 4, occurrences: 8 });

test("places parts against the baseline and leaves those without units out", () => {
  const rates = {
    baseline: { units: 200, failed: 20 },
    parts: [
      { partNumber: "P-0", units: 10, failed: 0 },
      { partNumber: "P-1", units: 10, failed: 1 },
      { partNumber: "P-2", units: 10, failed: 9 },
      { partNumber: "P-3", units: 0, failed: 0 },
      { partNumber: "elsewhere", units: 5, failed: 5 },
    ],
    undatedUnits: 0,
  };
  const { places, seen } = partPlaces(model, ratesOf(model, rates), "fail-rate", undefined, rates);
  // Product, group, then P-0, P-1, P-2, P-3 twice.
  expect([...places]).toEqual([NaN, NaN, 0, 0.5, 1, NaN, 0, 0.5, 1, NaN]);
  expect(seen).toEqual([0, 0.1, 0.9, NaN]);
});

test("a part without a number is no data, not none", () => {
  const values = numbersOf(model, {
    quantity: "units",
    uom: undefined,
    parts: [
      { partNumber: "P-0", value: 0, basis: 0 },
      { partNumber: "P-1", value: 8, basis: 8 },
    ],
    leftOut: 0,
  });
  const { places, scale } = partPlaces(model, values, "units", undefined, undefined);
  expect(scale.high).toBe(8);
  expect([...places].slice(2, 6)).toEqual([0, 1, NaN, NaN]);
});

test("where units are told apart each occurrence has its own unit's number, and what is unknown has none", () => {
  const values = [NaN, NaN, ...model.parts.slice(2).map(() => 7)];
  // P-0 is told apart at both of its places, P-1 at one of them; the others are known by their parts.
  const units = Int32Array.of(0, 0, 11, 12, 0, 0, 13, -1, 0, 0);
  const numbers = new Map([
    [11, 1],
    [12, 4],
  ]);
  const { values: perNode, seen } = partPlaces(model, values, "events", undefined, undefined, {
    units,
    numbers,
  });
  expect([...perNode].slice(2)).toEqual([1, 4, 7, 7, NaN, NaN, 7, 7]);
  // What the legend counts: every occurrence, those without units of their own too.
  expect(seen).toEqual([1, 4, 7, 7, NaN, NaN, 7, 7]);
});

test("a legend says how many occurrences have the number of their position, and how many that of their part", () => {
  const values = [NaN, NaN, 1, 2, NaN, 3];
  expect(positionCounts(model, values, undefined)).toEqual({ own: 0, wide: 0, shared: 6 });
  const own = {
    onNodes: Int32Array.of(0, 0, 1, 2, 0, 0, 3, 0, 4, 0),
    isWide: Uint8Array.of(0, 0, 1, 0, 0, 0, 1, 0, 0, 0),
  };
  // P-0 at both places, P-1 at one, and P-2, of which the part has no number, at one.
  expect(positionCounts(model, values, own)).toEqual({ own: 4, wide: 2, shared: 3 });
});

const feature = (more: Partial<MeasuredFeature>): MeasuredFeature => ({
  partNumber: "P-0",
  sourceId: "qif:a",
  characteristic: "D4",
  sourceName: "a",
  laboratory: undefined,
  kind: "diameter",
  nominal: 4,
  lowerLimit: 3.9,
  upperLimit: 4.1,
  uom: "mm",
  place: undefined,
  faces: undefined,
  count: 20,
  failed: 1,
  mean: 4.05,
  minimum: 3.95,
  maximum: 4.12,
  deviation: 0.02,
  movingRange: 0.0112838,
  undated: 0,
  ...more,
});

test("what a feature is coloured by", () => {
  expect(featureValue(feature({}), "deviation-mean")).toBeCloseTo(0.5, 9);
  expect(featureValue(feature({}), "deviation-worst")).toBeCloseTo(1.2, 9);
  expect(featureValue(feature({ minimum: 3.8 }), "deviation-worst")).toBeCloseTo(-2, 9);
  expect(featureValue(feature({}), "ppk")).toBeCloseTo(0.05 / 0.06, 9);
  expect(featureValue(feature({}), "cpk")).toBeCloseTo(0.05 / 0.03, 4);
  expect(featureValue(feature({ count: 0, mean: NaN }), "cpk")).toBeNaN();
  expect(featureValue(feature({ count: 1, movingRange: NaN }), "cpk")).toBeNaN();
});

test("of several features on one face the worst counts", () => {
  expect(worstValue([1.4, NaN, 0.8], "cpk")).toBe(0.8);
  expect(worstValue([0.4, -0.9], "deviation-mean")).toBe(-0.9);
  expect(worstValue([NaN], "ppk")).toBeNaN();
});

test("of a part the worst of all that was measured on it; a part without a value has none", () => {
  const features = [
    feature({}),
    feature({ characteristic: "D5", minimum: 3.8 }),
    feature({ partNumber: "P-1", count: 0 }),
    feature({ partNumber: "P-2", lowerLimit: undefined, upperLimit: undefined }),
    feature({ partNumber: "elsewhere", maximum: 9 }),
  ];
  const of = (quantity: "part-deviation" | "part-cpk"): readonly number[] =>
    ["P-0", "P-1", "P-2", "P-3"].map(
      (number) =>
        featuresOf(model, features, quantity)[model.parts.findIndex((part) => part.number === number)] ?? 0,
    );
  expect(of("part-deviation")).toEqual([expect.closeTo(-2, 9), NaN, NaN, NaN]);
  expect(of("part-cpk")).toEqual([expect.closeTo(0.05 / 0.03, 4), NaN, NaN, NaN]);
});

test("of a unit the worst of all that was measured on it", () => {
  const numbers = { ...feature({}), count: 1 };
  const of = (unitId: number, value: number) => ({ ...numbers, unitId, minimum: value, maximum: value });
  const worst = featuresOfUnits(
    [
      feature({ units: [of(1, 4.05), of(2, 3.8)] }),
      feature({ characteristic: "D5", units: [of(1, 3.92)] }),
      feature({ characteristic: "D6" }),
    ],
    "part-deviation",
  );
  expect([...worst]).toEqual([
    [1, expect.closeTo(-0.8, 9)],
    [2, expect.closeTo(-2, 9)],
  ]);
});
