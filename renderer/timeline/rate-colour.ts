/**
 * Fail rate against the baseline as a place on the rate ramp: 0 where nothing failed, 0.5 at the
 * baseline, 1 at four times the baseline (10 % at least). The legend of the 3D view has the same scale.
 */
import { mix } from "./colour.ts";

export interface RateScale {
  /** Share of failed events over the subject's whole extent, 0…1. */
  readonly baseline: number;
  /** From here on the colour does not change any more. */
  readonly high: number;
}

export function rateScaleOf(counts: ArrayLike<number>, failed: ArrayLike<number>): RateScale {
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
  const all = sum(counts);
  return scaleAround(all === 0 ? 0 : sum(failed) / all);
}

/** @param baseline 0…1 */
export function scaleAround(baseline: number): RateScale {
  return { baseline, high: Math.min(1, Math.max(0.1, baseline * 4)) };
}

export function placeOnRamp(rate: number, { baseline, high }: RateScale): number {
  if (rate >= high) return 1;
  if (rate <= baseline) return baseline === 0 ? 0 : (0.5 * rate) / baseline;
  return 0.5 + (0.5 * (rate - baseline)) / (high - baseline);
}

/** Steps between two colours of the ramp: bars of one colour are drawn together. */
const STEPS = 16;

/** The ramp as `2 * STEPS + 1` colours. */
export function rampOf([low, middle, high]: readonly [string, string, string]): readonly string[] {
  return Array.from({ length: 2 * STEPS + 1 }, (_, index) =>
    index <= STEPS ? mix(low, middle, index / STEPS) : mix(middle, high, (index - STEPS) / STEPS),
  );
}

/** Index into `rampOf`'s colours for a place 0…1. */
export function rampIndex(place: number): number {
  return Math.round(Math.min(1, Math.max(0, place)) * 2 * STEPS);
}
