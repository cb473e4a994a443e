/**
 * Areas and volume of a mesh as its surfaces have them, not its triangles: of plane faces between lines and arcs, and
 * of round faces whose rims follow their surface. What is bounded otherwise, or free-form, has none. mm.
 */
import type { CadMesh, Surface } from "../../../shared/model/cad.ts";
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { cross, lengthOf, middleOf, unit } from "../vectors.ts";
import {
  alongOf,
  arcOf,
  chartOf,
  isUnfolded,
  patchOf,
  type Arc,
  type Chart,
  type Chord,
  type Patch,
} from "./patch.ts";
import { rimsOf, type Rims, type Side } from "./rims.ts";

export interface ExactSize {
  /** mm², per face; undefined where a formula gives none. */
  readonly areas: readonly (number | undefined)[];
  /** mm², of all faces. */
  readonly area: number | undefined;
  /** mm³; undefined also where the mesh is not closed. */
  readonly volume: number | undefined;
  /** All faces are bounded by what formulas follow, so that its box can be said. */
  readonly hasBox: boolean;
}

/** Of one mesh; more would hold the window up for long, some microseconds each, and hold much memory. */
const MOST_TRIANGLES = 60_000;
/** Triangles are never so far off what they stand for: then something is not what it is taken for. */
const MOST_OFF = 0.25;
/** Cosine of the angle from which planes, or a plane and an axis, are square or parallel. */
const SQUARE = 1e-6;
/**
 * What rounded corners may change of an exact value at most, as a share of it, if all were moved the same way; they
 * are not, and what they change is a hundredth of that. Of a box it is all.
 */
const MOST_ROUNDED = 1e-3;
const BOX_ROUNDED = 2e-5;
/** Of its radius: corners farther off a round face are not of it, however large the part. */
const OFF_ROUND = 1e-3;
const NO_SIZE = { area: undefined, volume: undefined, hasBox: false } as const;

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
  if (mesh.indices.length > MOST_TRIANGLES * 3) return { areas: mesh.faces.map(() => undefined), ...NO_SIZE };
  const rims = rimsOf(mesh);
  const charts = mesh.faces.map(({ surface }) => (surface === undefined ? undefined : chartOf(surface)));
  const triangles = mesh.faces.map((_, face) => rims.triangles(face));
  const vertices = triangles.map((own) => [...new Set(own.flat())]);
  const tolerances = charts.map((chart, face) =>
    chart === undefined ? rims.tolerance : toleranceOf(chart, rims, vertices[face] ?? []),
  );
  const base = rims.corner(0);
  const all: Known = { mesh, rims, charts, triangles, vertices, tolerances };
  const patches = mesh.faces.map(({ surface }, face): Patch | undefined => {
    const patch = surface?.kind === "plane" ? planePatch(all, face, base) : roundPatch(all, face, base);
    if (patch === undefined) return undefined;
    let drawn = 0;
    for (const [a, b, c] of triangles[face] ?? []) drawn += lengthOf(doubled(rims, a, b, c)) / 2;
    return Math.abs(patch.area - drawn) <= drawn * MOST_OFF ? patch : undefined;
  });
  const around = rims.sides.map((own) =>
    own.reduce((sum, { from, to }) => sum + lengthOf(subtract(rims.corner(from), rims.corner(to))), 0),
  );
  /** Where corners may be moved, along a rim or a skin of so much, and that does not change the value much. */
  const unlessRounded = (value: number, edge: number): number | undefined =>
    rims.grain * edge <= value * MOST_ROUNDED ? value : undefined;
  const areas = patches.map((patch, face) => patch && unlessRounded(patch.area, around[face] ?? 0));
  const whole = patches.filter((patch) => patch !== undefined);
  if (whole.length < patches.length || whole.length === 0) return { areas, ...NO_SIZE };
  const area = whole.reduce((sum, patch) => sum + patch.area, 0);
  const volume = Math.abs(whole.reduce((sum, { moment }) => sum + moment, 0)) / 3;
  return {
    areas,
    area: unlessRounded(
      area,
      around.reduce((sum, length) => sum + length, 0),
    ),
    volume: rims.closed ? unlessRounded(volume, area) : undefined,
    hasBox: rims.grain <= Math.sqrt(area) * BOX_ROUNDED,
  };
}

