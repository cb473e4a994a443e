/** Rays that nobody asked for, so that the code that follows them is compiled by the time that somebody does. */
import { centreOfBounds, isEmptyBounds, unionBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import type { Vector } from "../camera/orbit.ts";

/** Some hundred, over which the engine has compiled all that a pick runs through (measured: the first fifty were the slow ones). */
const RAYS = 100;
const SIDES: readonly Vector[] = [
  [1, 1, 1],
  [-1, 1, 1],
  [1, -1, 1],
  [-1, -1, 1],
  [1, 1, -1],
];

/** From outside of all of them through the middles of some, from several sides. */
export function* rehearsalRays(
  boxes: readonly Bounds[],
): Generator<readonly [origin: Vector, direction: Vector]> {
  const all = unionBounds(boxes);
  if (isEmptyBounds(all)) return;
  const away = Math.hypot(all[3] - all[0], all[4] - all[1], all[5] - all[2]) + 1;
  for (let at = 0; at < RAYS; at += 1) {
    const box = boxes[Math.floor((at * boxes.length) / RAYS)];
    if (box === undefined || isEmptyBounds(box)) continue;
    const [x, y, z] = centreOfBounds(box);
    const [a, b, c] = SIDES[at % SIDES.length] as Vector;
    yield [
      [x + a * away, y + b * away, z + c * away],
      [-a, -b, -c],
    ];
  }
}
