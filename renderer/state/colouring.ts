/** Colouring the model and the tree by history: the fail rate of each part in the brushed span. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { FailRates } from "../../shared/contract/measurements.ts";

export interface ColouringState {
  readonly mode: "none" | "fail-rate";
  /** Answer for the span under `window`; an earlier one while the next is on its way. */
  readonly rates: FailRates | undefined;
}

export const colouring = createStore<ColouringState>(() => ({ mode: "fail-rate", rates: undefined }));

export function useColouring<T>(pick: (state: ColouringState) => T): T {
  return useStore(colouring, pick);
}

export interface RateScale {
  /** Share of failed units over everything, 0…1. */
  readonly baseline: number;
  /** From here on the colour does not change any more, 0…1. */
  readonly high: number;
}

/** The scale of the legend: the middle of the ramp is the baseline, its end four times that, at least 10 %. */
export function rateScale({ baseline }: FailRates): RateScale {
  const rate = baseline.units === 0 ? 0 : baseline.failed / baseline.units;
  return { baseline: rate, high: Math.min(1, Math.max(0.1, rate * 4)) };
}

/** Place of a rate on the ramp, 0…1: 0 at none, 0.5 at the baseline, 1 at `high`. */
export function rateOnRamp(rate: number, { baseline, high }: RateScale): number {
  // First: where everything fails, the baseline is the end of the ramp too.
  if (rate >= high) return 1;
  if (rate <= baseline) return baseline === 0 ? 0 : (0.5 * rate) / baseline;
  return 0.5 + (0.5 * (rate - baseline)) / (high - baseline);
}

/** Colour on a three-stop ramp of `#rrggbb` colours at 0…1. */
export function rampColour(ramp: readonly [string, string, string], at: number): string {
  const place = Math.min(1, Math.max(0, at)) * 2;
  const [from, to, share] = place <= 1 ? [ramp[0], ramp[1], place] : [ramp[1], ramp[2], place - 1];
  const channel = (index: number): string => {
    const start = Number.parseInt(from.slice(1 + index * 2, 3 + index * 2), 16);
    const end = Number.parseInt(to.slice(1 + index * 2, 3 + index * 2), 16);
    return Math.round(start + (end - start) * share)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}
