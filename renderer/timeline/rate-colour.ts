/**
 * Fail rate against the baseline as a place on the rate ramp: 0 where nothing failed, 0.5 at the
 * baseline, 1 at four times the baseline (10 % at least). The legend of the 3D view has the same scale.
 */
import { wilsonInterval } from "../../shared/stats/wilson.ts";
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

function scaleAround(baseline: number): RateScale {
  return { baseline, high: Math.min(1, Math.max(0.1, baseline * 4)) };
}

/** Some events held against what is usual of their kinds. */
export interface RateVerdict {
  readonly rate: number;
  /** What events of the same kinds have over the whole history. */
  readonly baseline: number;
  /** Wilson's interval of the rate, 95 %. */
  readonly low: number;
  readonly high: number;
  /** usual: the interval holds the baseline, so that chance alone explains what is seen. */
  readonly verdict: "fewer" | "usual" | "more";
}

/** @param expected failures that as many events of the same kinds have on average; undefined of no events */
export function judgeRate(failed: number, events: number, expected: number): RateVerdict | undefined {
  if (events <= 0) return undefined;
  const baseline = expected / events;
  const [low, high] = wilsonInterval(failed, events);
  // What float32 rounded off the baseline must not decide.
  const air = 1e-6;
  const verdict = low > baseline + air ? "more" : high < baseline - air ? "fewer" : "usual";
  return { rate: failed / events, baseline, low, high, verdict };
}

/** The place of a rate that is surely not the usual one; undefined where it may be. */
export function surePlace(failed: number, events: number, expected: number): number | undefined {
  const judged = judgeRate(failed, events, expected);
  if (judged === undefined || judged.verdict === "usual") return undefined;
  return placeOnRamp(judged.rate, scaleAround(judged.baseline));
}

/** The same of each bucket, once for an answer and not for each frame of it; NaN: none. */
export function surePlaces(
  failed: ArrayLike<number>,
  counts: ArrayLike<number>,
  expected: ArrayLike<number>,
): Float32Array {
  return Float32Array.from(counts, (count, bucket) =>
    count === 0 ? NaN : (surePlace(failed[bucket] ?? 0, count, expected[bucket] ?? 0) ?? NaN),
  );
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
