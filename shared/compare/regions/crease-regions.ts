/**
 * A mesh cut where a drawing would have an edge: along creases, rims and the borders of the faces that its file
 * names. What is left together is a region: a flat side, the wall of a hole, a curved skin.
 */
import { sidesOf } from "../../geometry/triangle-sides.ts";
import { weldVertices } from "../../geometry/weld-vertices.ts";
import type { CadMesh } from "../../model/cad.ts";

/** radians, as where the edges of such meshes are drawn: above the 0.5 rad that kernels let a curve turn. */
const CREASE = (30 * Math.PI) / 180;

/** Where more lie side by side, the inner ones stay alone: there is nothing to see of them. */
const MOST_SLIVERS_IN_A_ROW = 4;

export interface MeshRegions {
  /** Region of each triangle; of one without an area, some region beside it. */
  readonly of: Int32Array;
  readonly count: number;
  /** Triangles that share a side within a region: pairs, one after the other. */
  readonly joints: Uint32Array;
  /** x, y, z per triangle, unit; 0 of one without an area. */
  readonly normals: Float32Array;
  /** mm² per triangle. */
  readonly areas: Float32Array;
}

export function creaseRegions({ positions, indices, faces }: CadMesh): MeshRegions {
  const triangles = indices.length / 3;
  const { normals, areas } = flatNormals(positions, indices);
  const welded = weldVertices(positions);
  const { count, first, second, uses } = sidesOf(indices.map((vertex) => welded[vertex] ?? 0));
  const faceOf = new Int32Array(triangles);
  faces.forEach((face, at) => faceOf.fill(at, face.first, face.first + face.count));
  const least = Math.cos(CREASE);
  const turnsLittle = (a: number, b: number): boolean => {
    const cosine =
      (normals[a * 3] ?? 0) * (normals[b * 3] ?? 0) +
      (normals[a * 3 + 1] ?? 0) * (normals[b * 3 + 1] ?? 0) +
      (normals[a * 3 + 2] ?? 0) * (normals[b * 3 + 2] ?? 0);
    return cosine >= least;
  };
  const sets = disjointSets(triangles);
  const joints = new Uint32Array(count * 2);
  let joined = 0;
  const slivers: (readonly [number, number])[] = [];
  for (let side = 0; side < count; side++) {
    const [a, b] = [first[side] ?? -1, second[side] ?? -1];
    if (b === -1 || uses[side] !== 2 || faceOf[a] !== faceOf[b]) continue;
    const isFlat = (areas[a] ?? 0) > 0 && (areas[b] ?? 0) > 0;
    if (!isFlat) slivers.push([a, b]);
    else if (turnsLittle(a, b)) {
      sets.join(a, b);
      joints[joined++] = a;
      joints[joined++] = b;
    }
  }
  // One without an area has no direction: it goes with a neighbour, and joins no two that are apart.
  const hasHome = areas.map((area) => (area > 0 ? 1 : 0));
  for (let pass = 0; pass < MOST_SLIVERS_IN_A_ROW; pass++)
    for (const [a, b] of slivers) {
      if (hasHome[a] === hasHome[b]) continue;
      sets.join(a, b);
      hasHome[a] = hasHome[b] = 1;
    }
  return { ...sets.numbered(), joints: joints.subarray(0, joined), normals, areas };
}

export interface DisjointSets {
  readonly join: (a: number, b: number) => void;
  readonly find: (a: number) => number;
  /** Sets by number, in the order of their lowest members. */
  readonly numbered: () => { readonly of: Int32Array; readonly count: number };
}

/** Union by path halving (Tarjan and van Leeuwen, J. ACM 31/2, 1984). */
export function disjointSets(size: number): DisjointSets {
  const parents = Int32Array.from({ length: size }, (_, at) => at);
  const find = (start: number): number => {
    let at = start;
    for (let up = parents[at] ?? at; up !== at; up = parents[at] ?? at) {
      parents[at] = parents[up] ?? up;
      at = parents[at] ?? at;
    }
    return at;
  };
  return {
    find,
    join: (a, b) => {
      const [x, y] = [find(a), find(b)];
      parents[Math.max(x, y)] = Math.min(x, y);
    },
    numbered: () => {
      const of = new Int32Array(size);
      let count = 0;
      for (let at = 0; at < size; at++) {
        const root = find(at);
        of[at] = root === at ? count++ : (of[root] ?? 0);
      }
      return { of, count };
    },
  };
}

/** mm²: smaller ones, which many files hold, show nothing. */
const LEAST_AREA = 1e-9;

function flatNormals(
  positions: Float32Array,
  indices: Uint32Array,
): { readonly normals: Float32Array; readonly areas: Float32Array } {
  const normals = new Float32Array(indices.length);
  const areas = new Float32Array(indices.length / 3);
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [(indices[at] ?? 0) * 3, (indices[at + 1] ?? 0) * 3, (indices[at + 2] ?? 0) * 3];
    const [x, y, z] = [positions[a] ?? 0, positions[a + 1] ?? 0, positions[a + 2] ?? 0];
    const [ux, uy, uz] = [(positions[b] ?? 0) - x, (positions[b + 1] ?? 0) - y, (positions[b + 2] ?? 0) - z];
    const [vx, vy, vz] = [(positions[c] ?? 0) - x, (positions[c + 1] ?? 0) - y, (positions[c + 2] ?? 0) - z];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const size = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (!(size / 2 > LEAST_AREA)) continue;
    areas[at / 3] = size / 2;
    normals[at] = nx / size;
    normals[at + 1] = ny / size;
    normals[at + 2] = nz / size;
  }
  return { normals, areas };
}
