/**
 * How far a body reaches in a direction, as its surfaces do: triangles fall short of round sides. Planes, cylinders and
 * cones reach farthest at their rims, which are lines and arcs; a sphere or a ring may do so within a face. mm.
 */
import type { CadMesh, Surface } from "../../../shared/model/cad.ts";
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { cross, lengthOf, middleOf, unit } from "../vectors.ts";
import { exactSizeOf } from "./exact-size.ts";
import { arcOf, chartOf, type Arc, type Chart } from "./patch.ts";
import { rimsOf } from "./rims.ts";

/** A face of a sphere or a ring, which may be farthest out where it has no corner. */
interface Dome {
  readonly triangles: readonly (readonly [Vector, Vector, Vector])[];
  readonly corners: readonly Vector[];
  /** What it may stand out over its corners at most. */
  readonly height: number;
  /** The farthest place in a unit direction of the whole sphere or ring, and how far that is; no place where it is a circle. */
  readonly top: (direction: Vector) => { readonly reach: number; readonly at: Vector | undefined };
}

interface Outline {
  readonly arcs: readonly Arc[];
  readonly domes: readonly Dome[];
}

const known = new WeakMap<CadMesh, Outline>();

/**
 * The largest of `direction · place` over the body; the direction need not be unit.
 * @returns undefined where a formula gives none
 */
export function reachOf(mesh: CadMesh, direction: Vector): number | undefined {
  if (!exactSizeOf(mesh).hasBox) return undefined;
  let outline = known.get(mesh);
  if (outline === undefined) {
    outline = outlineOf(mesh);
    known.set(mesh, outline);
  }
  let reach = -Infinity;
  const { positions } = mesh;
  const [x, y, z] = direction;
  for (let at = 0; at + 2 < positions.length; at += 3)
    reach = Math.max(
      reach,
      x * (positions[at] ?? 0) + y * (positions[at + 1] ?? 0) + z * (positions[at + 2] ?? 0),
    );
  for (const arc of outline.arcs) {
    const top = topOf(arc, direction);
    if (top !== undefined) reach = Math.max(reach, dot(direction, top));
  }
  const length = lengthOf(direction);
  const { tolerance } = rimsOf(mesh);
  for (const { triangles, corners, height, top } of outline.domes) {
    const whole = top(unit(direction));
    let farthest = -Infinity;
    for (const corner of corners) farthest = Math.max(farthest, dot(direction, corner) / length);
    const limit = Math.min(whole.reach, farthest + height);
    if (limit * length <= reach + tolerance * length) continue;
    if (whole.at === undefined || !isOver(whole.at, triangles, unit(direction), height)) return undefined;
    reach = Math.max(reach, whole.reach * length);
  }
  return reach;
}

/** Whether a place stands over one of the triangles, no higher than they are below their surface. */
function isOver(
  place: Vector,
  triangles: readonly (readonly [Vector, Vector, Vector])[],
  direction: Vector,
  height: number,
): boolean {
  return triangles.some(([a, b, c]) => {
    const normal = cross(subtract(b, a), subtract(c, a));
    const slope = dot(normal, direction);
    if (slope <= 0) return false;
    const foot = along(place, direction, -dot(normal, subtract(place, a)) / slope);
    if (lengthOf(subtract(foot, place)) > height * 2) return false;
    return (
      [
        [a, b],
        [b, c],
        [c, a],
      ] as const
    ).every(([from, to]) => dot(normal, cross(subtract(to, from), subtract(foot, from))) >= 0);
  });
}

/** The place of an arc's circle that is farthest in a direction, where it is on the arc. */
function topOf({ centre, radius, normal, chord }: Arc, direction: Vector): Vector | undefined {
  const inPlane = along(direction, normal, -dot(direction, normal));
  if (lengthOf(inPlane) < 1e-9 * lengthOf(direction)) return undefined;
  const top = along(centre, unit(inPlane), radius);
  const outwards = subtract(middleOf(...chord), centre);
  return dot(subtract(top, chord[0]), outwards) > 0 ? top : undefined;
}

function outlineOf(mesh: CadMesh): Outline {
  const rims = rimsOf(mesh);
  const arcs: Arc[] = [];
  const domes: Dome[] = [];
  mesh.faces.forEach(({ surface }, face) => {
    const chart = surface === undefined ? undefined : chartOf(surface);
    if (surface === undefined || chart === undefined) return;
    for (const side of rims.sides[face] ?? []) {
      const arc = arcOf(chart, [rims.corner(side.from), rims.corner(side.to)], surface, rims.tolerance);
      if (arc !== undefined) arcs.push(arc);
    }
    if (surface.kind !== "sphere" && surface.kind !== "torus") return;
    const triangles = rims.triangles(face);
    domes.push({
      corners: [...new Set(triangles.flat())].map(rims.corner),
      triangles: triangles.map((corners) => corners.map(rims.corner) as [Vector, Vector, Vector]),
      height: heightOver(chart, triangles, rims.corner),
      top: (direction) => topOfWhole(chart, surface, direction),
    });
  });
  return { arcs, domes };
}

function topOfWhole(
  { frame: { origin, z } }: Chart,
  { kind, radius = 0, minorRadius = 0 }: Surface,
  direction: Vector,
): ReturnType<Dome["top"]> {
  if (kind === "sphere") {
    const at = along(origin, direction, radius);
    return { reach: dot(direction, at), at };
  }
  const across = along(direction, z, -dot(direction, z));
  const share = lengthOf(across);
  return {
    reach: dot(direction, origin) + share * radius + minorRadius,
    at: share < 1e-9 ? undefined : along(along(origin, unit(across), radius), direction, minorRadius),
  };
}

/** How far a round face stands above its triangles at most, by the longest of their sides. */
function heightOver(
  chart: Chart,
  triangles: readonly (readonly [number, number, number])[],
  corner: (vertex: number) => Vector,
): number {
  let longest = 0;
  for (const [a, b, c] of triangles)
    for (const [from, to] of [
      [a, b],
      [b, c],
      [c, a],
    ] as const)
      longest = Math.max(longest, lengthOf(subtract(corner(from), corner(to))));
  // No place is farther from a corner than 1/√3 of it, a little more on a round face; the step is the smaller radius.
  const reach = Math.min(chart.step, longest * 0.65);
  return chart.step - Math.sqrt(chart.step ** 2 - reach ** 2);
}
