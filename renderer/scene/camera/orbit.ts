/**
 * The view as a pose: a target, two angles and a roll, a distance; Z is up. Everything that moves the view is a
 * function from pose to pose. Both projections show the same height at the target, so a change between
 * them does not jump.
 */
export type Vector = readonly [number, number, number];

export interface Pose {
  /** mm. */
  readonly target: Vector;
  /** Radians; 0 looks from the front (from -Y), a quarter turn from the right (from +X). */
  readonly azimuth: number;
  /** Radians from +Z: 0 looks from the top, π from the bottom. */
  readonly polar: number;
  /** From the target to the eye, mm. */
  readonly distance: number;
  /** Radians about the line of sight, anticlockwise for the eye; absent: upright. */
  readonly roll?: number;
}

/** Which way the eye looks. */
export type Angles = Pick<Pose, "azimuth" | "polar" | "roll">;

export interface Basis {
  readonly right: Vector;
  readonly up: Vector;
  /** From the target to the eye. */
  readonly back: Vector;
}

/** Vertical angle of view, radians: about that of a 50 mm lens, so that parts do not look bent. */
export const FIELD_OF_VIEW = (30 * Math.PI) / 180;

/** Exact at the poles too, where a look-at matrix has no answer. */
export function basisOf({ azimuth, polar, roll = 0 }: Angles): Basis {
  const [sinA, cosA, sinP, cosP] = [Math.sin(azimuth), Math.cos(azimuth), Math.sin(polar), Math.cos(polar)];
  const right: Vector = [cosA, sinA, 0];
  const up: Vector = [-cosP * sinA, cosP * cosA, sinP];
  const back: Vector = [sinP * sinA, -sinP * cosA, cosP];
  if (roll === 0) return { right, up, back };
  const [sin, cos] = [Math.sin(roll), Math.cos(roll)];
  return {
    right: along(scaled(right, cos), up, sin),
    up: along(scaled(up, cos), right, -sin),
    back,
  };
}

/** The angles from which a direction points at the eye; `azimuth` where it is straight up or down. */
export function anglesAlong([x, y, z]: Vector, azimuth: number): Angles {
  const length = Math.hypot(x, y, z);
  const polar = Math.acos(Math.min(1, Math.max(-1, z / length)));
  return Math.hypot(x, y) < length * 1e-6 ? { azimuth, polar } : { azimuth: Math.atan2(x, -y), polar };
}

export function eyeOf(pose: Pose): Vector {
  return along(pose.target, basisOf(pose).back, pose.distance);
}

/** Height that the view shows at the target, mm. */
export function heightAtTarget(distance: number): number {
  return 2 * distance * Math.tan(FIELD_OF_VIEW / 2);
}

/** Turns by two angles about a point that stays where it is on the screen. */
export function rotateAbout(pose: Pose, pivot: Vector, azimuth: number, polar: number): Pose {
  const before = basisOf(pose);
  const offset = subtract(pose.target, pivot);
  const turned = {
    ...pose,
    azimuth: pose.azimuth + azimuth,
    polar: Math.min(Math.PI, Math.max(0, pose.polar + polar)),
  };
  const after = basisOf(turned);
  let target = pivot;
  for (const axis of ["right", "up", "back"] as const)
    target = along(target, after[axis], dot(offset, before[axis]));
  return { ...turned, target };
}

/** Turns the picture about the middle of the view, radians anticlockwise for the eye. */
export function rolled(pose: Pose, by: number): Pose {
  const roll = (pose.roll ?? 0) + by;
  return { ...pose, roll: roll - Math.round(roll / (2 * Math.PI)) * 2 * Math.PI };
}

/** A movement on the screen (y down) in the directions of an upright view, which the angles turn by. */
export function unrolled({ roll = 0 }: Angles, dx: number, dy: number): readonly [dx: number, dy: number] {
  const [sin, cos] = [Math.sin(roll), Math.cos(roll)];
  return [dx * cos + dy * sin, dy * cos - dx * sin];
}

/** Moves the model with the pointer, at the depth of the target. `height`: of the view, pixels. */
export function pan(pose: Pose, dx: number, dy: number, height: number): Pose {
  const { right, up } = basisOf(pose);
  const scale = heightAtTarget(pose.distance) / Math.max(1, height);
  return { ...pose, target: along(along(pose.target, right, -dx * scale), up, dy * scale) };
}

/** Scales the distance by `factor`, holding a point where it is on the screen. */
export function zoomAbout(
  pose: Pose,
  point: Vector,
  factor: number,
  limits: readonly [number, number],
): Pose {
  const distance = Math.min(limits[1], Math.max(limits[0], pose.distance * factor));
  const share = distance / pose.distance;
  return { ...pose, distance, target: along(point, subtract(pose.target, point), share) };
}

/** Between two poses, the shorter way round. */
export function between(from: Pose, to: Pose, share: number): Pose {
  const shorter = (a: number, b: number): number => {
    const turn = b - a;
    return a + (turn - Math.round(turn / (2 * Math.PI)) * 2 * Math.PI) * share;
  };
  return {
    target: along(from.target, subtract(to.target, from.target), share),
    azimuth: shorter(from.azimuth, to.azimuth),
    polar: from.polar + (to.polar - from.polar) * share,
    distance: from.distance + (to.distance - from.distance) * share,
    roll: shorter(from.roll ?? 0, to.roll ?? 0),
  };
}

/** The ray under a place of the view; x and y in -1…1, y upwards. */
export function rayAt(
  pose: Pose,
  projection: "perspective" | "orthographic",
  [x, y]: readonly [number, number],
  aspect: number,
): { readonly origin: Vector; readonly direction: Vector } {
  const { right, up, back } = basisOf(pose);
  const half = heightAtTarget(pose.distance) / 2;
  const eye = along(pose.target, back, pose.distance);
  const aside = along(along([0, 0, 0], right, x * half * aspect), up, y * half);
  if (projection === "orthographic")
    return { origin: along(eye, aside, 1), direction: along([0, 0, 0], back, -1) };
  const direction = along(aside, back, -pose.distance);
  const length = Math.hypot(...direction);
  return { origin: eye, direction: along([0, 0, 0], direction, 1 / length) };
}

export function along(from: Vector, direction: Vector, length: number): Vector {
  return [from[0] + direction[0] * length, from[1] + direction[1] * length, from[2] + direction[2] * length];
}

function scaled([x, y, z]: Vector, factor: number): Vector {
  return [x * factor, y * factor, z * factor];
}

export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
