/** Surfaces that a curve sweeps, where they are elementary (ISO 10303-42, 4.4.41 and 4.4.42). mm, radians. */
import type { Surface } from "../../../../../shared/model/cad.ts";
import { add, cross, dot, length, normalise, scale, type Vector } from "./transform.ts";

export type SweptCurve =
  | { readonly kind: "line"; readonly point: Vector; readonly direction: Vector }
  | { readonly kind: "circle"; readonly centre: Vector; readonly axis: Vector; readonly radius: number };

const OTHER: Surface = { kind: "other" };
/** Directions that differ by less are one, and lengths by less a share of the larger: what files round away. */
const SAME = 1e-6;

/** @param direction of the sweep, any length */
export function extruded(curve: SweptCurve, direction: Vector): Surface {
  const along = normalise(direction);
  if (along === undefined) return OTHER;
  if (curve.kind === "line") {
    const normal = normalise(cross(curve.direction, along));
    return normal === undefined ? OTHER : { kind: "plane", origin: curve.point, axis: normal };
  }
  const { centre, axis, radius } = curve;
  if (isParallel(axis, along)) return { kind: "cylinder", origin: centre, axis: along, radius };
  // The circle's plane, swept within itself.
  return OTHER;
}

/** @param axis unit */
export function revolved(curve: SweptCurve, origin: Vector, axis: Vector): Surface {
  return curve.kind === "line"
    ? revolvedLine(curve.point, curve.direction, origin, axis)
    : revolvedCircle(curve.centre, curve.axis, curve.radius, origin, axis);
}

function revolvedLine(point: Vector, direction: Vector, origin: Vector, axis: Vector): Surface {
  const along = normalise(direction);
  if (along === undefined) return OTHER;
  const from = subtract(point, origin);
  const foot = add(origin, scale(axis, dot(from, axis)));
  const away = subtract(point, foot);
  const reach = length(away);
  if (isParallel(along, axis))
    return reach > 0 ? { kind: "cylinder", origin: foot, axis, radius: reach } : OTHER;
  if (Math.abs(dot(along, axis)) < SAME) return { kind: "plane", origin: foot, axis };
  // A line that passes the axis by sweeps a hyperboloid.
  const beside = normalise(cross(axis, along));
  if (beside === undefined || Math.abs(dot(away, beside)) > SAME * Math.max(1, reach)) return OTHER;
  const outward = normalise(reach > SAME ? away : subtract(along, scale(axis, dot(along, axis))));
  if (outward === undefined) return OTHER;
  const upward = dot(along, axis) < 0 ? scale(along, -1) : along;
  const opening = dot(upward, outward);
  const semiAngle = Math.atan2(Math.abs(opening), dot(upward, axis));
  return {
    kind: "cone",
    origin: foot,
    axis: opening < 0 ? scale(axis, -1) : axis,
    radius: reach > SAME ? reach : 0,
    semiAngle,
  };
}

function revolvedCircle(
  centre: Vector,
  normal: Vector,
  radius: number,
  origin: Vector,
  axis: Vector,
): Surface {
  const from = subtract(centre, origin);
  const foot = add(origin, scale(axis, dot(from, axis)));
  const away = subtract(centre, foot);
  const reach = length(away);
  // The circle lies in a plane with the axis, or sweeps something else.
  if (Math.abs(dot(normal, axis)) > SAME) return OTHER;
  if (reach <= SAME * Math.max(1, radius)) return { kind: "sphere", origin: centre, axis, radius };
  if (Math.abs(dot(normal, away)) > SAME * Math.max(1, reach)) return OTHER;
  return { kind: "torus", origin: foot, axis, radius: reach, minorRadius: radius };
}

/** Of two unit vectors. */
function isParallel(a: Vector, b: Vector): boolean {
  return length(cross(a, b)) < SAME;
}

export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
