/**
 * Faces of a part as an engineer counts them: a hole is one, though most CAD systems store it as two half
 * cylinders. What a group is known by is measured on its triangles and its exact surface.
 */
import type { CadMesh, MeshFace, Surface, SurfaceKind } from "../model/cad.ts";

export type Vector = readonly [number, number, number];

export interface FaceGroup {
  /** Indices into CadMesh.faces, ascending. */
  readonly faces: readonly number[];
  readonly kind: SurfaceKind;
  readonly surface: Surface | undefined;
  /** Material is outside, as in a hole; undefined where that means nothing. */
  readonly inside: boolean | undefined;
  /** mm² of its triangles, and their middle weighted by area. */
  readonly area: number;
  readonly centre: Vector;
  /** Where it lies along its axis, mm from the foot of the axis; 0 for others. */
  readonly from: number;
  readonly to: number;
  /** Share of the full turn that a cylinder takes: 1 a hole, ½ the end of a slot. Undefined for others. */
  readonly turn: number | undefined;
}

/** mm; coordinates that are the same in the drawing differ by rounding alone. */
const SAME_PLACE = 0.01;
const SAME_RADIUS = 0.001;
/** 1 − cosine of the largest angle between parallel axes. */
const PARALLEL = 1e-8;

/**
 * Whether faces may be one by their kind. One that is free-form may be known as that in one export or under one
 * version, and not at all in another: neither has a size to tell it by.
 */
export function isSameKind(a: SurfaceKind, b: SurfaceKind): boolean {
  return a === b || (hasNoForm(a) && hasNoForm(b));
}

/** Known by its triangles alone. */
export function hasNoForm(kind: SurfaceKind): boolean {
  return kind === "unknown" || kind === "other";
}

export function groupFaces(mesh: CadMesh): readonly FaceGroup[] {
  const single = mesh.faces.map((face, index) => measure(mesh, face, index));
  const buckets = Map.groupBy(single, ({ kind, surface, inside }) =>
    kind === "cylinder" || kind === "cone"
      ? `${kind} ${inside} ${(surface?.radius ?? 0).toFixed(1)} ${(surface?.semiAngle ?? 0).toFixed(2)}`
      : "",
  );
  const groups: FaceGroup[] = [];
  for (const [key, members] of buckets) {
    // One by one: a part may have more faces than a call takes arguments.
    for (const group of key === "" ? members : join(members)) groups.push(group);
  }
  return groups.toSorted((a, b) => (a.faces[0] ?? 0) - (b.faces[0] ?? 0));
}

/** Neighbours on one surface become one; few are alike, so each is compared with the groups so far. */
function join(members: readonly FaceGroup[]): readonly FaceGroup[] {
  let groups: FaceGroup[] = [];
  for (const member of members) {
    const touching = groups.filter((group) => onSameSurface(group, member) && overlap(group, member));
    if (touching.length === 0) groups.push(member);
    else {
      const rest = groups.filter((group) => !touching.includes(group));
      groups = [...rest, [...touching, member].reduce(unite)];
    }
  }
  return groups;
}

function overlap(a: FaceGroup, b: FaceGroup): boolean {
  return a.from <= b.to + SAME_PLACE && b.from <= a.to + SAME_PLACE;
}

function onSameSurface(a: FaceGroup, b: FaceGroup): boolean {
  const [first, second] = [lineOf(a.surface), lineOf(b.surface)];
  if (first === undefined || second === undefined) return false;
  return (
    Math.abs((a.surface?.radius ?? 0) - (b.surface?.radius ?? 0)) <= SAME_RADIUS &&
    isParallel(first.axis, second.axis) &&
    distance(first.foot, second.foot) <= SAME_PLACE
  );
}

function unite(a: FaceGroup, b: FaceGroup): FaceGroup {
  const area = a.area + b.area;
  const share = area > 0 ? b.area / area : 0.5;
  const at = (i: 0 | 1 | 2): number => a.centre[i] + (b.centre[i] - a.centre[i]) * share;
  const [from, to] = [Math.min(a.from, b.from), Math.max(a.to, b.to)];
  return {
    ...a,
    faces: [...a.faces, ...b.faces].toSorted((x, y) => x - y),
    area,
    centre: [at(0), at(1), at(2)],
    from,
    to,
    turn: turnOf(a.kind, a.surface, area, to - from),
  };
}

