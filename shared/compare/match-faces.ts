/**
 * Faces of two revisions of one part: the same, of another size, elsewhere, with other borders, added, removed.
 * A face counts as an engineer counts it (a hole is one, shared/links/face-groups.ts). Where the exact surface
 * is known, that decides; else its triangles do: area, middle, box, and how far they are from those of the other.
 */
import {
  boundsOfFaces,
  centreOfBounds,
  isEmptyBounds,
  radiusOfBounds,
  type Bounds,
} from "../geometry/bounds.ts";
import type { CadMesh } from "../model/cad.ts";
import {
  distance,
  dot,
  groupFaces,
  hasNoForm,
  isParallel,
  lineOf,
  minus,
  type FaceGroup,
} from "../links/face-groups.ts";
import { deviation } from "./deviation.ts";
import { createPointGrid, type Point } from "./point-grid.ts";

/** Another size, another place, only other borders, or, where no exact surface says more, another shape. */
export type FaceChange = "size" | "place" | "outline" | "shape";

export interface MatchedFace {
  readonly before: FaceGroup | undefined;
  readonly after: FaceGroup | undefined;
  readonly change: FaceChange | undefined;
  /** mm; of changed ones, and of added and removed regions of bodies that are known by their triangles alone. */
  readonly distance: number | undefined;
}

export interface FaceMatches {
  readonly differences: readonly MatchedFace[];
  readonly before: number;
  readonly after: number;
  readonly same: number;
}

interface Face {
  readonly group: FaceGroup;
  readonly box: Bounds;
  readonly middle: Point;
  /** Diagonal of the box, mm. */
  readonly size: number;
}

/** Share by which areas of one face differ between two meshings. */
const SAME_AREA = 2e-3;
/** mm; what points on a surface are away from it by the rounding of single precision. */
const ROUNDING = 1e-3;
/** A face that went farther than so many times its size is another one. */
const FARTHEST = 2;
/** Pairs tried; beyond, only what is near is. */
const MOST_TRIED = 1_000_000;

/** @param tolerance mm */
export function matchFaces(before: CadMesh, after: CadMesh, tolerance: number): FaceMatches {
  if (isSameMesh(before, after)) {
    const count = groupFaces(before).length;
    return { differences: [], before: count, after: count, same: count };
  }
  const facesA = facesOf(before);
  const facesB = facesOf(after);
  const usedA = new Set<Face>();
  const usedB = new Set<Face>();
  const differences: MatchedFace[] = [];
  const join = (a: Face, b: Face): void => {
    usedA.add(a);
    usedB.add(b);
  };
  const left = (): readonly [Face[], Face[]] => [
    facesA.filter((face) => !usedA.has(face)),
    facesB.filter((face) => !usedB.has(face)),
  ];

  const middles = createPointGrid(tolerance);
  facesB.forEach((face, index) => middles.add(face.middle, index));
  for (const a of facesA) {
    for (const index of middles.near(a.middle)) {
      const b = facesB[index];
      if (b === undefined || usedB.has(b) || !isSame(a, b, before, after, tolerance)) continue;
      join(a, b);
      break;
    }
  }
  const same = usedA.size;

  // On the same surface with other borders, as the plate's top is around a new hole.
  for (const { a, b, cost } of pairsOf(...left(), (a, b) =>
    isSameSurface(a.group, b.group, tolerance) && overlap(a.box, b.box, tolerance)
      ? distance(a.middle, b.middle)
      : undefined,
  )) {
    if (usedA.has(a) || usedB.has(b)) continue;
    join(a, b);
    const reach = Math.max(cost, ...a.box.map((value, at) => Math.abs(value - (b.box[at] ?? 0))));
    differences.push({ before: a.group, after: b.group, change: "outline", distance: reach });
  }
  for (const { a, b } of pairsOf(...left(), changeCost)) {
    if (usedA.has(a) || usedB.has(b)) continue;
    join(a, b);
    differences.push({ before: a.group, after: b.group, ...changeOf(a, b, before, after, tolerance) });
  }
  const [gone, added] = left();
  for (const { group } of gone)
    differences.push({ before: group, after: undefined, change: undefined, distance: undefined });
  for (const { group } of added)
    differences.push({ before: undefined, after: group, change: undefined, distance: undefined });
  return { differences, before: facesA.length, after: facesB.length, same };
}

