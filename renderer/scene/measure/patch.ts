/**
 * Area and flux of a patch of an elementary surface, from its rim alone (Green's theorem in the surface's own two
 * coordinates): as exact as the surface, however coarse its triangles are. For rims of arcs and lines that the
 * coordinates follow, as turned and drilled faces, cones and fillets have them; none else. mm.
 */
import type { Surface } from "../../../shared/model/cad.ts";
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { acrossOf } from "../section/section-planes.ts";
import { cross, sumOf, unit } from "../vectors.ts";

export interface Patch {
  /** mm² */
  readonly area: number;
  /** The normal, as the triangles have it, times the area: summed over all of it. mm² */
  readonly flux: Vector;
  /** The place, from the base, times the normal, summed: a third of it is its share of a volume. mm³ */
  readonly moment: number;
}

/** One of the rim's chords, in the order of its triangle: outside is where they run counter-clockwise. */
export type Chord = readonly [from: Vector, to: Vector];

/** An arc of less than half a turn. */
export interface Arc {
  readonly centre: Vector;
  readonly radius: number;
  readonly normal: Vector;
  readonly chord: Chord;
}

/** Sums up to a place along the second coordinate; the normal is (radial cos u, radial sin u, axial). */
interface Sums {
  readonly area: number;
  readonly radial: number;
  readonly axial: number;
  readonly moment: number;
}

/** The first coordinate is the angle about the axis, radians; the second a height, mm, or an angle. */
export interface Chart {
  readonly at: (point: Vector) => { readonly u: number; readonly v: number; readonly rho: number };
  /** mm by which a point stands off the surface. */
  readonly off: (point: Vector) => number;
  /** mm for a step of the second coordinate. */
  readonly step: number;
  readonly sums: (v: number) => Sums;
  /** The second coordinate goes round. */
  readonly round: boolean;
  /** In what the surface ends on its axis, where every angle is the same place. */
  readonly ends: "apex" | "poles" | undefined;
  readonly frame: { readonly origin: Vector; readonly x: Vector; readonly y: Vector; readonly z: Vector };
}

export function chartOf({ kind, origin, axis, radius, minorRadius, semiAngle }: Surface): Chart | undefined {
  if (origin === undefined || axis === undefined || radius === undefined) return undefined;
  const z = unit(axis);
  const [x, y] = acrossOf(z);
  const split = (point: Vector): { u: number; rho: number; height: number } => {
    const from = subtract(point, origin);
    const [a, b] = [dot(from, x), dot(from, y)];
    return { u: Math.atan2(b, a), rho: Math.hypot(a, b), height: dot(from, z) };
  };
  const common = { frame: { origin, x, y, z }, step: 1, round: false, ends: undefined };
  switch (kind) {
    case "cylinder":
      return {
        ...common,
        at: (point) => withHeight(split(point)),
        off: (point) => Math.abs(split(point).rho - radius),
        sums: (v) => ({ area: radius * v, radial: radius * v, axial: 0, moment: radius * radius * v }),
      };
    case "cone": {
      const slope = Math.tan(semiAngle ?? 0);
      if (Math.abs(slope) < 1e-6) return undefined;
      const steep = Math.hypot(1, slope);
      return {
        ...common,
        ends: "apex",
        at: (point) => withHeight(split(point)),
        // Beyond its apex a cone goes on, which no face does.
        off: (point) => {
          const { rho, height } = split(point);
          return Math.abs(rho - (radius + height * slope)) / steep;
        },
        sums: (v) => {
          // From the apex, which so adds nothing.
          const sum = (radius + v * slope) ** 2 / (2 * slope);
          return { area: sum * steep, radial: sum, axial: -slope * sum, moment: radius * sum };
        },
      };
    }
    case "sphere":
      return {
        ...common,
        step: radius,
        ends: "poles",
        at: (point) => {
          const { u, rho, height } = split(point);
          return { u, v: Math.atan2(height, rho), rho };
        },
        off: (point) => {
          const { rho, height } = split(point);
          return Math.abs(Math.hypot(rho, height) - radius);
        },
        sums: (v) => ({
          area: radius ** 2 * Math.sin(v),
          radial: radius ** 2 * (v / 2 + Math.sin(2 * v) / 4),
          axial: (radius ** 2 * Math.sin(v) ** 2) / 2,
          moment: radius ** 3 * Math.sin(v),
        }),
      };
    case "torus": {
      const minor = minorRadius ?? 0;
      // One that goes through itself has places with two pairs of coordinates.
      if (!(minor > 0 && minor < radius)) return undefined;
      return {
        ...common,
        step: minor,
        round: true,
        at: (point) => {
          const { u, rho, height } = split(point);
          return { u, v: Math.atan2(height, rho - radius), rho };
        },
        off: (point) => {
          const { rho, height } = split(point);
          return Math.abs(Math.hypot(rho - radius, height) - minor);
        },
        sums: (v) => {
          const [sine, cosine, square] = [Math.sin(v), Math.cos(v), v / 2 + Math.sin(2 * v) / 4];
          return {
            area: minor * (radius * v + minor * sine),
            radial: minor * (radius * sine + minor * square),
            axial: -minor * (radius * cosine + (minor * cosine * cosine) / 2),
            moment: minor * (radius ** 2 * sine + radius * minor * (v + square) + minor ** 2 * sine),
          };
        },
      };
    }
    default:
      return undefined;
  }
}

