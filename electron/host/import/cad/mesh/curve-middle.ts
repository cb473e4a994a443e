/** A point about the middle of an edge: where faces share all their corners, it tells them apart. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, enumeration, isA, number, reference } from "../structure/instances.ts";
import { placement, point } from "../structure/placement.ts";
import { readSpline } from "../structure/spline.ts";
import { applyToPoint, invert, type Vector } from "../structure/transform.ts";

/** What only wraps the curve that matters; of each the first reference. */
const WRAPPERS = new Set(["SURFACE_CURVE", "SEAM_CURVE", "INTERSECTION_CURVE", "BOUNDED_CURVE"]);

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

function splineMiddle(file: ExchangeFile, curve: number): Vector | undefined {
  const spline = readSpline(file, curve, 1);
  return spline?.at((spline.from + spline.to) / 2);
}
