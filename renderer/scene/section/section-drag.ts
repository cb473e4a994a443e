/** A cutting plane under the hand: how far along its normal a pointer pulls it. Pure. */
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";

export interface DragRay {
  readonly origin: Vector;
  readonly direction: Vector;
}

/** A normal that points at the eye moves nothing on the screen; nearer to that it would run away, cosine. */
const TOWARDS_EYE = Math.cos((12 * Math.PI) / 180);

/**
 * How far along `normal` from `anchor` the pointer's ray comes nearest to that line, mm (the common
 * perpendicular of two lines); undefined where the line points at the eye.
 */
export function reachAlong(
  { origin, direction }: DragRay,
  anchor: Vector,
  normal: Vector,
): number | undefined {
  const cosine = dot(direction, normal);
  if (Math.abs(cosine) > TOWARDS_EYE) return undefined;
  const to = subtract(anchor, origin);
  return (cosine * dot(direction, to) - dot(normal, to)) / (1 - cosine * cosine);
}

/** A round step of keys for an extent, mm: about a two-hundredth of it, 1, 2 or 5 times a power of ten. */
export function niceStep(extent: number): number {
  if (!(extent > 0) || !Number.isFinite(extent)) return 1;
  const rough = extent / 200;
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10) * power;
}

/** The place on the plane nearest to a point. */
export function ontoPlane(point: Vector, normal: Vector, offset: number): Vector {
  return along(point, normal, offset - dot(point, normal));
}
