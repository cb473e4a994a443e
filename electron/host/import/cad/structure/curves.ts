/** Curves and points of a shape, besides its faces or alone (ISO 10303-42, geometry_schema and topology_schema), cut into segments. */
import type { Colour } from "../../../../../shared/model/cad.ts";
import type { ExchangeFile, Parameter } from "../part21/exchange-file.ts";
import type { Curve } from "./curve.ts";
import { readConic } from "./conics.ts";
import { membersOf } from "./curve-holders.ts";
import { splineSteps } from "./curve-steps.ts";
import { attributes, enumeration, isA, number, reference, references } from "./instances.ts";
import { direction, point } from "./placement.ts";
import { isSpline, readSpline } from "./spline.ts";
import type { Styles } from "./styled-items.ts";
import { add, applyToPoint, dot, scale, type Transform, type Vector } from "./transform.ts";
import { isTessellatedLines, tessellatedLines, type TessellatedLines } from "./tessellated-lines.ts";
import type { ContextUnits } from "./units.ts";

export interface CurveItem {
  /** #id */
  readonly item: number;
  readonly units: ContextUnits;
  /** Column-major 4 × 4 within the part, mm. */
  readonly transform: Transform;
  readonly styles?: Pick<Styles, "lineColour" | "hidden">;
}

/** In the part's own coordinates, mm. */
export interface DrawnCurves {
  readonly colour?: Colour;
  /** Both ends of each, x, y, z. */
  readonly segments: readonly number[];
  /** x, y, z each. */
  readonly points: readonly number[];
}

export interface CurveSegments {
  /** One for each colour. */
  readonly drawn: readonly DrawnCurves[];
  /** Curves that could not be read. */
  readonly left: number;
}

/**
 * Of one file: points, each times the degree of its spline, and what is looked at on the way to them. A set that names
 * itself often, or one spline again and again, costs no more.
 */
const MOST_WORK = 2_000_000;
const WORK_OF_ITEM = 10;
/** A set of composites of trimmed curves of …: real files have four or five steps. */
const DEEPEST = 12;

/** What is left of the work that a file may cost, and the curves that were read. */
interface Reading {
  readonly file: ExchangeFile;
  readonly known: Map<string, Curve | undefined>;
  work: number;
}

const readings = new WeakMap<ExchangeFile, Reading>();

export function curveSegments(file: ExchangeFile, items: readonly CurveItem[]): CurveSegments {
  const reading = readings.get(file) ?? {
    file,
    known: new Map<string, Curve | undefined>(),
    work: MOST_WORK,
  };
  readings.set(file, reading);
  const drawn = new Map<string, DrawnCurves & { readonly segments: number[]; readonly points: number[] }>();
  const drawnIn = (
    colour: Colour | undefined,
  ): { readonly segments: number[]; readonly points: number[] } => {
    const key = colour?.join(" ") ?? "";
    const own = drawn.get(key) ?? { segments: [], points: [], ...(colour === undefined ? {} : { colour }) };
    drawn.set(key, own);
    return own;
  };
  let left = 0;
  for (const { item, units, transform, styles } of items) {
    // The innermost style counts.
    const draw = (curve: number, depth: number, around: Colour | undefined): void => {
      reading.work -= WORK_OF_ITEM;
      if (reading.work < 0) {
        left += 1;
        return;
      }
      if (depth > 0 && styles?.hidden(curve) === true) return;
      const colour = styles?.lineColour(curve) ?? around;
      const inner = depth < DEEPEST ? membersOf(file, curve, reading) : undefined;
      if (inner !== undefined) {
        for (const member of inner) draw(member, depth + 1, colour);
        return;
      }
      const place = loosePoint(file, curve, units);
      if (place !== undefined) {
        drawnIn(colour).points.push(...applyToPoint(transform, place));
        return;
      }
      const lines = linesOf(reading, curve, units);
      if (lines === undefined) {
        left += 1;
        return;
      }
      const { segments, points } = drawnIn(colour);
      for (const own of lines.points) points.push(...applyToPoint(transform, own));
      for (const strip of lines.strips) {
        const placed = strip.map((own) => applyToPoint(transform, own));
        placed.slice(1).forEach((to, at) => segments.push(...(placed[at] ?? to), ...to));
      }
    };
    draw(item, 0, undefined);
  }
  return { drawn: [...drawn.values()], left };
}

function linesOf(reading: Reading, id: number, units: ContextUnits): TessellatedLines | undefined {
  if (isTessellatedLines(reading.file, id)) return tessellatedLines(reading.file, id, units.length, reading);
  const points = curvePoints(reading, id, units);
  return points === undefined ? undefined : { strips: [points], points: [] };
}

function loosePoint(file: ExchangeFile, id: number, units: ContextUnits): Vector | undefined {
  if (isA(file, id, "CARTESIAN_POINT")) return point(file, id, units.length);
  if (!isA(file, id, "VERTEX_POINT")) return undefined;
  return point(file, reference(attributes(file, id, "REPRESENTATION_ITEM", "VERTEX_POINT")[1]), units.length);
}

