/**
 * By what a face is known again after another export: its exact surface and where on it the face lies,
 * never its number. The same hole may come back as one face or as four.
 */
import type { FaceKey } from "../contract/links.ts";
import {
  distance,
  dot,
  isParallel,
  isSameKind,
  lineOf,
  minus,
  type FaceGroup,
  type Vector,
} from "./face-groups.ts";

/** mm. Coordinates in files are written with rounding, hardly ever beyond this. */
const PLACE = 0.01;
const SIZE = 0.001;
/** Radians. */
const ANGLE = 1e-4;
/** Share by which the triangles of one and the same face differ between two meshings. */
const MESHING = 0.02;

export function faceKeyOf(group: FaceGroup): FaceKey {
  const line = lineOf(group.surface);
  const { radius, minorRadius, semiAngle } = group.surface ?? {};
  return {
    kind: group.kind,
    ...(line === undefined ? {} : { origin: mutable(line.foot), axis: mutable(line.axis) }),
    // A cone's radius is that of a place on it, which every system chooses for itself.
    ...(radius === undefined || group.kind === "cone" ? {} : { radius }),
    ...(minorRadius === undefined ? {} : { minorRadius }),
    ...(semiAngle === undefined ? {} : { semiAngle }),
    centre: mutable(group.centre),
    area: group.area,
  };
}

/** The faces that the key names; undefined where the part has none any more. */
export function findFace(key: FaceKey, groups: readonly FaceGroup[]): FaceGroup | undefined {
  const fitting = groups.filter((group) => isSame(key, group));
  return fitting.toSorted((a, b) => distance(a.centre, key.centre) - distance(b.centre, key.centre))[0];
}

function isSame(key: FaceKey, group: FaceGroup): boolean {
  if (!isSameKind(key.kind, group.kind)) return false;
  const own = faceKeyOf(group);
  const near = (a: number | undefined, b: number | undefined, within: number): boolean =>
    a === undefined || b === undefined ? a === b : Math.abs(a - b) <= within;
  if (!near(key.radius, own.radius, SIZE) || !near(key.minorRadius, own.minorRadius, SIZE)) return false;
  if (!near(key.semiAngle, own.semiAngle, ANGLE)) return false;
  if ((key.origin === undefined) !== (own.origin === undefined)) return false;
  if (key.origin !== undefined && own.origin !== undefined) {
    if (distance(key.origin, own.origin) > PLACE) return false;
    if (key.kind !== "sphere" && !isParallel(key.axis ?? [0, 0, 0], own.axis ?? [0, 0, 0])) return false;
  }
  switch (key.kind) {
    case "sphere":
    case "torus":
      return true;
    case "cylinder":
    case "cone": {
      // Two holes on one axis, as through both walls of a fork: the one that the middle is in.
      const along = dot(minus(key.centre, own.origin ?? [0, 0, 0]), own.axis ?? [0, 0, 0]);
      return along >= group.from - PLACE && along <= group.to + PLACE;
    }
    default: {
      const size = Math.sqrt(Math.max(key.area, group.area));
      return (
        distance(key.centre, group.centre) <= Math.max(PLACE * 10, size * MESHING) &&
        Math.abs(key.area - group.area) <= Math.max(key.area, group.area) * MESHING
      );
    }
  }
}

const mutable = ([x, y, z]: Vector): [number, number, number] => [x, y, z];