interface Pair {
  readonly a: Face;
  readonly b: Face;
  readonly cost: number;
}

/** Pairs that may be one face, the cheapest first; undefined: they are not. */
function pairsOf(
  facesA: readonly Face[],
  facesB: readonly Face[],
  costOf: (a: Face, b: Face) => number | undefined,
): readonly Pair[] {
  const kindsB = Map.groupBy(facesB, kindOf);
  const pairs: Pair[] = [];
  for (const [kind, members] of Map.groupBy(facesA, kindOf)) {
    const others = kindsB.get(kind) ?? [];
    const isFew = members.length * others.length <= MOST_TRIED;
    const reach = isFew ? 0 : reachOf([...members, ...others]);
    const grid = createPointGrid(reach);
    if (!isFew) others.forEach((b, index) => grid.add(b.middle, index));
    for (const a of members) {
      const tried = isFew ? others : Array.from(grid.near(a.middle), (index) => others[index]);
      for (const b of tried) {
        const cost = b === undefined ? undefined : costOf(a, b);
        if (b !== undefined && cost !== undefined) pairs.push({ a, b, cost });
      }
    }
  }
  return pairs.toSorted((x, y) => x.cost - y.cost);
}

const kindOf = ({ group: { kind, inside } }: Face): string => `${hasNoForm(kind) ? "" : kind} ${inside}`;

/** mm within which the counterpart of a face is looked for where there are very many: the middle size of them. */
function reachOf(faces: readonly Face[]): number {
  const sizes = faces.map(({ size }) => size).toSorted((a, b) => a - b);
  return (sizes[sizes.length >> 1] ?? 1) / 4;
}

/** How unlike two faces of one kind are; undefined: too much to be one that was changed. */
function changeCost(a: Face, b: Face): number | undefined {
  const way = distance(a.middle, b.middle);
  const size = Math.max(a.size, b.size);
  if (way > FARTHEST * size) return undefined;
  const [lineA, lineB] = [lineOf(a.group.surface), lineOf(b.group.surface)];
  if (lineA !== undefined && lineB !== undefined && a.group.kind !== "sphere") {
    if (!isParallel(lineA.axis, lineB.axis)) return undefined;
  }
  const [radiusA, radiusB] = [a.group.surface?.radius ?? 0, b.group.surface?.radius ?? 0];
  const ofRadius = Math.abs(radiusA - radiusB) / Math.max(radiusA, radiusB, 1e-9);
  const ofArea = Math.abs(a.group.area - b.group.area) / Math.max(a.group.area, b.group.area, 1e-9);
  // A hole that is neither where it was nor as wide as it was is another hole.
  if (ofRadius > 0.5 || (ofRadius > 1e-6 && way > size / 2)) return undefined;
  if (lineA === undefined && ofArea > 0.5) return undefined;
  return way / Math.max(size, 1e-9) + ofRadius + ofArea / 4;
}

function changeOf(
  a: Face,
  b: Face,
  before: CadMesh,
  after: CadMesh,
  tolerance: number,
): Pick<MatchedFace, "change" | "distance"> {
  if (!isExact(a.group) || !isExact(b.group)) {
    const [own, other] = [
      { mesh: before, faces: a.group.faces },
      { mesh: after, faces: b.group.faces },
    ];
    const way = minus(b.middle, a.middle);
    const far = distance(a.middle, b.middle);
    if (
      far > tolerance &&
      deviation(own, other, Math.max(tolerance, ROUNDING), true, way) <= Math.max(tolerance, ROUNDING)
    )
      return { change: "place", distance: far };
    return { change: "shape", distance: deviation(own, other, ROUNDING, false) };
  }
  const change = isSameSize(a.group, b.group, tolerance) ? "place" : "size";
  const way = wayBetween(a, b, tolerance);
  // A hole that was only made wider went nowhere.
  return { change, distance: change === "size" && way <= tolerance ? undefined : way };
}