/** What is known of all faces before their patches. */
interface Known {
  readonly mesh: CadMesh;
  readonly rims: Rims;
  readonly charts: readonly (Chart | undefined)[];
  /** Of each face, and the corners of all of them, each once. */
  readonly triangles: readonly (readonly (readonly [number, number, number])[])[];
  readonly vertices: readonly (readonly number[])[];
  /** mm, per face: narrower for small round ones. */
  readonly tolerances: readonly number[];
}

function toleranceOf(chart: Chart, { corner, tolerance, grain }: Rims, vertices: readonly number[]): number {
  let widest = 0;
  for (const vertex of vertices) widest = Math.max(widest, chart.at(corner(vertex)).rho);
  const radius = chart.round ? Math.min(chart.step, widest) : widest;
  return Math.min(tolerance, Math.max(radius * OFF_ROUND, grain * 4));
}

function roundPatch(known: Known, face: number, base: Vector): Patch | undefined {
  const { mesh, rims, charts, tolerances } = known;
  const [chart, surface] = [charts[face], mesh.faces[face]?.surface];
  if (chart === undefined || surface === undefined) return undefined;
  const tolerance = tolerances[face] ?? 0;
  const places = (known.vertices[face] ?? []).map(rims.corner);
  if (places.some((place) => chart.off(place) > tolerance)) return undefined;
  const caps: [Vector, Vector, Vector][] = [];
  const flat: [Vector, Vector, Vector][] = [];
  for (const [first, second, third] of known.triangles[face] ?? []) {
    const [a, b, c] = [rims.corner(first), rims.corner(second), rims.corner(third)];
    const isPole = (place: Vector): boolean => chart.ends !== undefined && chart.at(place).rho <= tolerance;
    if (isPole(a)) caps.push([a, b, c]);
    else if (isPole(b)) caps.push([b, c, a]);
    else if (isPole(c)) caps.push([c, a, b]);
    else flat.push([a, b, c]);
  }
  if (!isUnfolded(chart, flat)) return undefined;
  const rim: Chord[] = [];
  for (const side of rims.sides[face] ?? []) {
    const chord: Chord = [rims.corner(side.from), rims.corner(side.to)];
    const beyond = rims.partners(side);
    // A curve of another kind may begin and end where an arc or a line would: the face beyond tells.
    const middle = middleAlong(arcOf(chart, chord, surface, tolerance), chord);
    if (beyond.length > 0 && !beyond.some((partner) => isBeyond(middle, partner, known))) return undefined;
    rim.push(chord);
  }
  return patchOf(chart, rim, chart.ends === "poles" ? caps : [], places, base, tolerance);
}

function middleAlong(arc: Arc | undefined, chord: Chord): Vector {
  const middle = middleOf(...chord);
  return arc === undefined ? middle : along(arc.centre, unit(subtract(middle, arc.centre)), arc.radius);
}

/** Whether a place is on the face beyond a side. */
function isBeyond(place: Vector, { face, from }: Side, { mesh, rims, charts }: Known): boolean {
  const [chart, surface] = [charts[face], mesh.faces[face]?.surface];
  if (chart !== undefined) return chart.off(place) <= rims.tolerance * 2;
  if (surface?.kind !== "plane" || surface.axis === undefined) return false;
  const origin = surface.origin ?? rims.corner(from);
  return Math.abs(dot(unit(surface.axis), subtract(place, origin))) <= rims.tolerance * 2;
}

function planePatch(
  { mesh, rims, charts, triangles, tolerances }: Known,
  face: number,
  base: Vector,
): Patch | undefined {
  const { axis, origin: stated } = mesh.faces[face]?.surface ?? {};
  const own = triangles[face] ?? [];
  const [some] = own;
  if (axis === undefined || some === undefined) return undefined;
  const { tolerance } = rims;
  const origin = stated ?? rims.corner(some[0]);
  let normal = unit(axis);
  let area = 0;
  for (const [a, b, c] of own) {
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
        return (
          other &&
          beyond(side, normal, rims, other, charts[partner.face], tolerances[partner.face] ?? tolerance)
        );
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
