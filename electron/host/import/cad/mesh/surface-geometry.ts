/** Distance to and normal of the elementary surfaces (ISO 10303-42, 4.4.34 … 4.4.39). mm, radians. */
import type { Surface } from "../../../../../shared/model/cad.ts";
import { add, dot, normalise, scale, type Vector } from "../structure/transform.ts";

export interface SurfaceGeometry {
  /** Never negative. */
  distance(point: Vector): number;
  /** Unit, away from the axis or the material-free side of the plane's axis; undefined on an apex or an axis. */
  normal(point: Vector): Vector | undefined;
}

/** mm: how far vertices of a face may stand off its surface. */
export interface SurfaceTolerance {
  /** Most of them, those of its inside among these. */
  readonly surface: number;
  /** Each: a system writes edges as splines near the surfaces that they bound, CATIA's are off by up to 0.08 mm. */
  readonly edge: number;
}

/**
 * A face lies on a surface where no vertex stands off by more than an edge may, and no more than half of them by
 * more than a surface may.
 */
export function liesOn(
  geometry: SurfaceGeometry,
  points: Iterable<Vector>,
  tolerance: SurfaceTolerance,
): boolean {
  let [near, off] = [0, 0];
  for (const point of points) {
    const distance = geometry.distance(point);
    // Also for a number that is none.
    if (!(distance <= tolerance.edge)) return false;
    if (distance <= tolerance.surface) near += 1;
    else off += 1;
  }
  return near > 0 && off <= near;
}

/** undefined for a surface that has no closed form here, or misses a number. */
export function surfaceGeometry(surface: Surface): SurfaceGeometry | undefined {
  const { kind, origin, axis, radius, minorRadius, semiAngle } = surface;
  if (origin === undefined) return undefined;
  if (kind === "sphere") {
    if (radius === undefined) return undefined;
    return {
      distance: (point) => Math.abs(Math.hypot(...subtract(point, origin)) - radius),
      normal: (point) => normalise(subtract(point, origin)),
    };
  }
  if (axis === undefined) return undefined;
  if (kind === "plane") {
    return { distance: (point) => Math.abs(dot(subtract(point, origin), axis)), normal: () => axis };
  }
  if (radius === undefined) return undefined;
  /** Along the axis, and the vector from the axis to the point. */
  const split = (point: Vector): { height: number; away: Vector; reach: number } => {
    const from = subtract(point, origin);
    const height = dot(from, axis);
    const away = subtract(from, scale(axis, height));
    return { height, away, reach: Math.hypot(...away) };
  };
  if (kind === "cylinder") {
    return {
      distance: (point) => Math.abs(split(point).reach - radius),
      normal: (point) => normalise(split(point).away),
    };
  }
  if (kind === "cone" && semiAngle !== undefined) {
    const [sine, cosine] = [Math.sin(semiAngle), Math.cos(semiAngle)];
    return {
      distance: (point) => {
        const { height, reach } = split(point);
        return Math.abs((reach - radius) * cosine - height * sine);
      },
      normal: (point) => {
        const outward = normalise(split(point).away);
        return outward === undefined ? undefined : add(scale(outward, cosine), scale(axis, -sine));
      },
    };
  }
  if (kind === "torus" && minorRadius !== undefined) {
    return {
      distance: (point) => {
        const { height, reach } = split(point);
        // A degenerate torus (minor radius above major) passes through its axis.
        const near = Math.hypot(reach - radius, height);
        const far = Math.hypot(reach + radius, height);
        return Math.min(Math.abs(near - minorRadius), Math.abs(far - minorRadius));
      },
      normal: (point) => {
        const outward = normalise(split(point).away);
        if (outward === undefined) return undefined;
        return normalise(subtract(point, add(origin, scale(outward, radius))));
      },
    };
  }
  return undefined;
}

function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
