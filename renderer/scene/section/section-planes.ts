/**
 * Cutting planes: what they keep of the model. Up to three; each keeps a half space, so that together
 * they keep a convex piece. mm, world coordinates.
 */
import { EMPTY_BOUNDS, isEmptyBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { cross, unit } from "../vectors.ts";

export interface SectionPlane {
  /** Unit; towards what is cut away. */
  readonly normal: Vector;
  /** From the origin along the normal, mm: points with `normal · point < offset` are kept. */
  readonly offset: number;
}

/** As many as the shaders hold. */
export const MOST_PLANES = 3;

export function isCutAway(planes: readonly SectionPlane[], point: Vector): boolean {
  return planes.some(({ normal, offset }) => dot(normal, point) > offset);
}

/**
 * The stretch of a ray that is kept, in multiples of its direction; undefined where all of it is cut away.
 * `from` is 0 where the ray begins in what is kept.
 */
export function keptStretch(
  planes: readonly SectionPlane[],
  origin: Vector,
  direction: Vector,
): { readonly from: number; readonly to: number } | undefined {
  let from = 0;
  let to = Infinity;
  for (const { normal, offset } of planes) {
    const slope = dot(normal, direction);
    const room = offset - dot(normal, origin);
    if (slope === 0) {
      if (room < 0) return undefined;
    } else if (slope > 0) to = Math.min(to, room / slope);
    else from = Math.max(from, room / slope);
  }
  return from < to ? { from, to } : undefined;
}

/** From where to where a box reaches along a direction, mm. */
export function extentAlong(box: Bounds, direction: Vector): readonly [least: number, most: number] {
  let least = 0;
  let most = 0;
  for (let axis = 0; axis < 3; axis++) {
    const factor = direction[axis] ?? 0;
    const low = (box[axis] ?? 0) * factor;
    const high = (box[axis + 3] ?? 0) * factor;
    least += Math.min(low, high);
    most += Math.max(low, high);
  }
  return [least, most];
}

/** The box around what is kept of a box; empty where nothing is. */
export function clipBounds(box: Bounds, planes: readonly SectionPlane[]): Bounds {
  if (isEmptyBounds(box)) return box;
  const cutting = planes.filter(({ normal, offset }) => extentAlong(box, normal)[1] > offset);
  if (cutting.length === 0) return box;
  const result: [number, number, number, number, number, number] = [...EMPTY_BOUNDS];
  const take = (point: Vector): void => {
    for (let axis = 0; axis < 3; axis++) {
      result[axis] = Math.min(result[axis] ?? 0, point[axis] ?? 0);
      result[axis + 3] = Math.max(result[axis + 3] ?? 0, point[axis] ?? 0);
    }
  };
  // What is kept is convex: its corners are corners of the cut sides, and where three planes meet.
  for (const side of sidesOf(box)) {
    let corners: readonly Vector[] = side;
    for (const plane of cutting) corners = clipPolygon(corners, plane);
    corners.forEach(take);
  }
  const [a, b, c] = cutting;
  const meeting = a === undefined || b === undefined || c === undefined ? undefined : meetingPoint(a, b, c);
  if (meeting !== undefined && inside(box, meeting)) take(meeting);
  return result;
}

/** What of a convex polygon a plane keeps (Sutherland and Hodgman, 1974). */
export function clipPolygon(corners: readonly Vector[], { normal, offset }: SectionPlane): readonly Vector[] {
  return corners.flatMap((corner, at) => {
    const next = corners[(at + 1) % corners.length] ?? corner;
    const here = offset - dot(normal, corner);
    const there = offset - dot(normal, next);
    const kept = here >= 0 ? [corner] : [];
    if (here >= 0 === there >= 0) return kept;
    return [...kept, along(corner, subtract(next, corner), here / (here - there))];
  });
}

/**
 * Where a plane cuts a box: its corners in order around it; empty where it passes by. At most six.
 */
export function planeInBox({ normal, offset }: SectionPlane, box: Bounds): readonly Vector[] {
  const [right, up] = acrossOf(normal);
  const centre: Vector = [(box[0] + box[3]) / 2, (box[1] + box[4]) / 2, (box[2] + box[5]) / 2];
  const middle = along(centre, normal, offset - dot(normal, centre));
  const reach = Math.hypot(box[3] - box[0], box[4] - box[1], box[5] - box[2]) + 1;
  const at = (x: number, y: number): Vector => along(along(middle, right, x * reach), up, y * reach);
  let corners: readonly Vector[] = [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)];
  for (let axis = 0; axis < 3; axis++) {
    const outwards = (sign: number): Vector => [0, 1, 2].map((i) => (i === axis ? sign : 0)) as never;
    corners = clipPolygon(corners, { normal: outwards(1), offset: box[axis + 3] ?? 0 });
    corners = clipPolygon(corners, { normal: outwards(-1), offset: -(box[axis] ?? 0) });
  }
  return corners;
}

/** Two unit vectors that span the plane across a unit direction. */
export function acrossOf(direction: Vector): readonly [right: Vector, up: Vector] {
  // The axis that it leans to least is surely not along it.
  const sizes = direction.map(Math.abs);
  const least = sizes.indexOf(Math.min(...sizes));
  const helper: Vector = [least === 0 ? 1 : 0, least === 1 ? 1 : 0, least === 2 ? 1 : 0];
  const right = unit(cross(helper, direction));
  return [right, cross(direction, right)];
}

/** Cramer's rule; undefined where two of them are parallel. */
function meetingPoint(a: SectionPlane, b: SectionPlane, c: SectionPlane): Vector | undefined {
  const bc = cross(b.normal, c.normal);
  const volume = dot(a.normal, bc);
  if (Math.abs(volume) < 1e-12) return undefined;
  let point: Vector = along([0, 0, 0], bc, a.offset / volume);
  point = along(point, cross(c.normal, a.normal), b.offset / volume);
  return along(point, cross(a.normal, b.normal), c.offset / volume);
}

function inside(box: Bounds, point: Vector): boolean {
  return [0, 1, 2].every((axis) => {
    const value = point[axis] ?? NaN;
    return value >= (box[axis] ?? NaN) && value <= (box[axis + 3] ?? NaN);
  });
}

function sidesOf(box: Bounds): readonly (readonly Vector[])[] {
  const corner = (bits: number): Vector => [
    box[bits & 1 ? 3 : 0],
    box[bits & 2 ? 4 : 1],
    box[bits & 4 ? 5 : 2],
  ];
  const rounds = [
    [0, 2, 6, 4],
    [1, 3, 7, 5],
    [0, 1, 5, 4],
    [2, 3, 7, 6],
    [0, 1, 3, 2],
    [4, 5, 7, 6],
  ];
  return rounds.map((round) => round.map(corner));
}
