/** What the model is coloured by, and the numbers of it in the brushed span. */
import * as v from "valibot";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type {
  MeasuredFeature,
  PartNumbers,
  PlacedUnit,
  PositionNumber,
} from "../../shared/contract/colouring.ts";
import { kindSchema } from "../../shared/contract/common.ts";
import type { FailRates } from "../../shared/contract/measurements.ts";
import type { EventKind } from "../../shared/model/event.ts";
import { MOST_THRESHOLDS, placeOn, QUANTITIES, type Quantity, type ScaleEdit } from "./colour-scale.ts";

/** A person's choice: plain data, kept in the settings and in viewpoints. */
export interface ColourChoice {
  /** `none`: the model's own colours. */
  readonly quantity: Quantity | "none";
  /** Events and age: of this kind alone. */
  readonly kind?: EventKind;
  /** Scales that a person changed, by quantity. */
  readonly scales: Readonly<Partial<Record<Quantity, ScaleEdit>>>;
}

export interface ColouringState {
  readonly choice: ColourChoice;
  /** Switched off and on again it is this. */
  readonly last: Quantity;
  /** Answer for the span under `window`; an earlier one while the next is on its way. */
  readonly rates: FailRates | undefined;
  /** Of the chosen quantity of parts; undefined while the first answer is on its way. */
  readonly numbers: { readonly key: string; readonly answer: PartNumbers } | undefined;
  /** Units built into the selected one, with the numbers of which they came; undefined where they are of all units. */
  readonly places: readonly PlacedUnit[] | undefined;
  /** By the position of what was built in, of all units; undefined where the numbers are of one unit, or not of positions. */
  readonly positions: { readonly key: string; readonly answer: readonly PositionNumber[] } | undefined;
  /** Of the parts of the shown model; undefined while nothing needs them. */
  readonly features: readonly MeasuredFeature[] | undefined;
}

export const DEFAULT_CHOICE: ColourChoice = { quantity: "fail-rate", scales: {} };

export const colouring = createStore<ColouringState>(() => ({
  choice: DEFAULT_CHOICE,
  last: "fail-rate",
  rates: undefined,
  numbers: undefined,
  places: undefined,
  positions: undefined,
  features: undefined,
}));

export function useColouring<T>(pick: (state: ColouringState) => T): T {
  return useStore(colouring, pick);
}

const edge = v.exactOptional(v.pipe(v.number(), v.finite()));
const thresholds = v.exactOptional(
  v.pipe(
    v.array(v.pipe(v.number(), v.finite())),
    v.minLength(1),
    v.maxLength(MOST_THRESHOLDS),
    v.check((all) => all.every((each, at) => at === 0 || each > (all[at - 1] ?? each))),
    v.readonly(),
  ),
);
/** Checks a choice that comes from outside: a viewpoint, what an earlier version kept. */
export const choiceSchema = v.object({
  quantity: v.picklist([...QUANTITIES, "none"]),
  kind: v.exactOptional(kindSchema),
  scales: v.record(v.picklist(QUANTITIES), v.object({ low: edge, middle: edge, high: edge, thresholds })),
});

/** A choice that was kept as JSON; undefined where this version can't read it. */
export function readChoice(kept: unknown): ColourChoice | undefined {
  const parsed = v.safeParse(choiceSchema, kept);
  return parsed.success ? parsed.output : undefined;
}

export function sameChoice(a: ColourChoice, b: ColourChoice): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export interface RateScale {
  /** Share of failed units over everything, 0…1. */
  readonly baseline: number;
  /** From here on the colour does not change any more, 0…1. */
  readonly high: number;
}

export function baselineOf({ baseline }: FailRates): number {
  return baseline.units === 0 ? 0 : baseline.failed / baseline.units;
}

/** The scale of fail rates: the middle of the ramp is the baseline, its end four times that, at least 10 %. */
export function rateScale(rates: FailRates): RateScale {
  const baseline = baselineOf(rates);
  return { baseline, high: Math.min(1, Math.max(0.1, baseline * 4)) };
}

/** Place of a rate on the ramp, 0…1: 0 at none, 0.5 at the baseline, 1 at `high`. */
export function rateOnRamp(rate: number, { baseline, high }: RateScale): number {
  return placeOn(rate, { low: 0, middle: baseline, high, logarithmic: false });
}

/** Colour on a ramp of `#rrggbb` colours at 0…1. */
export function rampColour(ramp: readonly [string, string, ...string[]], at: number): string {
  const along = Math.min(1, Math.max(0, at)) * (ramp.length - 1);
  const stop = Math.min(ramp.length - 2, Math.floor(along));
  const [from, to, share] = [ramp[stop] ?? ramp[0], ramp[stop + 1] ?? ramp[1], along - stop];
  const channel = (index: number): string => {
    const start = Number.parseInt(from.slice(1 + index * 2, 3 + index * 2), 16);
    const end = Number.parseInt(to.slice(1 + index * 2, 3 + index * 2), 16);
    return Math.round(start + (end - start) * share)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}
