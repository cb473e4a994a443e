import fc from "fast-check";
import { expect, test } from "vitest";
import { parseColour } from "../scene/presentation/colour-ramp.ts";
import { DARK, LIGHT } from "../theme/tokens.ts";
import { rampOf } from "./colour-ramps.ts";
import { bandOf, placeOn, QUANTITIES, rampNameOf, scaleOf } from "./colour-scale.ts";
import { readChoice } from "./colouring.ts";

const SEED = 20261125;

test("counts begin at none, or at the smallest where a hundred times as many are elsewhere", () => {
  expect(scaleOf("units", [3, 17, 172])).toEqual({ low: 0, middle: 100, high: 200, logarithmic: false });
  const wide = scaleOf("events", [7, 3_238]);
  expect(wide).toMatchObject({ low: 6, high: 4_000, logarithmic: true });
  expect(placeOn(Math.sqrt(6 * 4_000), wide)).toBeCloseTo(0.5, 9);
  // A zero has no logarithm: what was counted as none keeps its place.
  expect(scaleOf("defects", [0, 7, 3_238])).toMatchObject({ low: 0, logarithmic: false });
  expect(scaleOf("cost", [])).toMatchObject({ low: 0, high: 1 });
});

test("limits and capability have scales of their own, whatever was found", () => {
  expect(scaleOf("deviation-worst", [-4, 0.2])).toMatchObject({ low: -1, middle: 0, high: 1 });
  expect(scaleOf("cpk", [5])).toMatchObject({ low: 0.67, middle: 1.33, high: 2 });
  expect(scaleOf("fail-rate", [], {}, 0.05)).toMatchObject({ low: 0, middle: 0.05, high: 0.2 });
});

test("a person's ends count, and the middle stays where it means something", () => {
  expect(scaleOf("units", [200], { high: 1_000 })).toMatchObject({ low: 0, middle: 500, high: 1_000 });
  expect(scaleOf("cpk", [], { high: 3 })).toMatchObject({ low: 0.67, middle: 1.33, high: 3 });
  expect(scaleOf("cpk", [], { middle: 1.67 })).toMatchObject({ middle: 1.67 });
  // Half typed: the ramp does not turn round.
  expect(scaleOf("units", [200], { low: 500 })).toMatchObject({ low: 0, high: 200 });
});

test("a higher number never stands lower, and no place is off the ramp", () => {
  const real = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 1_000);
  const list = fc.array(real.map(Math.abs), { maxLength: 20 });
  fc.assert(
    fc.property(fc.constantFrom(...QUANTITIES), list, real, real, (quantity, values, a, b) => {
      const scale = scaleOf(quantity, values);
      const [low, high] = [placeOn(Math.min(a, b), scale), placeOn(Math.max(a, b), scale)];
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(high);
      expect(placeOn(NaN, scale)).toBeNaN();
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test("thresholds make steps: one place from each to the next, from the first end of the ramp to the last", () => {
  const scale = scaleOf("cpk", [0.5, 1.4, 2.5], { thresholds: [1.33, 1.67] });
  expect([-1, 1.329, 1.33, 1.5, 1.67, 9].map((value) => placeOn(value, scale))).toEqual([
    0, 0, 0.5, 0.5, 1, 1,
  ]);
  expect(placeOn(NaN, scale)).toBeNaN();
  const [one] = [scaleOf("units", [1, 5_000], { thresholds: [100] })];
  expect([99, 100].map((value) => placeOn(value, one))).toEqual([0, 1]);
  // The highest threshold that a value has reached, whatever they are.
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: -60, max: 60 }),
      (numbers, value) => {
        const thresholds = numbers.toSorted((a, b) => a - b);
        const band = bandOf(value, thresholds);
        expect(value < (thresholds[band] ?? Infinity) && value >= (thresholds[band - 1] ?? -Infinity)).toBe(
          true,
        );
      },
    ),
    { seed: SEED },
  );
});

test("thresholds that are kept come back; what is none is refused", () => {
  const choice = (thresholds: unknown): unknown => ({ quantity: "cpk", scales: { cpk: { thresholds } } });
  expect(readChoice(choice([1.33, 1.67]))).toEqual(choice([1.33, 1.67]));
  for (const wrong of [[], [2, 1], [1, 1], ["1"], [1, 2, 3, 4, 5, 6, 7], 1.33])
    expect(readChoice(choice(wrong))).toBeUndefined();
});

/** Linear sRGB seen by an eye without red or green cones: Viénot, Brettel and Mollon, Color Res. Appl. 24 (1999) 243. */
function seenBy(hex: string, eye: "protan" | "deutan"): readonly number[] {
  const [r, g, b] = parseColour(hex).map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  const mixed = eye === "protan" ? 0.11238 * r + 0.88762 * g : 0.29275 * r + 0.70725 * g;
  const blue = eye === "protan" ? 0.00401 * r - 0.00401 * g + b : -0.02234 * r + 0.02234 * g + b;
  return [mixed, blue];
}

test.each(QUANTITIES)("the ends and the middle of %s differ also without red or green cones", (quantity) => {
  for (const tokens of [DARK, LIGHT]) {
    const ramp = rampOf(rampNameOf(quantity), tokens);
    const picked = [ramp[0], ramp[Math.floor(ramp.length / 2)] ?? ramp[0], ramp.at(-1) ?? ramp[1]];
    for (const eye of ["protan", "deutan"] as const) {
      const seen = picked.map((colour) => seenBy(colour, eye));
      for (const [one, other] of [
        [0, 1],
        [1, 2],
        [0, 2],
      ] as const) {
        const apart = Math.hypot(...(seen[one] ?? []).map((value, i) => value - (seen[other]?.[i] ?? 0)));
        expect(apart, `${tokens.name} ${eye} ${picked[one]} ${picked[other]}`).toBeGreaterThan(0.1);
      }
    }
  }
});

test("ages of units are told apart within their own range, whole days at its ends", () => {
  expect(scaleOf("unit-age", [386.2, 388.9])).toMatchObject({ low: 386, middle: 387.5, high: 389 });
  expect(scaleOf("unit-age", [3])).toMatchObject({ low: 3, high: 4 });
  expect(scaleOf("unit-age", [])).toMatchObject({ low: 0, high: 1 });
});
