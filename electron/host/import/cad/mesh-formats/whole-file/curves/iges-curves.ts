/**
 * Curves of an IGES file (ANSI US PRO/IPO-100, 5.3) as segments, in the entity's own space and unit: lines, arcs, conics,
 * linear paths, splines of both kinds, and what is composed of them.
 */
import { evenly, splineSteps, turnSteps } from "../../../structure/curve-steps.ts";
import { splineOf } from "../../../structure/spline.ts";
import { applyToPoint, IDENTITY, type Transform, type Vector } from "../../../structure/transform.ts";
import { placementOf, type IgesEntities, type IgesEntity } from "../surfaces/iges-entities.ts";
import { conicArc } from "./iges-conic.ts";
import { segmentsBetween, segmentsThrough, type CurveWork } from "./drawn-curve.ts";

const POINT = 116;
const [ARC, COMPOSITE, CONIC, PATH, LINE, CUBIC, SPLINE, OFFSET] = [100, 102, 104, 106, 110, 112, 126, 130];
/** Offset curves are none of those that are read: they are said. */
export const IGES_CURVES: ReadonlySet<number> = new Set([
  ARC,
  COMPOSITE,
  CONIC,
  PATH,
  LINE,
  CUBIC,
  SPLINE,
  OFFSET,
]);
/** What is made of curves or points, and is none by itself: curves on surfaces, surfaces, lists of edges. */
export const IGES_CURVE_HOLDERS: ReadonlySet<number> = new Set([
  118,
  120,
  122,
  OFFSET,
  141,
  142,
  190,
  192,
  194,
  196,
  198,
  504,
]);
/** Forms of copious data that are points, and that are linear paths (4.4, 4.5): the others are drawn as notes are. */
const PLACES = new Set([1, 2, 3]);
const PATHS = new Set([11, 12, 13, 63]);
const DEEPEST = 16;
/** Segments of a cubic between two of its break points. */
const PER_CUBIC = 18;

/** It may be shown by itself: a curve, or points. */
export function isIgesCurve(entity: Pick<IgesEntity, "type" | "form">): boolean {
  const { type, form } = entity;
  return (IGES_CURVES.has(type) && (type !== PATH || PATHS.has(form))) || isIgesPoints(entity);
}

export function isIgesPoints({ type, form }: Pick<IgesEntity, "type" | "form">): boolean {
  return type === POINT || (type === PATH && PLACES.has(form));
}

/** x, y, z of each, in the entity's own space and unit; undefined where one is missing. */
export function igesPoints(entity: IgesEntity, work: CurveWork): readonly number[] | undefined {
  if (!work.isPaid(10 + entity.parameters.length)) return undefined;
  const points = entity.type === POINT ? entity.parameters.slice(0, 3) : pathPoints(entity).flat();
  return points.length >= 3 && points.every(Number.isFinite) ? points : undefined;
}

/** Curves that an entity is made of, by directory number. */
export function curvesOf({ type, parameters }: Pick<IgesEntity, "type" | "parameters">): readonly number[] {
  const at = (index: number): number => parameters[index] ?? 0;
  switch (type) {
    case COMPOSITE:
      return parameters.slice(1, 1 + at(0));
    case 118:
      return [at(0), at(1)];
    case 120:
      return [at(0), at(1)];
    case 122:
    case OFFSET:
      return [at(0)];
    case 141: {
      // Each with its sense, and how many curves it is in the plane of parameters.
      const found: number[] = [];
      for (let curve = 0, next = 4; curve < at(3) && next < parameters.length; curve++) {
        const count = Math.max(0, at(next + 2));
        found.push(at(next));
        for (const own of parameters.slice(next + 3, next + 3 + count)) found.push(own);
        next += 3 + count;
      }
      return found;
    }
    case 142:
      return [at(2), at(3)];
    case 190:
    case 192:
    case 194:
    case 196:
    case 198:
      return [at(0)];
    case 504:
      return parameters.slice(1).filter((_, index) => index % 5 === 0 && index / 5 < at(0));
    default:
      return [];
  }
}

/** Both ends of each segment; undefined where it can't be read, or takes too long. */
export function igesSegments(
  entities: IgesEntities,
  entity: IgesEntity,
  work: CurveWork,
): readonly number[] | undefined {
  return own(entities, entity, work, 0);
}

