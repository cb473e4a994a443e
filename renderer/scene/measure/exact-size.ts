/**
 * Areas and volume of a mesh as its surfaces have them, not its triangles: of plane faces between lines and arcs, and
 * of round faces whose rims follow their surface. What is bounded otherwise, or free-form, has none. mm.
 */
import type { CadMesh, Surface } from "../../../shared/model/cad.ts";
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { cross, lengthOf, unit } from "../vectors.ts";
import { faceRimsOf, type FaceRims, type Side } from "./face-rims.ts";
import { alongOf, chartOf, patchOf, type Chart, type Patch } from "./patch.ts";

export interface ExactSize {
  /** mm², per face; undefined where a formula gives none. */
  readonly areas: readonly (number | undefined)[];
  /** mm³; undefined also where the mesh is not closed. */
  readonly volume: number | undefined;
}

/** Of the farthest coordinate: single precision, and how far systems write edges off their surfaces. */
const TOLERANCE = 1e-5;
/** Triangles are never so far off what they stand for: then something is not what it is taken for. */
const MOST_OFF = 0.25;
/** Cosine of the angle from which planes, or a plane and an axis, are square or parallel. */
const SQUARE = 1e-6;

const known = new WeakMap<CadMesh, ExactSize>();

/** Worked out at the first question; a mesh does not change. */
export function exactSizeOf(mesh: CadMesh): ExactSize {
  const before = known.get(mesh);
  if (before !== undefined) return before;
  const made = workOut(mesh);
  known.set(mesh, made);
  return made;
}

function workOut(mesh: CadMesh): ExactSize {
  const rims = faceRimsOf(mesh);
  const tolerance = reachOf(mesh.positions) * TOLERANCE;
  const charts = mesh.faces.map(({ surface }) => (surface === undefined ? undefined : chartOf(surface)));
  const base = rims.corner(0);
  const patches = mesh.faces.map(({ surface }, face): Patch | undefined => {
    const chart = charts[face];
    const patch =
      surface?.kind === "plane"
        ? planePatch(mesh, rims, charts, face, base, tolerance)
        : chart === undefined
          ? undefined
          : roundPatch(chart, rims, face, base, tolerance);
    if (patch === undefined) return undefined;
    const drawn = drawnArea(mesh, face);
    return Math.abs(patch.area - drawn) <= drawn * MOST_OFF ? patch : undefined;
  });
  return { areas: patches.map((patch) => patch?.area), volume: volumeOf(rims, patches) };
}

/** mm² of its triangles, as `CadMesh` has them. */
function drawnArea({ positions, indices, faces }: CadMesh, face: number): number {
  const { first = 0, count = 0 } = faces[face] ?? {};
  let sum = 0;
  for (let at = first * 3; at < (first + count) * 3; at += 3) {
    const [a, b, c] = [(indices[at] ?? 0) * 3, (indices[at + 1] ?? 0) * 3, (indices[at + 2] ?? 0) * 3];
    const [ax, ay, az] = [positions[a] ?? 0, positions[a + 1] ?? 0, positions[a + 2] ?? 0];
    const [ux, uy, uz] = [
      (positions[b] ?? 0) - ax,
      (positions[b + 1] ?? 0) - ay,
      (positions[b + 2] ?? 0) - az,
    ];
    const [vx, vy, vz] = [
      (positions[c] ?? 0) - ax,
      (positions[c + 1] ?? 0) - ay,
      (positions[c + 2] ?? 0) - az,
    ];
    sum += Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
  }
  return sum;
}

function volumeOf(rims: FaceRims, patches: readonly (Patch | undefined)[]): number | undefined {
  let sum = 0;
  for (const patch of patches) {
    if (patch === undefined) return undefined;
    sum += patch.moment;
  }
  return rims.closed && patches.length > 0 ? Math.abs(sum) / 3 : undefined;
}

function roundPatch(
  chart: Chart,
  rims: FaceRims,
  face: number,
  base: Vector,
  tolerance: number,
): Patch | undefined {
  const met = new Set<number>();
  const caps: (readonly [Vector, Vector, Vector])[] = [];
  rims.eachTriangle(face, (a, b, c) => {
    for (const vertex of [a, b, c]) met.add(vertex);
    if (chart.ends !== "poles") return;
    const turned = [
      [a, b, c],
      [b, c, a],
      [c, a, b],
    ].find(([pole = 0]) => chart.at(rims.corner(pole)).rho <= tolerance);
    if (turned !== undefined) caps.push(turned.map(rims.corner) as [Vector, Vector, Vector]);
  });
  const places = [...met].map(rims.corner);
  if (places.some((place) => chart.off(place) > tolerance)) return undefined;
  const rim = (rims.sides[face] ?? []).map(({ from, to }) => [rims.corner(from), rims.corner(to)] as const);
  return patchOf(chart, rim, caps, places, base, tolerance);
}

