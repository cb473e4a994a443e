/** Where a number stands on its ramp: the ends and the middle of the scale, and how they are chosen. Pure. */
import type { RampName } from "./colour-ramps.ts";

/** What the model can be coloured by. */
export const QUANTITIES = [
  "fail-rate",
  "units",
  "events",
  "age",
  "unit-age",
  "defects",
  "cost",
  "part-deviation",
  "part-cpk",
  "deviation-mean",
  "deviation-worst",
  "cpk",
  "ppk",
] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** Quantities of measured features, which colour faces; the others colour whole parts. */
export const FACE_QUANTITIES = ["deviation-mean", "deviation-worst", "cpk", "ppk"] as const;
export type FaceQuantity = (typeof FACE_QUANTITIES)[number];

export function isFaceQuantity(quantity: Quantity): quantity is FaceQuantity {
  return (FACE_QUANTITIES as readonly string[]).includes(quantity);
}

/** Of a part the worst of what was measured on it, whether anything is linked to its faces or not. */
export const FEATURE_QUANTITIES = ["part-deviation", "part-cpk"] as const;
export type FeatureQuantity = (typeof FEATURE_QUANTITIES)[number];

export function isFeatureQuantity(quantity: Quantity): quantity is FeatureQuantity {
  return (FEATURE_QUANTITIES as readonly string[]).includes(quantity);
}

/** Shares of a tolerance, on both sides of its middle. */
export function isDeviation(quantity: Quantity): boolean {
  return quantity.includes("deviation");
}

/** Indices of capability. */
export function isCapability(quantity: Quantity | "none"): boolean {
  return quantity.endsWith("pk");
}

/** Quantities that a unit has by itself; of the others a unit is one among all. */
export function isOfOneUnit(quantity: Quantity): boolean {
  return quantity !== "fail-rate" && quantity !== "units" && !isCapability(quantity);
}

export function rampNameOf(quantity: Quantity): RampName {
  switch (quantity) {
    case "fail-rate":
      return "rate";
    case "cpk":
    case "ppk":
    case "part-cpk":
      return "capability";
    case "deviation-mean":
    case "deviation-worst":
    case "part-deviation":
      return "diverging";
    default:
      return "sequential";
  }
}

export interface ColourScale {
  /** From here down the colour does not change any more. */
  readonly low: number;
  /** Middle of the ramp. */
  readonly middle: number;
  /** From here up the colour does not change any more. */
  readonly high: number;
  /** Even distances are even factors; `middle` is then their geometric mean. */
  readonly logarithmic: boolean;
  /** Ascending: the colour changes at these alone, and is one from each to the next. */
  readonly thresholds?: readonly number[];
}

/** What a person set; the rest comes from the data. */
export type ScaleEdit = Partial<Pick<ColourScale, "low" | "middle" | "high" | "thresholds">>;

/** More colours of one ramp nobody tells apart. */
export const MOST_THRESHOLDS = 6;

/** From this ratio of highest to lowest on, a linear scale shows one part and flattens the rest. */
const LOGARITHMIC_FROM = 100;

/** @param baseline of the fail rate, 0…1: the middle of its scale */
export function scaleOf(
  quantity: Quantity,
  values: readonly number[],
  edit: ScaleEdit = {},
  baseline = 0,
): ColourScale {
  const scale = edited(ownScale(quantity, values, baseline), edit);
  return edit.thresholds === undefined ? scale : { ...scale, thresholds: edit.thresholds };
}

function ownScale(quantity: Quantity, values: readonly number[], baseline: number): ColourScale {
  switch (quantity) {
    case "fail-rate":
      // Its end is four times the baseline, at least 10 %.
      return {
        low: 0,
        middle: baseline,
        high: Math.min(1, Math.max(0.1, baseline * 4)),
        logarithmic: false,
      };
    case "deviation-mean":
    case "deviation-worst":
    case "part-deviation":
      return { low: -1, middle: 0, high: 1, logarithmic: false };
    case "cpk":
    case "ppk":
    case "part-cpk":
      // 1.33 is what contracts ask for, 0.67 half of it: the limits are two standard deviations away.
      return { low: 0.67, middle: 1.33, high: 2, logarithmic: false };
    default:
      return rangeScale(quantity, values);
  }
}

function rangeScale(quantity: Quantity, values: readonly number[]): ColourScale {
  let highest = 0;
  let lowest = Infinity;
  let smallest = Infinity;
  for (const value of values) {
    highest = Math.max(highest, value);
    lowest = Math.min(lowest, value);
    if (value > 0) smallest = Math.min(smallest, value);
  }
  if (quantity === "unit-age" && lowest <= highest) {
    // Units of one assembly are made within days of each other: from zero on all would have one colour.
    const [from, to] = [Math.floor(lowest), Math.max(Math.ceil(highest), Math.floor(lowest) + 1)];
    return { low: from, middle: (from + to) / 2, high: to, logarithmic: false };
  }
  const high = roundUp(highest > 0 ? highest : 1);
  if (quantity !== "age" && lowest > 0 && high / smallest >= LOGARITHMIC_FROM) {
    const low = roundDown(smallest);
    return { low, middle: Math.sqrt(low * high), high, logarithmic: true };
  }
  return { low: 0, middle: high / 2, high, logarithmic: false };
}

function edited(own: ColourScale, edit: ScaleEdit): ColourScale {
  const low = edit.low ?? own.low;
  const high = edit.high ?? own.high;
  // An end that was moved over the other, as while a number is typed, must not turn the ramp.
  if (!(low < high)) return own;
  const logarithmic = own.logarithmic && low > 0;
  const isMoved = edit.low !== undefined || edit.high !== undefined;
  const between = logarithmic ? Math.sqrt(low * high) : (low + high) / 2;
  const kept = own.middle > low && own.middle < high ? own.middle : between;
  const rangeMiddle = own.middle === (own.low + own.high) / 2 || own.logarithmic ? between : kept;
  const middle = edit.middle ?? (isMoved ? rangeMiddle : own.middle);
  return { low, middle: Math.min(high, Math.max(low, middle)), high, logarithmic };
}

/** Which of the bands between thresholds a value is in, 0 below all of them; at a threshold it has reached it. */
export function bandOf(value: number, thresholds: readonly number[]): number {
  return thresholds.filter((threshold) => value >= threshold).length;
}

/** Place of a value on the ramp, 0…1; NaN stays NaN. */
export function placeOn(value: number, { low, middle, high, logarithmic, thresholds }: ColourScale): number {
  if (Number.isNaN(value)) return NaN;
  if (thresholds !== undefined) return bandOf(value, thresholds) / thresholds.length;
  // First: where everything fails, the baseline is the end of the ramp too.
  if (value >= high) return 1;
  if (value <= low) return 0;
  if (logarithmic) return Math.log(value / low) / Math.log(high / low);
  if (value <= middle) return middle === low ? 0 : (0.5 * (value - low)) / (middle - low);
  return 0.5 + (0.5 * (value - middle)) / (high - middle);
}

const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** The next number that a person would write at the end of a scale. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.find((each) => each * unit >= value * (1 - 1e-9)) ?? 10;
  return Number((step * unit).toPrecision(6));
}

function roundDown(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = STEPS.findLast((each) => each * unit <= value * (1 + 1e-9)) ?? 1;
  return Number((step * unit).toPrecision(6));
}
