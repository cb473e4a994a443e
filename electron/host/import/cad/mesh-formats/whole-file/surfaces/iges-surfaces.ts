/**
 * Surfaces of the faces of an IGES file (ANSI US PRO/IPO-100, 5.3), in the order of the file: faces of
 * solids, trimmed surfaces, and surfaces that stand alone.
 */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import {
  applyToDirection,
  applyToPoint,
  normalise,
  scale,
  type Vector,
} from "../../../structure/transform.ts";
import { placementOf, type IgesEntities, type IgesEntity } from "./iges-entities.ts";
import { planeOfPoles } from "./flat.ts";
import { extruded, revolved, subtract, type SweptCurve } from "../../../structure/swept.ts";

const ARC = 100;
const LINE = 110;
const MATRIX = 124;
/** Point and direction of solid geometry. */
const [POINT, DIRECTION] = [116, 123];
export const IGES_SURFACES: ReadonlySet<number> = new Set([
  108, 114, 118, 120, 122, 128, 140, 190, 192, 194, 196, 198,
]);
/** What surfaces are made of, besides themselves. */
export const IGES_SURFACE_PARTS: ReadonlySet<number> = new Set([ARC, LINE, MATRIX, POINT, DIRECTION]);

/** In the entity's own space and unit; one that has no closed form, or misses a number, is of kind "other". */
export function igesSurface(entities: IgesEntities, entity: IgesEntity): Surface {
  const surface = readSurface(entities, entity);
  const { origin = [], radius, minorRadius, semiAngle } = surface ?? {};
  const numbers = [radius, minorRadius, semiAngle, ...origin].filter((value) => value !== undefined);
  return surface !== undefined && numbers.every((value) => Number.isFinite(value))
    ? surface
    : { kind: "other" };
}

/** In the entity's own space and unit. */
function readSurface(entities: IgesEntities, { type, parameters }: IgesEntity): Surface | undefined {
  const at = (index: number): number => parameters[index] ?? NaN;
  const point = (index: number): Vector | undefined => pointOf(entities, at(index));
  const direction = (index: number): Vector | undefined => directionOf(entities, at(index));
  switch (type) {
    case 108:
      return planeByCoefficients(at(0), at(1), at(2), at(3));
    case 120:
      return revolution(entities, at(0), at(1));
    case 122: {
      const curve = curveOf(entities, at(0));
      // The generatrix ends at the given point; it starts where the directrix does.
      return curve === undefined
        ? undefined
        : extruded(curve.curve, subtract([at(1), at(2), at(3)], curve.start));
    }
    case 128:
      return planeOfPoles(polesOf(parameters));
    case 190:
      return withAxis(point(0), direction(1), (origin, axis) => ({ kind: "plane", origin, axis }));
    case 192:
      return withAxis(point(0), direction(1), (origin, axis) => ({
        kind: "cylinder",
        origin,
        axis,
        radius: at(2),
      }));
    case 194:
      return withAxis(point(0), direction(1), (origin, axis) => ({
        kind: "cone",
        origin,
        axis: at(3) < 0 ? scale(axis, -1) : axis,
        radius: at(2),
        semiAngle: (Math.abs(at(3)) * Math.PI) / 180,
      }));
    case 196: {
      const origin = point(0);
      return origin === undefined
        ? undefined
        : { kind: "sphere", origin, axis: direction(2) ?? [0, 0, 1], radius: at(1) };
    }
    case 198:
      return withAxis(point(0), direction(1), (origin, axis) => ({
        kind: "torus",
        origin,
        axis,
        radius: at(2),
        minorRadius: at(3),
      }));
    default:
      return undefined;
  }
}

/** Of a B-spline surface (4.23): behind two rows of knots and the weights. */
function polesOf(parameters: readonly number[]): readonly Vector[] {
  const [upperU = NaN, upperV = NaN, degreeU = NaN, degreeV = NaN] = parameters;
  const count = (upperU + 1) * (upperV + 1);
  const first = 9 + (upperU + degreeU + 2) + (upperV + degreeV + 2) + count;
  if (!(count > 0 && first + count * 3 <= parameters.length)) return [];
  return Array.from({ length: count }, (_, pole): Vector => {
    const [x = NaN, y = NaN, z = NaN] = parameters.slice(first + pole * 3, first + pole * 3 + 3);
    return [x, y, z];
  });
}

function withAxis(
  origin: Vector | undefined,
  axis: Vector | undefined,
  make: (origin: Vector, axis: Vector) => Surface,
): Surface | undefined {
  return origin === undefined || axis === undefined ? undefined : make(origin, axis);
}

function pointOf(entities: IgesEntities, number: number): Vector | undefined {
  const entity = entities.get(number);
  if (entity?.type !== POINT) return undefined;
  const place = placementOf(entities, entity);
  const [x = NaN, y = NaN, z = NaN] = entity.parameters;
  return place === undefined ? undefined : applyToPoint(place, [x, y, z]);
}

function directionOf(entities: IgesEntities, number: number): Vector | undefined {
  const entity = entities.get(number);
  if (entity?.type !== DIRECTION) return undefined;
  const place = placementOf(entities, entity);
  const [x = NaN, y = NaN, z = NaN] = entity.parameters;
  return place === undefined ? undefined : normalise(applyToDirection(place, [x, y, z]));
}

/** A x + B y + C z = D (4.17). */
function planeByCoefficients(a: number, b: number, c: number, d: number): Surface | undefined {
  const axis = normalise([a, b, c]);
  if (axis === undefined) return undefined;
  return { kind: "plane", origin: scale(axis, d / Math.hypot(a, b, c)), axis };
}

/** Around a line (4.18). */
function revolution(entities: IgesEntities, axis: number, generatrix: number): Surface | undefined {
  const [line, curve] = [curveOf(entities, axis), curveOf(entities, generatrix)];
  if (line?.curve.kind !== "line" || curve === undefined) return undefined;
  const along = normalise(line.curve.direction);
  return along === undefined ? undefined : revolved(curve.curve, line.curve.point, along);
}

/** A line (4.13) or a circular arc (4.1), placed, and where it starts. */
function curveOf(
  entities: IgesEntities,
  number: number,
): { readonly curve: SweptCurve; readonly start: Vector } | undefined {
  const entity = entities.get(number);
  const place = entity === undefined ? undefined : placementOf(entities, entity);
  if (entity === undefined || place === undefined) return undefined;
  const at = (index: number): number => entity.parameters[index] ?? NaN;
  if (entity.type === LINE) {
    const [from, to] = [
      applyToPoint(place, [at(0), at(1), at(2)]),
      applyToPoint(place, [at(3), at(4), at(5)]),
    ];
    return { curve: { kind: "line", point: from, direction: subtract(to, from) }, start: from };
  }
  if (entity.type !== ARC) return undefined;
  // Height of the plane, centre, start, end, all in the arc's own plane.
  const [height, x, y] = [at(0), at(1), at(2)];
  const start = applyToPoint(place, [at(3), at(4), height]);
  const axis = normalise(applyToDirection(place, [0, 0, 1]));
  if (axis === undefined) return undefined;
  const radius = Math.hypot(at(3) - x, at(4) - y);
  return { curve: { kind: "circle", centre: applyToPoint(place, [x, y, height]), axis, radius }, start };
}
