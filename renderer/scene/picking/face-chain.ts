/** Faces of a mesh that go on from each other smoothly, as a fillet goes on into the planes beside it. Pure. */
import type { CadMesh } from "../../../shared/model/cad.ts";

/** Normals on both sides of a smooth edge differ by no more, radians: triangles are not the surface itself. */
const SMOOTH = (6 * Math.PI) / 180;
/** mm; faces of one solid share the very points of their edges, but each with its own rounding. */
const SAME_POINT = 1e-4;

/**
 * The face and every face that is reached from it over smooth edges, in ascending order. A face that
 * touches another in a single point only is not reached by it.
 */
export function smoothChain(mesh: CadMesh, start: number): readonly number[] {
  const neighbours = smoothNeighbours(mesh);
  const reached = new Set([start]);
  for (const face of reached) for (const next of neighbours.get(face) ?? []) reached.add(next);
  return [...reached].sort((a, b) => a - b);
}

const known = new WeakMap<CadMesh, ReadonlyMap<number, ReadonlySet<number>>>();

function smoothNeighbours(mesh: CadMesh): ReadonlyMap<number, ReadonlySet<number>> {
  const before = known.get(mesh);
  if (before !== undefined) return before;
  const made = findNeighbours(mesh);
  known.set(mesh, made);
  return made;
}

interface Rim {
  readonly face: number;
  /** Vertices at the ends, in the order of the points' names. */
  readonly ends: readonly [number, number];
}

function findNeighbours({ positions, normals, indices, faces }: CadMesh): Map<number, Set<number>> {
  const pointOf = namePoints(positions);
  const rims = new Map<string, Rim[]>();
  faces.forEach(({ first, count }, face) => {
    // Sides of triangles that only one triangle of the face has: its rim.
    const sides = new Map<string, readonly [number, number] | undefined>();
    for (let at = first * 3; at < (first + count) * 3; at++) {
      const next = at % 3 === 2 ? at - 2 : at + 1;
      const [a, b] = [indices[at] ?? 0, indices[next] ?? 0];
      const [pointA, pointB] = [pointOf[a] ?? 0, pointOf[b] ?? 0];
      if (pointA === pointB) continue;
      const key = pointA < pointB ? `${pointA} ${pointB}` : `${pointB} ${pointA}`;
      sides.set(key, sides.has(key) ? undefined : pointA < pointB ? [a, b] : [b, a]);
    }
    for (const [key, ends] of sides) {
      if (ends === undefined) continue;
      const list = rims.get(key);
      if (list === undefined) rims.set(key, [{ face, ends }]);
      else list.push({ face, ends });
    }
  });
  const least = Math.cos(SMOOTH);
  const smooth = (a: number, b: number): boolean =>
    [0, 1, 2].reduce((sum, i) => sum + (normals[a * 3 + i] ?? 0) * (normals[b * 3 + i] ?? 0), 0) >= least;
  const neighbours = new Map<number, Set<number>>();
  const join = (a: number, b: number): void => {
    const set = neighbours.get(a) ?? new Set();
    neighbours.set(a, set.add(b));
  };
  for (const [first, second] of rims.values()) {
    if (first === undefined || second === undefined || first.face === second.face) continue;
    if (!smooth(first.ends[0], second.ends[0]) || !smooth(first.ends[1], second.ends[1])) continue;
    join(first.face, second.face);
    join(second.face, first.face);
  }
  return neighbours;
}

/** A number per vertex, the same for vertices at the same place. */
function namePoints(positions: Float32Array): Int32Array {
  const names = new Int32Array(positions.length / 3);
  const numbers = new Map<string, number>();
  for (let vertex = 0; vertex < names.length; vertex++) {
    const place = [0, 1, 2].map((axis) => Math.round((positions[vertex * 3 + axis] ?? 0) / SAME_POINT));
    const key = place.join();
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    names[vertex] = number;
  }
  return names;
}
