/**
 * The view as a pose: a target, two angles, a distance; Z is up. Everything that moves the view is a
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
}

export interface Basis {
  readonly right: Vector;
  readonly up: Vector;
  /** From the target to the eye. */
  readonly back: Vector;
}

/** Vertical angle of view, radians: about that of a 50 mm lens, so that parts do not look bent. */
export const FIELD_OF_VIEW = (30 * Math.PI) / 180;

/** Exact at the poles too, where a look-at matrix has no answer. */
export function basisOf({ azimuth, polar }: Pick<Pose, "azimuth" | "polar">): Basis {
  const [sinA, cosA, sinP, cosP] = [Math.sin(azimuth), Math.cos(azimuth), Math.sin(polar), Math.cos(polar)];
  return {
    right: [cosA, sinA, 0],
    up: [-cosP * sinA, cosP * cosA, sinP],
    back: [sinP * sinA, -sinP * cosA, cosP],
  };
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
    azimuth: pose.azimuth + azimuth,
    polar: Math.min(Math.PI, Math.max(0, pose.polar + polar)),
  };
  const after = basisOf(turned);
  let target = pivot;
  for (const axis of ["right", "up", "back"] as const)
    target = along(target, after[axis], dot(offset, before[axis]));
  return { ...pose, ...turned, target };
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
  const turn = to.azimuth - from.azimuth;
  return {
    target: along(from.target, subtract(to.target, from.target), share),
    azimuth: from.azimuth + (turn - Math.round(turn / (2 * Math.PI)) * 2 * Math.PI) * share,
    polar: from.polar + (to.polar - from.polar) * share,
    distance: from.distance + (to.distance - from.distance) * share,
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

export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