function withHeight({ u, rho, height }: { u: number; rho: number; height: number }): {
  u: number;
  v: number;
  rho: number;
} {
  return { u, v: height, rho };
}

/** Whether a chord stands for an arc about the axis, or for one across it (a line, of a cylinder); undefined: for neither. */
export function alongOf(chart: Chart, [from, to]: Chord, tolerance: number): "u" | "v" | undefined {
  const [a, b] = [chart.at(from), chart.at(to)];
  if (chart.ends !== undefined && Math.min(a.rho, b.rho) <= tolerance) return "v";
  const rise = chart.round ? turn(b.v - a.v) : b.v - a.v;
  if (Math.abs(rise) * chart.step <= tolerance) return "u";
  return Math.abs(turn(b.u - a.u)) * Math.max(a.rho, b.rho) <= tolerance ? "v" : undefined;
}

/** The arc a chord of a face's rim stands for; undefined where it stands for a line, or for neither. */
export function arcOf(
  chart: Chart,
  chord: Chord,
  { kind, radius = 0, minorRadius = 0 }: Surface,
  tolerance: number,
): Arc | undefined {
  const { origin, z } = chart.frame;
  const [near, far] = chord;
  const way = alongOf(chart, chord, tolerance);
  const height = dot(z, subtract(near, origin));
  if (way === "u") return { centre: along(origin, z, height), radius: chart.at(near).rho, normal: z, chord };
  if (way === undefined || (kind !== "sphere" && kind !== "torus")) return undefined;
  // The end that is farther from the axis tells where around it the arc stands.
  const [out] = [near, far].toSorted((a, b) => chart.at(b).rho - chart.at(a).rho) as [Vector, Vector];
  const outwards = unit(subtract(out, along(origin, z, dot(z, subtract(out, origin)))));
  const normal = unit(cross(outwards, z));
  return kind === "sphere"
    ? { centre: origin, radius, normal, chord }
    : { centre: along(origin, outwards, radius), radius: minorRadius, normal, chord };
}

/**
 * @param rim where the patch ends, in any order
 * @param caps triangles with a corner in a pole of a sphere: the pole, and the other two corners in order
 * @param places of its corners, all of them
 * @returns undefined where the rim does not follow the coordinates, or the surface closes in both of them
 */
