/** Where the faces of a mesh end, and what lies beyond: corners that are one are taken for one. mm. */
import type { CadMesh } from "../../../shared/model/cad.ts";
import { boundsOfPositions, radiusOfBounds } from "../../../shared/geometry/bounds.ts";
import { tableSize, weld } from "../../../shared/geometry/weld.ts";
import type { Vector } from "../camera/orbit.ts";

/** Of the extent: how far systems write edges off their surfaces. */
const TOLERANCE = 1e-5;
/** Of the farthest coordinate: what single precision may move a corner by, about. */
const GRAIN = 2 ** -23;

/** A side of a triangle that no other triangle of its face has. */
export interface Side {
  readonly face: number;
  readonly from: number;
  readonly to: number;
  /** The triangle's third corner: inside of the face is there. */
  readonly third: number;
}

export interface Rims {
  /** mm within which a place lies on a surface. */
  readonly tolerance: number;
  /** mm by which corners are rounded: much, far from the origin. */
  readonly grain: number;
  readonly corner: (vertex: number) => Vector;
  /** By face. */
  readonly sides: readonly (readonly Side[])[];
  /** Of the faces on the other side: one, none at a rim of the whole mesh, more where bodies touch. */
  readonly partners: (side: Side) => readonly Side[];
  readonly closed: boolean;
  /** Triangles of a face, as three corners; without those that have no area. */
  readonly triangles: (face: number) => readonly (readonly [number, number, number])[];
}

const NONE: readonly Side[] = [];

const known = new WeakMap<CadMesh, Rims>();

/** Worked out at the first question; a mesh does not change. */
export function rimsOf(mesh: CadMesh): Rims {
  const before = known.get(mesh);
  if (before !== undefined) return before;
  const made = makeRims(mesh);
  known.set(mesh, made);
  return made;
}

function makeRims({ positions, indices, faces }: CadMesh): Rims {
  const one = weld(positions);
  const corners = Int32Array.from(indices, (index) => one[index] ?? 0);
  const isFlat = (at: number): boolean => {
    const [a, b, c] = [corners[at], corners[at + 1], corners[at + 2]];
    return a === b || b === c || c === a;
  };
  const findSides = sidesFinder(corners, isFlat, faces);
  const all = new Map<number, Side[]>();
  const key = (from: number, to: number): number => from * (positions.length / 3) + to;
  const sides = faces.map((_, face) => {
    const own = findSides(face);
    for (const side of own) {
      const at = key(side.from, side.to);
      const meeting = all.get(at);
      if (meeting === undefined) all.set(at, [side]);
      else meeting.push(side);
    }
    return own;
  });
  const grain = reachOf(positions) * GRAIN;
  return {
    tolerance: radiusOfBounds(boundsOfPositions(positions)) * TOLERANCE + grain,
    grain,
    corner: (vertex) => [
      positions[vertex * 3] ?? 0,
      positions[vertex * 3 + 1] ?? 0,
      positions[vertex * 3 + 2] ?? 0,
    ],
    sides,
    triangles: (face) => {
      const { first = 0, count = 0 } = faces[face] ?? {};
      const found: (readonly [number, number, number])[] = [];
      for (let at = first * 3; at < (first + count) * 3; at += 3)
        if (!isFlat(at)) found.push([corners[at] ?? 0, corners[at + 1] ?? 0, corners[at + 2] ?? 0]);
      return found;
    },
    partners: ({ from, to }) => all.get(key(to, from)) ?? NONE,
    closed: sides.every((own) =>
      own.every(({ from, to }) => all.get(key(from, to))?.length === all.get(key(to, from))?.length),
    ),
  };
}

/**
 * Sides are numbered by the corner at which they begin. Those of a face go into one table of numbers: a mesh may have a
 * million, and as objects they would take a second.
 */
function sidesFinder(
  corners: Int32Array,
  isFlat: (at: number) => boolean,
  faces: CadMesh["faces"],
): (face: number) => readonly Side[] {
  const most = tableSize(faces.reduce((most, { count }) => Math.max(most, count * 3), 1));
  const table = new Int32Array(most);
  /** Which face an entry is of, one more than it: entries of others count as free. */
  const owner = new Int32Array(most);
  /** As much of the table as the face needs: little of it is at hand at once. */
  let size = most;
  const next = (at: number): number => (at % 3 === 2 ? at - 2 : at + 1);
  /** The place of a side, or the free one where it would stand. */
  const placeOf = (from: number, to: number, stamp: number): number => {
    // Numbers of neighbours are near to each other: unmixed (MurmurHash3's way) they would stand in long rows.
    let mixed = Math.imul(from, 0x9e37_79b1) + to;
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85eb_ca6b);
    let place = (mixed ^ (mixed >>> 13)) & (size - 1);
    while (owner[place] === stamp) {
      const at = table[place] ?? 0;
      if (corners[at] === from && corners[next(at)] === to) break;
      place = (place + 1) & (size - 1);
    }
    return place;
  };
  return (face) => {
    const { first = 0, count = 0 } = faces[face] ?? {};
    if (count === 0) return NONE;
    const stamp = face + 1;
    size = tableSize(count * 3);
    for (let at = first * 3; at < (first + count) * 3; at++) {
      if (isFlat(at - (at % 3))) continue;
      const place = placeOf(corners[at] ?? 0, corners[next(at)] ?? 0, stamp);
      table[place] = at;
      owner[place] = stamp;
    }
    const sides: Side[] = [];
    for (let at = first * 3; at < (first + count) * 3; at++) {
      if (isFlat(at - (at % 3))) continue;
      const [from, to] = [corners[at] ?? 0, corners[next(at)] ?? 0];
      if (owner[placeOf(to, from, stamp)] !== stamp)
        sides.push({ face, from, to, third: corners[next(next(at))] ?? 0 });
    }
    return sides;
  };
}

function reachOf(positions: Float32Array): number {
  let reach = 0;
  for (const value of positions) reach = Math.max(reach, Math.abs(value));
  return reach;
}