function isSame(a: Face, b: Face, before: CadMesh, after: CadMesh, tolerance: number): boolean {
  if (kindOf(a) !== kindOf(b)) return false;
  const [areaA, areaB] = [a.group.area, b.group.area];
  // An outline that moves by the tolerance changes the area by that much along its length.
  if (Math.abs(areaA - areaB) > Math.max(areaA, areaB) * SAME_AREA + tolerance * (a.size + b.size))
    return false;
  if (!a.box.every((value, at) => Math.abs(value - (b.box[at] ?? 0)) <= tolerance)) return false;
  if (distance(a.group.centre, b.group.centre) > Math.max(tolerance, a.size * SAME_AREA)) return false;
  if (isExact(a.group) && isExact(b.group)) return isSameSurface(a.group, b.group, tolerance);
  const reach = Math.max(tolerance, ROUNDING);
  const own = { mesh: before, faces: a.group.faces };
  return deviation(own, { mesh: after, faces: b.group.faces }, reach, true) <= reach;
}

const isExact = ({ surface }: FaceGroup): boolean => lineOf(surface) !== undefined;

/** Both lie on one surface, as near as the tolerance. */
function isSameSurface(a: FaceGroup, b: FaceGroup, tolerance: number): boolean {
  const [lineA, lineB] = [lineOf(a.surface), lineOf(b.surface)];
  if (a.kind !== b.kind || lineA === undefined || lineB === undefined) return false;
  if (!isSameSize(a, b, tolerance)) return false;
  if (a.kind === "sphere") return distance(lineA.foot, lineB.foot) <= tolerance;
  if (!isParallel(lineA.axis, lineB.axis)) return false;
  // Measured at the middle of one face: far away from it axes that are nearly parallel part.
  const offset = minus(lineA.foot, lineB.foot);
  if (a.kind === "plane") return Math.abs(dot(minus(a.centre, lineB.foot), lineB.axis)) <= tolerance;
  if (a.kind === "cylinder") {
    const along = dot(offset, lineB.axis);
    return Math.sqrt(Math.max(0, dot(offset, offset) - along * along)) <= tolerance;
  }
  return distance(lineA.foot, lineB.foot) <= tolerance;
}

function isSameSize(a: FaceGroup, b: FaceGroup, tolerance: number): boolean {
  const near = (x = 0, y = 0): boolean => Math.abs(x - y) <= tolerance;
  const [own, other] = [a.surface ?? {}, b.surface ?? {}] as [
    NonNullable<FaceGroup["surface"]>,
    NonNullable<FaceGroup["surface"]>,
  ];
  if (a.kind === "cone") {
    // At the widest place of the face, and not where the system put the cone's origin.
    const reach = Math.max(Math.abs(a.from), Math.abs(a.to));
    return near(reach * Math.tan(own.semiAngle ?? 0), reach * Math.tan(other.semiAngle ?? 0));
  }
  return near(own.radius, other.radius) && near(own.minorRadius, other.minorRadius);
}

/** How far the face went: across the surface, or that of its middle where it only went along it. */
function wayBetween(a: Face, b: Face, tolerance: number): number {
  const [lineA, lineB] = [lineOf(a.group.surface), lineOf(b.group.surface)];
  const whole = distance(a.middle, b.middle);
  if (lineA === undefined || lineB === undefined) return whole;
  const across =
    a.group.kind === "plane"
      ? Math.abs(dot(minus(b.group.centre, a.group.centre), lineA.axis))
      : distance(lineA.foot, lineB.foot);
  return across > tolerance ? across : whole;
}

function overlap(a: Bounds, b: Bounds, tolerance: number): boolean {
  return [0, 1, 2].every(
    (axis) =>
      (a[axis] ?? 0) <= (b[axis + 3] ?? 0) + tolerance && (b[axis] ?? 0) <= (a[axis + 3] ?? 0) + tolerance,
  );
}

function facesOf(mesh: CadMesh): readonly Face[] {
  return groupFaces(mesh).map((group): Face => {
    const box = boundsOfFaces(mesh, group.faces);
    if (isEmptyBounds(box)) return { group, box: [0, 0, 0, 0, 0, 0], middle: [0, 0, 0], size: 0 };
    return { group, box, middle: centreOfBounds(box), size: radiusOfBounds(box) * 2 };
  });
}

/** Number by number: most parts of a new revision are those of the old one. */
export function isSameMesh(a: CadMesh, b: CadMesh): boolean {
  return (
    a.faces.length === b.faces.length &&
    isEqual(a.positions, b.positions) &&
    isEqual(a.indices, b.indices) &&
    a.faces.every((face, at) => {
      const other = b.faces[at];
      return (
        other !== undefined &&
        face.first === other.first &&
        face.count === other.count &&
        JSON.stringify(face.surface) === JSON.stringify(other.surface)
      );
    })
  );
}

function isEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