export function patchOf(
  chart: Chart,
  rim: readonly Chord[],
  caps: readonly (readonly [pole: Vector, next: Vector, last: Vector])[],
  places: Iterable<Vector>,
  base: Vector,
  tolerance: number,
): Patch | undefined {
  const coordinates = [...places].map(chart.at);
  const cut = chart.round ? gapIn(coordinates.map(({ v }) => v)) : undefined;
  // What goes round in the second coordinate is summed up along the first, which then must not.
  const across = chart.round && cut === undefined;
  const seam = across ? gapIn(coordinates.map(({ u }) => u)) : undefined;
  if (across && seam === undefined) return undefined;
  let [area, moment, x, y, z] = [0, 0, 0, 0, 0];
  const arc = (v: number, from: number, by: number): void => {
    const sums = chart.sums(v);
    area -= sums.area * by;
    moment -= sums.moment * by;
    x -= sums.radial * (Math.sin(from + by) - Math.sin(from));
    y -= sums.radial * (Math.cos(from) - Math.cos(from + by));
    z -= sums.axial * by;
  };
  const rise = (u: number, from: number, by: number): void => {
    const [low, high] = [chart.sums(from), chart.sums(from + by)];
    area += u * (high.area - low.area);
    moment += u * (high.moment - low.moment);
    x += Math.sin(u) * (high.radial - low.radial);
    y -= Math.cos(u) * (high.radial - low.radial);
    z += u * (high.axial - low.axial);
  };
  for (const chord of rim) {
    const way = alongOf(chart, chord, tolerance);
    if (way === undefined) return undefined;
    const [a, b] = [chart.at(chord[0]), chart.at(chord[1])];
    if (way === "u" && !across) arc(middle(a.v, b.v, cut), a.u, turn(b.u - a.u));
    if (way === "v" && across) rise(middle(a.u, b.u, seam), a.v, turn(b.v - a.v));
  }
  for (const [pole, next, last] of caps) {
    const [from, to] = [chart.at(last).u, chart.at(next).u];
    arc(Math.sign(chart.at(pole).v) * (Math.PI / 2), from, turn(to - from));
  }
  const { frame } = chart;
  const flux = sumOf(sumOf(times(frame.x, x), times(frame.y, y)), times(frame.z, z));
  return { area: Math.abs(area), flux, moment: moment + dot(subtract(frame.origin, base), flux) };
}

/**
 * Whether triangles lie side by side in the chart, all the same way round: else a rim does not say what is within it.
 * @param triangles without those that have a corner on the axis
 */
export function isUnfolded(chart: Chart, triangles: readonly (readonly [Vector, Vector, Vector])[]): boolean {
  let [up, down] = [0, 0];
  for (const corners of triangles) {
    const [a, b, c] = corners.map(chart.at) as [Coordinates, Coordinates, Coordinates];
    const [ab, bc, ca] = [turn(b.u - a.u), turn(c.u - b.u), turn(a.u - c.u)];
    // The axis goes through it, or through one of its sides: a pole that is no corner.
    if (Math.abs(ab + bc + ca) > 1 || Math.max(...[ab, bc, ca].map(Math.abs)) > 3) return false;
    const step = (to: Coordinates): number => (chart.round ? turn(to.v - a.v) : to.v - a.v);
    const area = ab * step(c) + ca * step(b);
    if (area > 0) up += area;
    else down -= area;
  }
  return Math.min(up, down) <= FOLDED * Math.max(up, down);
}

/** Of a face, folded over: slivers may be, for corners are rounded. */
const FOLDED = 1e-4;

type Coordinates = ReturnType<Chart["at"]>;

/** Of two angles that are nearly the same, or two heights. @param cut where angles begin anew */
function middle(a: number, b: number, cut: number | undefined): number {
  if (cut === undefined) return (a + b) / 2;
  const after = (angle: number): number => (angle < cut ? angle + 2 * Math.PI : angle);
  return (after(a) + after(b)) / 2;
}

/** Radians that no corner comes near: narrower ones may be the meshes' own steps. */
const GAP = 1.2;

/** The middle of the widest gap between angles; undefined where they go all round. */
function gapIn(angles: readonly number[]): number | undefined {
  const sorted = [...angles].toSorted((a, b) => a - b);
  let widest = 0;
  let cut = 0;
  sorted.forEach((angle, at) => {
    const next = sorted[at + 1] ?? (sorted[0] ?? 0) + 2 * Math.PI;
    if (next - angle <= widest) return;
    widest = next - angle;
    cut = angle + widest / 2;
  });
  return widest > GAP ? turn(cut) : undefined;
}

/** The same angle, from −π to π. */
function turn(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}

function times([x, y, z]: Vector, factor: number): Vector {
  return [x * factor, y * factor, z * factor];
}
