/** A point about the middle of an edge: where faces share all their corners, it tells them apart. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import {
  attributes,
  enumeration,
  isA,
  number,
  numbers,
  reference,
  references,
} from "../structure/instances.ts";
import { placement, point } from "../structure/placement.ts";
import { add, applyToPoint, invert, scale, type Vector } from "../structure/transform.ts";

/** What only wraps the curve that matters; of each the first reference. */
const WRAPPERS = new Set(["SURFACE_CURVE", "SEAM_CURVE", "INTERSECTION_CURVE", "BOUNDED_CURVE"]);
/** Poles of a curve that is evaluated. */
const MOST_POLES = 10_000;

/**
 * @param edge #id of an EDGE_CURVE
 * @returns in the file's own unit; undefined for a straight edge, and for curves that are not read here
 */
export function edgeMiddle(file: ExchangeFile, edge: number): Vector | undefined {
  const [, startVertex, endVertex, geometry, sense] = attributes(file, edge);
  let curve = reference(geometry);
  for (let steps = 0; steps < 4 && curve !== undefined && WRAPPERS.has(file.type(curve) ?? ""); steps++)
    curve = file.references(curve)[0];
  if (curve === undefined) return undefined;
  const [start, end] = [startVertex, endVertex].map((vertex) => {
    const id = reference(vertex);
    return id === undefined ? undefined : point(file, reference(attributes(file, id)[1]), 1);
  });
  if (start === undefined || end === undefined) return undefined;
  const type = file.type(curve);
  if (type === "CIRCLE" || type === "ELLIPSE")
    return arcMiddle(file, curve, start, end, enumeration(sense) !== "F");
  return isA(file, curve, "B_SPLINE_CURVE") || type === "B_SPLINE_CURVE_WITH_KNOTS"
    ? splineMiddle(file, curve)
    : undefined;
}

/** Half way from start to end, counter-clockwise about the curve's axis, or the other way round. */
function arcMiddle(
  file: ExchangeFile,
  curve: number,
  start: Vector,
  end: Vector,
  isForward: boolean,
): Vector | undefined {
  const [, position, first, second] = attributes(file, curve);
  const axes = placement(file, reference(position), 1);
  const across = number(first);
  const along = file.type(curve) === "CIRCLE" ? across : number(second);
  const local = axes === undefined ? undefined : invert(axes);
  if (axes === undefined || local === undefined || across === undefined || along === undefined)
    return undefined;
  if (!(across > 0) || !(along > 0)) return undefined;
  const angleOf = (at: Vector): number => {
    const [x, y] = applyToPoint(local, at);
    return Math.atan2(y / along, x / across);
  };
  const from = angleOf(isForward ? start : end);
  const to = angleOf(isForward ? end : start);
  // What is no longer than rounding is a whole turn.
  const turn = (((to - from) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
  const middle = from + (turn < 1e-9 ? Math.PI : turn / 2);
  return applyToPoint(axes, [across * Math.cos(middle), along * Math.sin(middle), 0]);
}

/** At the middle of its parameters, by de Boor's algorithm; with weights where it has some. */
function splineMiddle(file: ExchangeFile, curve: number): Vector | undefined {
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
  const poles = references(values[at + 1]).map((id) => point(file, id, 1));
  const multiplicities = numbers(values[at + 5]);
  const distinct = numbers(values[at + 6]);
  const weights = numbers(values[at + 8]);
  if (degree === undefined || !Number.isInteger(degree) || degree < 1 || degree > 30) return undefined;
  if (poles.length <= degree || poles.length > MOST_POLES || distinct.length !== multiplicities.length)
    return undefined;
  const knots = distinct.flatMap((knot, index) =>
    Array.from({ length: Math.min(multiplicities[index] ?? 0, degree + 1) }, () => knot),
  );
  if (knots.length !== poles.length + degree + 1) return undefined;
  const [low = 0, high = 0] = [knots[degree], knots[poles.length]];
  if (!(high > low)) return undefined;
  const parameter = (low + high) / 2;
  let span = degree;
  while (span + 1 < poles.length && (knots[span + 1] ?? Infinity) <= parameter) span += 1;
  const isRational = weights.length === poles.length;
  const own: { point: Vector; weight: number }[] = [];
  for (let index = span - degree; index <= span; index++) {
    const pole = poles[index];
    if (pole === undefined) return undefined;
    const weight = isRational ? (weights[index] ?? 1) : 1;
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