/** mm; undefined where it is not read here, or makes no sense. */
function curvePoints(reading: Reading, id: number, units: ContextUnits): readonly Vector[] | undefined {
  const { file } = reading;
  if (isA(file, id, "POLYLINE")) {
    const places = references(attributes(file, id, "REPRESENTATION_ITEM", "POLYLINE")[1]);
    if (!isPaid(reading, places.length)) return undefined;
    return sound(places.map((own) => point(file, own, units.length)));
  }
  if (isA(file, id, "TRIMMED_CURVE")) {
    const [, basis, first, second, sense] = attributes(file, id, "REPRESENTATION_ITEM", "TRIMMED_CURVE");
    const curve = readCurve(reading, reference(basis), units);
    if (curve === undefined) return undefined;
    const [from, to] = [first, second].map((own) => trimAt(file, own, curve, units));
    return between(reading, curve, from, to, enumeration(sense) !== "F");
  }
  if (isA(file, id, "EDGE_CURVE")) {
    const [, first, second, geometry, sense] = attributes(
      file,
      id,
      "REPRESENTATION_ITEM",
      "EDGE",
      "EDGE_CURVE",
    );
    const [basis] = membersOf(file, reference(geometry) ?? -1, reading) ?? [reference(geometry)];
    const curve = readCurve(reading, basis, units);
    if (curve === undefined) return undefined;
    const [from, to] = [first, second].map((vertex) => {
      const at = attributes(file, reference(vertex) ?? -1, "REPRESENTATION_ITEM", "VERTEX_POINT")[1];
      const place = point(file, reference(at), units.length);
      return place === undefined ? undefined : curve.parameterOf(place);
    });
    return between(reading, curve, from, to, enumeration(sense) !== "F");
  }
  const whole = readCurve(reading, id, units);
  return whole === undefined || !Number.isFinite(whole.to - whole.from)
    ? undefined
    : between(reading, whole, whole.from, whole.to, true);
}

function isPaid(reading: Reading, work: number): boolean {
  reading.work -= work;
  return reading.work >= 0;
}

function readCurve(reading: Reading, id: number | undefined, units: ContextUnits): Curve | undefined {
  if (id === undefined) return undefined;
  const { file, known } = reading;
  const key = `${id} ${units.length} ${units.angle}`;
  if (known.has(key)) return known.get(key);
  let curve: Curve | undefined;
  if (isA(file, id, "LINE")) curve = readLine(file, id, units);
  else if (isSpline(file, id)) curve = splineCurve(file, id, units);
  else curve = readConic(file, id, units);
  known.set(key, curve);
  return curve;
}

function readLine(file: ExchangeFile, id: number, units: ContextUnits): Curve | undefined {
  const [, start, vector] = attributes(file, id, "REPRESENTATION_ITEM", "LINE");
  const [, way, magnitude] = attributes(file, reference(vector) ?? -1, "REPRESENTATION_ITEM", "VECTOR");
  const origin = point(file, reference(start), units.length);
  const along = direction(file, reference(way));
  if (origin === undefined || along === undefined) return undefined;
  return {
    from: -Infinity,
    to: Infinity,
    at: (parameter) => add(origin, scale(along, parameter)),
    parameterOf: (place) => dot(add(place, scale(origin, -1)), along),
    unit: units.length * (number(magnitude) ?? 1),
    period: undefined,
    cost: 1,
    steps: (from, to) => [from, to],
  };
}

function splineCurve(file: ExchangeFile, id: number, units: ContextUnits): Curve | undefined {
  const spline = readSpline(file, id, units.length);
  if (spline === undefined) return undefined;
  const { from: low, to: high, degree, knots, at } = spline;
  return {
    from: low,
    to: high,
    at,
    // Whoever trims it by a point at its end means that end.
    parameterOf: (place) => [low, high].find((end) => isNear(at(end), place)),
    unit: 1,
    period: undefined,
    cost: degree,
    steps: (from, to) => splineSteps({ degree, knots }, from, to),
  };
}

/** Points of a curve from one parameter to another, the other way round where it is not forward. */
function between(
  reading: Reading,
  curve: Curve,
  first: number | undefined,
  second: number | undefined,
  isForward: boolean,
): readonly Vector[] | undefined {
  if (first === undefined || second === undefined) return undefined;
  let [from, to] = isForward ? [first, second] : [second, first];
  if (curve.period !== undefined) {
    const turn = (((to - from) % curve.period) + curve.period) % curve.period;
    // What is no longer than rounding is a whole turn.
    to = from + (turn < 1e-9 ? curve.period : turn);
  } else if (to < from) [from, to] = [to, from];
  if (!Number.isFinite(to - from)) return undefined;
  const parameters = curve.steps(from, to);
  if (!isPaid(reading, parameters.length * curve.cost)) return undefined;
  return sound(parameters.map(curve.at));
}

/** A trimming_select: the point counts where it lies on the curve, else the parameter. */
function trimAt(
  file: ExchangeFile,
  select: Parameter | undefined,
  curve: Curve,
  units: ContextUnits,
): number | undefined {
  const parts = select?.kind === "list" ? select.items : [];
  const place = parts
    .map((own) => point(file, reference(own), units.length))
    .find((own) => own !== undefined);
  const stated = parts.map(number).find((own) => own !== undefined);
  const atPoint = place === undefined ? undefined : curve.parameterOf(place);
  return atPoint ?? (stated === undefined ? undefined : stated * curve.unit);
}

function isNear(a: Vector | undefined, b: Vector): boolean {
  return a !== undefined && Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < 1e-4;
}

function sound(points: readonly (Vector | undefined)[]): readonly Vector[] | undefined {
  const there = points.filter((own) => own !== undefined);
  return there.length === points.length && there.length > 1 ? there : undefined;
}
