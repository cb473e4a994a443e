/** How far apart two places of the same thing are, as its farthest point sees it. */
import type { Bounds } from "../geometry/bounds.ts";

/** The largest way of a corner of the box between the two placements, mm: no point within goes farther. */
export function displacement(
  box: Bounds,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  aAt = 0,
  bAt = 0,
): number {
  let most = 0;
  for (let corner = 0; corner < 8; corner++) {
    const x = box[corner & 1 ? 3 : 0];
    const y = box[corner & 2 ? 4 : 1];
    const z = box[corner & 4 ? 5 : 2];
    let sum = 0;
    for (let row = 0; row < 3; row++) {
      const way =
        ((a[aAt + row] ?? 0) - (b[bAt + row] ?? 0)) * x +
        ((a[aAt + 4 + row] ?? 0) - (b[bAt + 4 + row] ?? 0)) * y +
        ((a[aAt + 8 + row] ?? 0) - (b[bAt + 8 + row] ?? 0)) * z +
        (a[aAt + 12 + row] ?? 0) -
        (b[bAt + 12 + row] ?? 0);
      sum += way * way;
    }
    most = Math.max(most, sum);
  }
  return Math.sqrt(most);
}

/** The middle of the box in a placement, mm. */
export function centreOf(box: Bounds, a: ArrayLike<number>, at = 0): readonly [number, number, number] {
  const [x, y, z] = [(box[0] + box[3]) / 2, (box[1] + box[4]) / 2, (box[2] + box[5]) / 2];
  const row = (index: number): number =>
    (a[at + index] ?? 0) * x +
    (a[at + 4 + index] ?? 0) * y +
    (a[at + 8 + index] ?? 0) * z +
    (a[at + 12 + index] ?? 0);
  return [row(0), row(1), row(2)];
}

/** By how much one placement is turned against the other, radians (from the trace of Rᵃᵀ Rᵇ). */
export function turnBetween(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let trace = 0;
  let [sizeA, sizeB] = [0, 0];
  for (let column = 0; column < 3; column++) {
    for (let row = 0; row < 3; row++) {
      const [x, y] = [a[column * 4 + row] ?? 0, b[column * 4 + row] ?? 0];
      trace += x * y;
      sizeA += x * x;
      sizeB += y * y;
    }
  }
  // Scaled parts are turned as if they were not.
  const size = Math.sqrt((sizeA / 3) * (sizeB / 3));
  if (!(size > 0)) return 0;
  const angle = Math.acos(Math.min(1, Math.max(-1, (trace / size - 1) / 2)));
  // Below, it is the rounding of the cosine.
  return angle < 1e-6 ? 0 : angle;
}
