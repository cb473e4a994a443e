/** Standard views, and the pose that shows a box whole; the near and far planes that hold it. */
import {
  centreOfBounds,
  isEmptyBounds,
  radiusOfBounds,
  unionBounds,
  type Bounds,
} from "../../../shared/geometry/bounds.ts";
import { along, basisOf, FIELD_OF_VIEW, type Angles, type Pose, type Vector } from "./orbit.ts";

export const STANDARD_VIEWS = ["front", "back", "left", "right", "top", "bottom", "iso"] as const;
export type StandardView = (typeof STANDARD_VIEWS)[number];

const QUARTER = Math.PI / 2;

/** Z is up: the front is seen from -Y, the right side from +X, the top with +Y upwards. */
export const VIEW_ANGLES: Readonly<Record<StandardView, Angles>> = {
  front: { azimuth: 0, polar: QUARTER },
  back: { azimuth: 2 * QUARTER, polar: QUARTER },
  left: { azimuth: -QUARTER, polar: QUARTER },
  right: { azimuth: QUARTER, polar: QUARTER },
  top: { azimuth: 0, polar: 0 },
  bottom: { azimuth: 0, polar: Math.PI },
  // From front, right and above: all three axes equally foreshortened (ISO 5456-3).
  iso: { azimuth: QUARTER / 2, polar: Math.acos(1 / Math.sqrt(3)) },
};

/** Air around what is fitted, as a share of the view. */
const MARGIN = 0.14;
const ROUNDS = 4;
/** In perspective nothing nearer than this share of the distance is drawn: depth precision dies near zero. */
const NEAREST = 0.02;

export interface FitFrame {
  /** Width of the view by its height. */
  readonly aspect: number;
  readonly projection: "perspective" | "orthographic";
  /** Share of the height that is covered from the top, by a toolbar. */
  readonly covered?: number;
}

/**
 * The nearest pose at these angles from which all the boxes are seen, in the middle of what is free of
 * the view; undefined where all are empty. Many small boxes are framed closer than the one around them.
 */
export function fitPose(
  boxes: readonly Bounds[],
  angles: Angles,
  { aspect, projection, covered = 0 }: FitFrame,
): Pose | undefined {
  const drawn = boxes.filter((box) => !isEmptyBounds(box));
  const whole = unionBounds(drawn);
  if (isEmptyBounds(whole)) return undefined;
  const { right, up, back } = basisOf(angles);
  const half = Math.tan(FIELD_OF_VIEW / 2);
  const room = Math.min(1, aspect) * MARGIN;
  const slope = {
    aside: half * (aspect - room),
    down: half * (1 - room),
    up: half * (1 - room - 2 * covered),
  };
  const centre = centreOfBounds(whole);
  const corners = cornersAlong(drawn, centre, [right, up, back]);
  const isNear = projection === "perspective" ? 1 : 0;
  /** Of the target from the centre, to the right and up. */
  let aside = 0;
  let above = 0;
  let distance = 0;
  // Nearer things reach further out than those behind them, so the middle settles in a few rounds.
  for (let round = 0; round < ROUNDS; round++) {
    // Of each side of the view: the least distance at which everything is within it.
    const least = { left: 0, right: 0, down: 0, up: 0, near: 0 };
    for (let at = 0; at < corners.length; at += 3) {
      const nearer = (corners[at + 2] ?? 0) * isNear;
      const x = ((corners[at] ?? 0) - aside) / slope.aside;
      const y = (corners[at + 1] ?? 0) - above;
      // A rod seen from its end must not reach through the near plane.
      least.near = Math.max(least.near, nearer / (1 - 1.5 * NEAREST));
      least.right = Math.max(least.right, nearer + x);
      least.left = Math.max(least.left, nearer - x);
      least.up = Math.max(least.up, nearer + y / slope.up);
      least.down = Math.max(least.down, nearer - y / slope.down);
    }
    distance = Math.max(...Object.values(least), radiusOfBounds(whole) * 1e-3, 1e-3);
    if (round === ROUNDS - 1) break;
    aside += ((least.right - least.left) / 2) * slope.aside;
    const free = (slope.up * slope.down) / (slope.up + slope.down);
    above += (least.up - least.down) * free;
  }
  const target = along(along(centre, right, aside), up, above);
  const { azimuth, polar, roll } = angles;
  return { target, azimuth, polar, distance, ...(roll === undefined || roll === 0 ? {} : { roll }) };
}

/** Distances of the near and far plane from the eye, mm, tight around the model for a fine depth buffer. */
export function depthRange(
  pose: Pose,
  box: Bounds,
  projection: "perspective" | "orthographic",
): readonly [near: number, far: number] {
  if (isEmptyBounds(box)) return [pose.distance * 0.01, pose.distance * 10];
  // Asked with every frame: the depth of the middle, and how far a box reaches from it along a direction.
  const { back } = basisOf(pose);
  const [minX, minY, minZ, maxX, maxY, maxZ] = box;
  const [x, y, z] = pose.target;
  const middle =
    pose.distance +
    (x - (minX + maxX) / 2) * back[0] +
    (y - (minY + maxY) / 2) * back[1] +
    (z - (minZ + maxZ) / 2) * back[2];
  const reach =
    ((maxX - minX) * Math.abs(back[0]) +
      (maxY - minY) * Math.abs(back[1]) +
      (maxZ - minZ) * Math.abs(back[2])) /
    2;
  const near = middle - reach;
  const far = middle + reach;
  const slack = Math.max(radiusOfBounds(box) * 0.01, 1e-4);
  if (projection === "orthographic") return [near - slack, far + slack];
  // Inside the model the near plane keeps a share of the distance.
  const nearest = Math.max(near - slack, pose.distance * NEAREST, (far + slack) * 1e-5);
  return [nearest, Math.max(far + slack, nearest * 1.1)];
}

/** The eight corners of each box, from a place: three numbers each, how far it is along the three directions. */
function cornersAlong(
  boxes: readonly Bounds[],
  from: Vector,
  directions: readonly [Vector, Vector, Vector],
): Float64Array {
  const corners = new Float64Array(boxes.length * 24);
  let at = 0;
  for (const box of boxes)
    for (let corner = 0; corner < 8; corner += 1) {
      const x = box[corner & 1 ? 3 : 0] - from[0];
      const y = box[corner & 2 ? 4 : 1] - from[1];
      const z = box[corner & 4 ? 5 : 2] - from[2];
      for (const [dx, dy, dz] of directions) corners[at++] = x * dx + y * dy + z * dz;
    }
  return corners;
}
