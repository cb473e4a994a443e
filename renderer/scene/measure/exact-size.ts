/**
 * Areas and volume of a mesh as its surfaces have them, not its triangles: of plane faces between lines and arcs, and
 * of round faces whose rims follow their surface. What is bounded otherwise, or free-form, has none. mm.
 */
import type { CadMesh, Surface } from "../../../shared/model/cad.ts";
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { cross, lengthOf, unit } from "../vectors.ts";
import { alongOf, chartOf, patchOf, type Chart, type Patch } from "./patch.ts";
import { rimsOf, type Rims, type Side } from "./rims.ts";

export interface ExactSize {
  /** mm², per face; undefined where a formula gives none. */
  readonly areas: readonly (number | undefined)[];
  /** mm³; undefined also where the mesh is not closed. */
  readonly volume: number | undefined;
}

/** Of one mesh; more would hold the window up for long, some microseconds each, and hold much memory. */
const MOST_TRIANGLES = 60_000;
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
  if (mesh.indices.length > MOST_TRIANGLES * 3)
    return { areas: mesh.faces.map(() => undefined), volume: undefined };
  const rims = rimsOf(mesh);
  const { tolerance } = rims;
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
    const drawn = rims
      .triangles(face)
      .reduce((sum, [a, b, c]) => sum + lengthOf(doubled(rims, a, b, c)) / 2, 0);
    return Math.abs(patch.area - drawn) <= drawn * MOST_OFF ? patch : undefined;
  });
  return { areas: patches.map((patch) => patch?.area), volume: volumeOf(rims, patches) };
}

function volumeOf(rims: Rims, patches: readonly (Patch | undefined)[]): number | undefined {
  let sum = 0;
  for (const patch of patches) {
    if (patch === undefined) return undefined;
    sum += patch.moment;
  }
  return rims.closed && patches.length > 0 ? Math.abs(sum) / 3 : undefined;
}

function roundPatch(
  chart: Chart,
  rims: Rims,
  face: number,
  base: Vector,
  tolerance: number,
): Patch | undefined {
  const triangles = rims.triangles(face);
  const places = [...new Set(triangles.flat())].map(rims.corner);
  if (places.some((place) => chart.off(place) > tolerance)) return undefined;
  const caps =
    chart.ends === "poles"
      ? triangles.flatMap(([a, b, c]) => {
          const turned = [
            [a, b, c],
            [b, c, a],
            [c, a, b],
          ].find(([pole = 0]) => chart.at(rims.corner(pole)).rho <= tolerance);
          return turned === undefined ? [] : [turned.map(rims.corner) as [Vector, Vector, Vector]];
        })
      : [];
  const rim = (rims.sides[face] ?? []).map(({ from, to }) => [rims.corner(from), rims.corner(to)] as const);
  return patchOf(chart, rim, caps, places, base, tolerance);
}

function planePatch(
  mesh: CadMesh,
  rims: Rims,
  charts: readonly (Chart | undefined)[],
  face: number,
  base: Vector,
  tolerance: number,
): Patch | undefined {
  const { axis, origin: stated } = mesh.faces[face]?.surface ?? {};
  const [some] = rims.triangles(face);
  if (axis === undefined || some === undefined) return undefined;
  const origin = stated ?? rims.corner(some[0]);
  let normal = unit(axis);
  let area = 0;
  for (const [a, b, c] of rims.triangles(face)) {
    for (const corner of [a, b, c])
      if (Math.abs(dot(normal, subtract(rims.corner(corner), origin))) > tolerance) return undefined;
    area += dot(normal, doubled(rims, a, b, c)) / 2;
  }
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
  rims: Rims,
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
function doubled(rims: Rims, a: number, b: number, c: number): Vector {
  const from = rims.corner(a);
  return cross(subtract(rims.corner(b), from), subtract(rims.corner(c), from));
}