function own(
  entities: IgesEntities,
  entity: IgesEntity,
  work: CurveWork,
  depth: number,
): readonly number[] | undefined {
  const { type, parameters } = entity;
  if (depth > DEEPEST || !work.isPaid(10 + parameters.length)) return undefined;
  const at = (index: number): number => parameters[index] ?? NaN;
  const vector = (index: number): Vector => [at(index), at(index + 1), at(index + 2)];
  switch (type) {
    case LINE:
      return segmentsThrough([vector(0), vector(3)]);
    case ARC: {
      const [height, x, y] = vector(0);
      const radius = Math.hypot(at(3) - x, at(4) - y);
      const from = Math.atan2(at(4) - y, at(3) - x);
      const turn = 2 * Math.PI;
      const sweep = (((Math.atan2(at(6) - y, at(5) - x) - from) % turn) + turn) % turn;
      const point = (angle: number): Vector => [
        x + radius * Math.cos(angle),
        y + radius * Math.sin(angle),
        height,
      ];
      // One that ends where it starts is a circle.
      const to = from + (sweep < 1e-9 ? turn : sweep);
      return segmentsBetween({ at: point, cost: 1, steps: turnSteps }, from, to, work);
    }
    case CONIC: {
      const arc = conicArc(parameters);
      return arc === undefined ? undefined : segmentsBetween(arc.piece, arc.from, arc.to, work);
    }
    case PATH:
      return segmentsThrough(pathPoints(entity));
    case CUBIC:
      return cubic(parameters, work);
    case SPLINE:
      return spline(parameters, work);
    case COMPOSITE: {
      const segments: number[] = [];
      for (const number of curvesOf(entity)) {
        const below = entities.get(Math.abs(number));
        // Points and connections stand between curves too.
        if (below === undefined || !isIgesCurve(below) || isIgesPoints(below)) continue;
        const [place, found] = [placementOf(entities, below), own(entities, below, work, depth + 1)];
        if (place === undefined || found === undefined) return undefined;
        for (const value of Array.from(movedSegments(found, place))) segments.push(value);
      }
      return segments.length === 0 ? undefined : segments;
    }
    default:
      return undefined;
  }
}

/** Pairs at one height, triples, or triples with a direction each. */
function pathPoints({ form, parameters }: IgesEntity): readonly Vector[] {
  const [kind = 0, count = 0] = parameters;
  const [first, each] = kind === 1 ? [3, 2] : [2, kind === 3 ? 6 : 3];
  const points: Vector[] = [];
  for (let at = 0; at < count && first + at * each + each <= parameters.length; at++) {
    const [x = NaN, y = NaN, z = NaN] = parameters.slice(first + at * each, first + at * each + each);
    points.push([x, y, kind === 1 ? (parameters[2] ?? NaN) : z]);
  }
  const [start] = points;
  const end = points.at(-1);
  return form === 63 && start !== undefined && String(start) !== String(end) ? [...points, start] : points;
}

/** Cubics from break point to break point (4.14). */
function cubic(parameters: readonly number[], work: CurveWork): readonly number[] | undefined {
  const count = parameters[3] ?? NaN;
  const first = 4 + count + 1;
  if (!(count >= 1) || first + count * 12 > parameters.length || !work.isPaid(count * PER_CUBIC))
    return undefined;
  const points: Vector[] = [];
  for (let piece = 0; piece < count; piece++) {
    const length = (parameters[5 + piece] ?? NaN) - (parameters[4 + piece] ?? NaN);
    const coordinate = (axis: number, s: number): number => {
      const at = first + piece * 12 + axis * 4;
      const [a = NaN, b = NaN, c = NaN, d = NaN] = parameters.slice(at, at + 4);
      return a + s * (b + s * (c + s * d));
    };
    for (const s of evenly(0, length, PER_CUBIC).slice(piece === 0 ? 0 : 1))
      points.push([coordinate(0, s), coordinate(1, s), coordinate(2, s)]);
  }
  return segmentsThrough(points);
}

/** 4.23: upper index, degree, four flags, knots, weights, poles, and the part of it that is meant. */
function spline(parameters: readonly number[], work: CurveWork): readonly number[] | undefined {
  const [upper = NaN, degree = NaN, , , isPolynomial = 0] = parameters;
  const [poleCount, knotCount] = [upper + 1, upper + degree + 2];
  const [weightsAt, polesAt] = [6 + knotCount, 6 + knotCount + poleCount];
  const endsAt = polesAt + poleCount * 3;
  if (!(poleCount > 1) || !(degree >= 1) || endsAt > parameters.length) return undefined;
  const read = splineOf({
    degree,
    knots: parameters.slice(6, weightsAt),
    weights: isPolynomial === 1 ? undefined : parameters.slice(weightsAt, polesAt),
    poles: Array.from({ length: poleCount }, (_, pole): Vector => {
      const [x = NaN, y = NaN, z = NaN] = parameters.slice(polesAt + pole * 3, polesAt + pole * 3 + 3);
      return [x, y, z];
    }),
  });
  if (read === undefined) return undefined;
  const [from = read.from, to = read.to] = parameters.slice(endsAt, endsAt + 2);
  const isPart = to > from;
  return segmentsBetween(
    { at: read.at, cost: degree, steps: (low, high) => splineSteps(read, low, high) },
    isPart ? Math.max(from, read.from) : read.from,
    isPart ? Math.min(to, read.to) : read.to,
    work,
  );
}

/** The same in another space. */
export function movedSegments(segments: ArrayLike<number>, place: Transform): ArrayLike<number> {
  if (place === IDENTITY) return segments;
  const moved: number[] = [];
  for (let at = 0; at + 2 < segments.length; at += 3) {
    const [x = NaN, y = NaN, z = NaN] = [segments[at], segments[at + 1], segments[at + 2]];
    moved.push(...applyToPoint(place, [x, y, z]));
  }
  return moved;
}