function planePatch(
  mesh: CadMesh,
  rims: FaceRims,
  charts: readonly (Chart | undefined)[],
  face: number,
  base: Vector,
  tolerance: number,
): Patch | undefined {
  const { axis, origin: stated } = mesh.faces[face]?.surface ?? {};
  const [some] = rims.sides[face] ?? [];
  // A face without a rim is no plane one.
  if (axis === undefined || some === undefined) return undefined;
  const origin = stated ?? rims.corner(some.from);
  let normal = unit(axis);
  let area = 0;
  let isPlane = true;
  rims.eachTriangle(face, (a, b, c) => {
    for (const vertex of [a, b, c])
      isPlane &&= Math.abs(dot(normal, subtract(rims.corner(vertex), origin))) <= tolerance;
    area += dot(normal, doubled(rims, a, b, c)) / 2;
  });
  if (!isPlane) return undefined;
  if (area < 0) {
    normal = [-normal[0], -normal[1], -normal[2]];
    area = -area;
  }
  for (const side of rims.sides[face] ?? []) {
    const more = rims
      .partners(side)
      .map((partner) => {
        const other = mesh.faces[partner.face]?.surface;
        return other && beyond(side, normal, rims, other, charts[partner.face], tolerance);
      })
      .find((found) => found !== undefined);
    if (more === undefined) return undefined;
    area += more;
  }
  const flux: Vector = [normal[0] * area, normal[1] * area, normal[2] * area];
  return { area, flux, moment: dot(subtract(origin, base), flux) };
}

/** mm² of a plane face beyond the chord of a side: 0 of a line, less than that where an arc bends inwards. */
function beyond(
  { from, to, third }: Side,
  normal: Vector,
  rims: FaceRims,
  other: Surface,
  chart: Chart | undefined,
  tolerance: number,
): number | undefined {
  // Two planes meet in a line, unless they are one.
  if (other.kind === "plane")
    return lengthOf(cross(normal, unit(other.axis ?? normal))) > SQUARE ? 0 : undefined;
  if (chart === undefined) return undefined;
  const [a, b, c] = [rims.corner(from), rims.corner(to), rims.corner(third)];
  const circle = circleIn(normal, a, other, chart, alongOf(chart, [a, b], tolerance));
  if (circle === undefined || circle === "line") return circle === undefined ? undefined : 0;
  const { centre, radius } = circle;
  if ([a, b].some((end) => Math.abs(lengthOf(subtract(end, centre)) - radius) > tolerance * 2))
    return undefined;
  const chord = subtract(b, a);
  const angle = 2 * Math.asin(Math.min(1, lengthOf(chord) / (2 * radius)));
  const segment = ((angle - Math.sin(angle)) * radius * radius) / 2;
  const inwards = cross(normal, chord);
  return dot(inwards, subtract(centre, a)) * dot(inwards, subtract(c, a)) >= 0 ? segment : -segment;
}

/** In what a plane through a place cuts a round surface there, where that is a line or a circle. */
function circleIn(
  normal: Vector,
  near: Vector,
  surface: Surface,
  chart: Chart,
  way: "u" | "v" | undefined,
): { readonly centre: Vector; readonly radius: number } | "line" | undefined {
  const { origin, z } = chart.frame;
  const { radius = 0, minorRadius = 0 } = surface;
  if (surface.kind === "sphere") {
    const off = dot(normal, subtract(near, origin));
    return {
      centre: along(origin, normal, off),
      radius: Math.sqrt(Math.max(0, radius * radius - off * off)),
    };
  }
  const height = dot(z, subtract(near, origin));
  if (way === "u")
    return lengthOf(cross(normal, z)) > SQUARE
      ? undefined
      : { centre: along(origin, z, height), radius: chart.at(near).rho };
  if (way === undefined) return undefined;
  if (surface.kind !== "torus") return "line";
  // A plane through the axis cuts a ring in circles.
  if (Math.abs(dot(normal, z)) > SQUARE) return undefined;
  const outwards = unit(subtract(near, along(origin, z, height)));
  return { centre: along(origin, outwards, radius), radius: minorRadius };
}

/** The normal of a triangle, as long as twice its area. */
function doubled(rims: FaceRims, a: number, b: number, c: number): Vector {
  const from = rims.corner(a);
  return cross(subtract(rims.corner(b), from), subtract(rims.corner(c), from));
}

function reachOf(positions: Float32Array): number {
  let reach = 0;
  for (const value of positions) reach = Math.max(reach, Math.abs(value));
  return reach;
}
