/** Planes that are written as splines: their poles all lie in one. mm. */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import { cross, dot, length, scale, type Vector } from "../../../structure/transform.ts";
import { subtract } from "../../../structure/swept.ts";

/** Share of the extent by which a pole may stand off. */
const FLAT = 1e-7;

/** undefined where the poles lie in no plane, or on one line. */
export function planeOfPoles(poles: readonly Vector[]): Surface | undefined {
  const [origin] = poles;
  if (origin === undefined) return undefined;
  const arms = poles.map((pole) => subtract(pole, origin));
  const longest = arms.reduce((most, arm) => (length(arm) > length(most) ? arm : most), [0, 0, 0]);
  const extent = length(longest);
  const normal = arms
    .map((arm) => cross(longest, arm))
    .reduce((most, each) => (length(each) > length(most) ? each : most), [0, 0, 0]);
  const size = length(normal);
  if (!(size > FLAT * extent * extent) || !Number.isFinite(size)) return undefined;
  const axis = scale(normal, 1 / size);
  const isFlat = arms.every((arm) => Math.abs(dot(arm, axis)) <= FLAT * extent);
  return isFlat ? { kind: "plane", origin, axis } : undefined;
}
