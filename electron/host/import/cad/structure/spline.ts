/** B-spline curves (ISO 10303-42, b_spline_curve and its kinds, rational ones too). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, number, numbers, oneOf, references } from "./instances.ts";
import { point } from "./placement.ts";
import { add, scale, type Vector } from "./transform.ts";

/** Poles of a curve that is evaluated. */
export const MOST_POLES = 10_000;
const HIGHEST_DEGREE = 30;

export interface Spline {
  readonly from: number;
  readonly to: number;
  readonly degree: number;
  /** Different ones, from the first to the last parameter. */
  readonly knots: readonly number[];
  readonly at: (parameter: number) => Vector | undefined;
}

/** Kinds that say by themselves where their knots are. */
const KNOTLESS: ReadonlySet<"BEZIER_CURVE" | "UNIFORM_CURVE" | "QUASI_UNIFORM_CURVE"> = new Set([
  "BEZIER_CURVE",
  "UNIFORM_CURVE",
  "QUASI_UNIFORM_CURVE",
]);

export function isSpline(file: ExchangeFile, curve: number): boolean {
  return isA(file, curve, "B_SPLINE_CURVE_WITH_KNOTS") || oneOf(file, curve, KNOTLESS) !== undefined;
}

/** @param lengthUnit mm. Undefined where it makes no sense */
export function readSpline(file: ExchangeFile, curve: number, lengthUnit: number): Spline | undefined {
  const values = attributes(
    file,
    curve,
    "REPRESENTATION_ITEM",
    "B_SPLINE_CURVE",
    "B_SPLINE_CURVE_WITH_KNOTS",
    "RATIONAL_B_SPLINE_CURVE",
  );
  // A complex instance lists its name last or first: the degree is the first number.
  const at = values.findIndex((value) => number(value) !== undefined);
  const degree = number(values[at]);
  const poles = references(values[at + 1]).map((id) => point(file, id, lengthUnit));
  const kind = oneOf(file, curve, KNOTLESS);
  if (kind !== undefined && degree !== undefined) {
    // Their own records are empty: what follows are the weights.
    const weights = numbers(values[at + 5]);
    const knots = impliedKnots(kind, degree, poles.length);
    return splineOf({ degree, knots, poles, weights: weights.length === poles.length ? weights : undefined });
  }
  const multiplicities = numbers(values[at + 5]);
  const distinct = numbers(values[at + 6]);
  const weights = numbers(values[at + 8]);
  if (degree === undefined || !(degree <= HIGHEST_DEGREE) || distinct.length !== multiplicities.length)
    return undefined;
  const knots = distinct.flatMap((knot, index) =>
    Array.from({ length: Math.min(multiplicities[index] ?? 0, degree + 1) }, () => knot),
  );
  return splineOf({ degree, knots, poles, weights: weights.length === poles.length ? weights : undefined });
}

/** 4.4.27 to 4.4.29: one apart from each other, and where the curve begins and ends or Bezier pieces meet as often as they must. */
function impliedKnots(
  kind: "BEZIER_CURVE" | "UNIFORM_CURVE" | "QUASI_UNIFORM_CURVE",
  degree: number,
  poles: number,
): readonly number[] {
  if (!(degree >= 1 && degree <= HIGHEST_DEGREE) || poles > MOST_POLES) return [];
  // Pieces that are not whole make no Bezier curve.
  if (kind === "BEZIER_CURVE" && (poles - 1) % degree !== 0) return [];
  const count = poles + degree + 1;
  if (kind === "UNIFORM_CURVE") return Array.from({ length: count }, (_, at) => at - degree);
  const step = kind === "BEZIER_CURVE" ? degree : 1;
  const last = (poles - 1 - degree) / step + 1;
  return Array.from({ length: count }, (_, at) =>
    Math.min(last, Math.max(0, Math.floor((at - degree - 1) / step) + 1)),
  );
}

export interface SplineData {
  readonly degree: number;
  /** Each as often as it counts: as many as poles, and the degree and one more. */
  readonly knots: readonly number[];
  readonly poles: readonly (Vector | undefined)[];
  /** One per pole; undefined: none is rational. */
  readonly weights: readonly number[] | undefined;
}

/** undefined where it makes no sense */
export function splineOf({ degree, knots, poles, weights }: SplineData): Spline | undefined {
  if (!Number.isInteger(degree) || degree < 1 || degree > HIGHEST_DEGREE) return undefined;
  if (poles.length <= degree || poles.length > MOST_POLES || knots.length !== poles.length + degree + 1)
    return undefined;
  const [low = 0, high = 0] = [knots[degree], knots[poles.length]];
  if (!(high > low)) return undefined;
  return {
    from: low,
    to: high,
    degree,
    knots: knots.filter((knot, at) => knot >= low && knot <= high && knot !== knots[at - 1]),
    at: (parameter) => evaluate(poles, weights, knots, degree, parameter),
  };
}

/** De Boor's algorithm, of poles with weights where there are some. */
function evaluate(
  poles: readonly (Vector | undefined)[],
  weights: readonly number[] | undefined,
  knots: readonly number[],
  degree: number,
  parameter: number,
): Vector | undefined {
  // The last span that begins at or before the parameter.
  let span = degree;
  let beyond = poles.length;
  while (span + 1 < beyond) {
    const middle = (span + beyond) >> 1;
    if ((knots[middle] ?? Infinity) <= parameter) span = middle;
    else beyond = middle;
  }
  const own: { point: Vector; weight: number }[] = [];
  for (let index = span - degree; index <= span; index++) {
    const pole = poles[index];
    if (pole === undefined) return undefined;
    const weight = weights?.[index] ?? 1;
    own.push({ point: scale(pole, weight), weight });
  }
  for (let level = 1; level <= degree; level++) {
    for (let index = degree; index >= level; index--) {
      const left = knots[span - degree + index] ?? 0;
      const right = knots[span + 1 + index - level] ?? 0;
      const share = right > left ? (parameter - left) / (right - left) : 0;
      const [before, here] = [own[index - 1], own[index]];
      if (before === undefined || here === undefined) return undefined;
      own[index] = {
        point: add(scale(before.point, 1 - share), scale(here.point, share)),
        weight: before.weight * (1 - share) + here.weight * share,
      };
    }
  }
  const last = own[degree];
  return last === undefined || !(last.weight > 0) ? undefined : scale(last.point, 1 / last.weight);
}