function measure(mesh: CadMesh, { first, count, surface }: MeshFace, index: number): FaceGroup {
  const line = lineOf(surface);
  const kind = surface?.kind ?? "unknown";
  const hasSides = kind === "cylinder" || kind === "cone";
  let area = 0;
  const sum = [0, 0, 0] as [number, number, number];
  let outward = 0;
  let [from, to] = [Infinity, -Infinity];
  const corner = (at: number): Vector => {
    const vertex = mesh.indices[at] ?? 0;
    return [
      mesh.positions[vertex * 3] ?? 0,
      mesh.positions[vertex * 3 + 1] ?? 0,
      mesh.positions[vertex * 3 + 2] ?? 0,
    ];
  };
  for (let triangle = first; triangle < first + count; triangle++) {
    const [a, b, c] = [corner(triangle * 3), corner(triangle * 3 + 1), corner(triangle * 3 + 2)];
    const cross = crossOf(minus(b, a), minus(c, a));
    const size = Math.hypot(...cross) / 2;
    area += size;
    for (const i of [0, 1, 2] as const) sum[i] += ((a[i] + b[i] + c[i]) / 3) * size;
    if (line === undefined) continue;
    for (const point of [a, b, c]) {
      const along = dot(minus(point, line.foot), line.axis);
      from = Math.min(from, along);
      to = Math.max(to, along);
    }
    const vertex = mesh.indices[triangle * 3] ?? 0;
    const offset = minus(a, line.foot);
    const along = dot(offset, line.axis);
    for (const i of [0, 1, 2] as const)
      outward += (offset[i] - along * line.axis[i]) * (mesh.normals[vertex * 3 + i] ?? 0) * size;
  }
  const centre: Vector = area > 0 ? [sum[0] / area, sum[1] / area, sum[2] / area] : corner(first * 3);
  return {
    faces: [index],
    kind,
    surface,
    inside: hasSides && outward !== 0 ? outward < 0 : undefined,
    area,
    centre,
    from: Number.isFinite(from) ? from : 0,
    to: Number.isFinite(to) ? to : 0,
    turn: turnOf(kind, surface, area, to - from),
  };
}

function turnOf(
  kind: SurfaceKind,
  surface: Surface | undefined,
  area: number,
  height: number,
): number | undefined {
  const radius = surface?.radius ?? 0;
  if (kind !== "cylinder" || !(radius > 0) || !(height > 0)) return undefined;
  return Math.min(1, area / (2 * Math.PI * radius * height));
}

export interface Line {
  /** Unit vector, turned so that its first coordinate that is not 0 is positive. */
  readonly axis: Vector;
  /** The point of the line nearest to the origin; of a cone its tip, of a sphere and a torus its centre. */
  readonly foot: Vector;
}

/** The line that a surface turns about, or the normal and nearest point of a plane. */
export function lineOf(surface: Surface | undefined): Line | undefined {
  if (surface?.origin === undefined || surface.axis === undefined) return undefined;
  const { kind, origin } = surface;
  const length = Math.hypot(...surface.axis);
  if (!(length > 0)) return undefined;
  const given = scale(surface.axis, 1 / length);
  const axis = isNegative(given) ? scale(given, -1) : given;
  if (kind === "torus" || kind === "sphere") return { axis, foot: origin };
  if (kind === "cone") {
    const rise = (surface.radius ?? 0) / Math.tan(surface.semiAngle ?? Math.PI / 4);
    return { axis, foot: minus(origin, scale(given, rise)) };
  }
  const along = dot(origin, axis);
  return { axis, foot: kind === "plane" ? scale(axis, along) : minus(origin, scale(axis, along)) };
}

const isNegative = (vector: Vector): boolean => (vector.find((value) => Math.abs(value) > 1e-6) ?? 0) < 0;

export const isParallel = (a: Vector, b: Vector): boolean => 1 - Math.abs(dot(a, b)) <= PARALLEL;
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
export const distance = (a: Vector, b: Vector): number => Math.hypot(...minus(a, b));
const crossOf = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
