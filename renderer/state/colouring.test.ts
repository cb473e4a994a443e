import fc from "fast-check";
import { expect, test } from "vitest";
import { parseColour, rampAt } from "../scene/presentation/colour-ramp.ts";
import { mix } from "../timeline/colour.ts";
import { placeOnRamp, rateScaleOf } from "../timeline/rate-colour.ts";
import { rampColour, rateOnRamp, rateScale } from "./colouring.ts";

/** Evenly spread: fast-check's own doubles are mostly next to nothing. */
const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000);
const scaleOf = (units: number, failed: number): ReturnType<typeof rateScale> =>
  rateScale({ baseline: { units, failed }, parts: [], undatedUnits: 0 });

test("the scale: the baseline, and four times it, at least a tenth, at most all", () => {
  expect(scaleOf(1_000, 12)).toEqual({ baseline: 0.012, high: 0.1 });
  expect(scaleOf(100, 5)).toEqual({ baseline: 0.05, high: 0.2 });
  expect(scaleOf(10, 4)).toEqual({ baseline: 0.4, high: 1 });
  expect(scaleOf(0, 0)).toEqual({ baseline: 0, high: 0.1 });
});

test("none is the start of the ramp, the baseline its middle, high and above its end", () => {
  const scale = { baseline: 0.02, high: 0.1 };
  expect([0, 0.01, 0.02, 0.06, 0.1, 1].map((rate) => rateOnRamp(rate, scale))).toEqual([
    0, 0.25, 0.5, 0.75, 1, 1,
  ]);
});

test("the model and the timeline give the same rate the same place, and a higher rate never a lower one", () => {
  const share = fc
    .tuple(fc.integer({ min: 1, max: 400 }), real(0, 1))
    .map(([units, failed]) => [units, Math.round(units * failed)] as const);
  fc.assert(
    fc.property(share, share, share, ([units, failed], [unitsA, failedA], [unitsB, failedB]) => {
      const scale = scaleOf(units, failed);
      expect(scale).toEqual(rateScaleOf([units], [failed]));
      const [low, high] = [failedA / unitsA, failedB / unitsB].sort((a, b) => a - b) as [number, number];
      const [from, to] = [rateOnRamp(low, scale), rateOnRamp(high, scale)];
      expect(from).toBe(placeOnRamp(low, scale));
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(1);
      expect(from).toBeLessThanOrEqual(to);
    }),
    { seed: 131, numRuns: 500 },
  );
  // Where everything failed the baseline is the end of the ramp too.
  const all = scaleOf(20, 20);
  expect(rateOnRamp(1, all)).toBe(placeOnRamp(1, all));
  expect(rateOnRamp(1, all)).toBe(1);
});

test("a colour of the ramp is mixed in sRGB, channel by channel", () => {
  const colour = fc
    .integer({ min: 0, max: 0xff_ff_ff })
    .map((value) => `#${value.toString(16).padStart(6, "0")}`);
  fc.assert(
    fc.property(fc.tuple(colour, colour, colour), real(-1, 2), (ramp, at) => {
      const place = Math.min(1, Math.max(0, at));
      const [from, to, share] =
        place <= 0.5 ? [ramp[0], ramp[1], place * 2] : [ramp[1], ramp[2], place * 2 - 1];
      expect(rampColour(ramp, at)).toBe(mix(from, to, share));
      // The scene, which mixes by itself, draws the same colour.
      const drawn = rampAt([parseColour(ramp[0]), parseColour(ramp[1]), parseColour(ramp[2])], at);
      parseColour(rampColour(ramp, at)).forEach((value, channel) =>
        expect(Math.abs(value - (drawn[channel] ?? NaN))).toBeLessThanOrEqual(0.501 / 255),
      );
      const channels = (hex: string): number[] =>
        (hex.match(/[0-9a-f]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16));
      const [a, b, mixed] = [channels(from), channels(to), channels(rampColour(ramp, at))];
      for (const [index, value] of mixed.entries())
        expect(
          Math.abs(value - ((a[index] ?? 0) + ((b[index] ?? 0) - (a[index] ?? 0)) * share)),
        ).toBeLessThanOrEqual(0.501);
    }),
    { seed: 132, numRuns: 300 },
  );
});
