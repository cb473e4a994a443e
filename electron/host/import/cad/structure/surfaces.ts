/** Exact surfaces of faces (ISO 10303-42, elementary_surface), in mm and radians. */
import type { Surface } from "../../../../../shared/model/cad.ts";
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, number, oneOf, reference } from "./instances.ts";
import { direction, placement, point } from "./placement.ts";
import { extruded, revolved, type SweptCurve } from "./swept.ts";
import {
  applyToDirection,
  applyToPoint,
  column,
  normalise,
  scale,
  uniformScale,
  type Transform,
} from "./transform.ts";
import type { ContextUnits } from "./units.ts";

const ELEMENTARY = new Set([
  "PLANE",
  "CYLINDRICAL_SURFACE",
  "CONICAL_SURFACE",
  "SPHERICAL_SURFACE",
  "TOROIDAL_SURFACE",
  "DEGENERATE_TOROIDAL_SURFACE",
] as const);

/** undefined where the instance is missing or damaged; kind "other" for what has no such parameters. */
export function readSurface(
  file: ExchangeFile,
  id: number,
  units: Pick<ContextUnits, "length" | "angle">,
  steps = DEEPEST,
): Surface | undefined {
  const { length, angle } = units;
  if (file.type(id) === undefined) return undefined;
  const kind = oneOf(file, id, ELEMENTARY);
  if (kind === undefined && file.type(id) === TRIMMED_SURFACE) {
    const basis = reference(attributes(file, id)[1]);
    const whole = basis === undefined || steps === 0 ? undefined : readSurface(file, basis, units, steps - 1);
    return whole ?? { kind: "other" };
  }
  if (kind === undefined) return sweptSurface(file, id, length) ?? { kind: "other" };
  const [, position, first, second] = attributes(
    file,
    id,
    "REPRESENTATION_ITEM",
    "ELEMENTARY_SURFACE",
    kind === "DEGENERATE_TOROIDAL_SURFACE" ? "TOROIDAL_SURFACE" : kind,
  );
  const axes = placement(file, reference(position), length);
  if (axes === undefined) return undefined;
  const origin = column(axes, 3);
  const axis = column(axes, 2);
  if (kind === "PLANE") return { kind: "plane", origin, axis };
  const radius = scaled(number(first), length);
  if (radius === undefined) return undefined;
  switch (kind) {
    case "CYLINDRICAL_SURFACE":
      return { kind: "cylinder", origin, axis, radius };
    case "SPHERICAL_SURFACE":
      return { kind: "sphere", origin, axis, radius };
    case "TOROIDAL_SURFACE":
    case "DEGENERATE_TOROIDAL_SURFACE": {
      const minorRadius = scaled(number(second), length);
      return minorRadius === undefined ? undefined : { kind: "torus", origin, axis, radius, minorRadius };
    }
    case "CONICAL_SURFACE": {
      const written = number(second);
      const semiAngle = scaled(written === undefined ? undefined : Math.abs(written), angle);
      if (written === undefined || semiAngle === undefined) return undefined;
      // The standard has a positive angle, opening along the axis; a negative one opens against it.
      return { kind: "cone", origin, axis: written < 0 ? scale(axis, -1) : axis, radius, semiAngle };
    }
  }
}

/** Surfaces that wrap the one that matters here, and curves that do. */
const TRIMMED_SURFACE = "RECTANGULAR_TRIMMED_SURFACE";
const TRIMMED_CURVE = "TRIMMED_CURVE";
/** Of a trimmed curve of a trimmed curve of a …: real files have one. */
const DEEPEST = 4;

/** A line or a circle swept along a line or around an axis, where that is elementary. */
function sweptSurface(file: ExchangeFile, surface: number, length: number): Surface | undefined {
  const [, first, second] = attributes(file, surface);
  if (file.type(surface) === "SURFACE_OF_LINEAR_EXTRUSION") {
    const curve = sweptCurve(file, reference(first), length);
    const along = direction(file, reference(attributes(file, reference(second) ?? -1)[1]));
    return curve === undefined || along === undefined ? undefined : extruded(curve, along);
  }
  if (file.type(surface) !== "SURFACE_OF_REVOLUTION") return undefined;
  const curve = sweptCurve(file, reference(first), length);
  const axes = placement(file, reference(second), length);
  return curve === undefined || axes === undefined
    ? undefined
    : revolved(curve, column(axes, 3), column(axes, 2));
}

function sweptCurve(
  file: ExchangeFile,
  curve: number | undefined,
  length: number,
  steps = DEEPEST,
): SweptCurve | undefined {
  if (curve === undefined || steps === 0) return undefined;
  const [, first, second] = attributes(file, curve);
  switch (file.type(curve)) {
    case TRIMMED_CURVE:
      return sweptCurve(file, reference(first), length, steps - 1);
    case "LINE": {
      const start = point(file, reference(first), length);
      const along = direction(file, reference(attributes(file, reference(second) ?? -1)[1]));
      return start === undefined || along === undefined
        ? undefined
        : { kind: "line", point: start, direction: along };
    }
    case "CIRCLE": {
      const axes = placement(file, reference(first), length);
      const radius = scaled(number(second), length);
      return axes === undefined || radius === undefined
        ? undefined
        : { kind: "circle", centre: column(axes, 3), axis: column(axes, 2), radius };
    }
    default:
      return undefined;
  }
}

/** The surface moved with its body; under an uneven scale it is no longer of its kind. */
export function moveSurface(surface: Surface, transform: Transform): Surface {
  const { origin, axis, radius, minorRadius } = surface;
  if (origin === undefined || axis === undefined) return surface;
  const factor = uniformScale(transform);
  const turned = normalise(applyToDirection(transform, axis));
  if (factor === undefined || turned === undefined) return { kind: "other" };
  return {
    ...surface,
    origin: applyToPoint(transform, origin),
    axis: turned,
    ...(radius === undefined ? {} : { radius: radius * factor }),
    ...(minorRadius === undefined ? {} : { minorRadius: minorRadius * factor }),
  };
}

/** A cone's radius at its placement may be 0. */
function scaled(value: number | undefined, unit: number): number | undefined {
  return value !== undefined && value >= 0 && Number.isFinite(value * unit) ? value * unit : undefined;
}
