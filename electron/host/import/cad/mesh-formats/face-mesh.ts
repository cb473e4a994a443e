/** A part's mesh from the faces that a mesh format gives: shaded, with the edges a drawing would show. */
import type { CadMesh, MeshFace } from "../../../../../shared/model/cad.ts";
import { weldVertices } from "../../../../../shared/geometry/weld-vertices.ts";
import { cornerVertices } from "./corner-vertices.ts";
import type { ReadFace } from "./read-model.ts";
import { sidesOf, type Sides } from "../../../../../shared/geometry/triangle-sides.ts";
import { cornerNormals, CREASE, triangleNormals } from "./smooth-normals.ts";

export interface FaceMesh {
  /** Absent where no triangle is sound. */
  readonly mesh?: CadMesh;
  /** Of the given faces the indices of those that the mesh has. */
  readonly kept: readonly number[];
  /** Triangles left out: a corner that is not there, or no number. */
  readonly unsound: number;
}

interface Pool {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  /** Into the pool, three per triangle, of all faces in order. */
  readonly indices: Uint32Array;
  /** Triangles of each face. */
  readonly counts: readonly number[];
  readonly unsound: number;
}

export function faceMesh(faces: readonly ReadFace[]): FaceMesh {
  const pool = gather(faces);
  const { positions, indices, counts, unsound } = pool;
  if (indices.length === 0) return { kept: [], unsound };
  const welded = weldVertices(positions);
  const corners = indices.map((vertex) => welded[vertex] ?? 0);
  const flat = triangleNormals(positions, indices);
  const edges = creases(sidesOf(corners), flat, positions);
  const shading = statedNormals(pool, faces, () => cornerNormals(corners, flat, positions.length / 3));

  const tints = cornerTints(pool, faces);
  const runs: VertexRun[] = [];
  const meshFaces: MeshFace[] = [];
  const kept: number[] = [];
  let first = 0;
  let vertices = 0;
  for (const [at, { colour, name, surface }] of faces.entries()) {
    const count = counts[at] ?? 0;
    if (count === 0) continue;
    const run = faceVertices(pool, { points: corners, shading, tints }, first, count);
    for (let index = 0; index < run.indices.length; index++)
      run.indices[index] = (run.indices[index] ?? 0) + vertices;
    runs.push(run);
    vertices += run.positions.length / 3;
    kept.push(at);
    meshFaces.push({
      first,
      count,
      ...(colour === undefined ? {} : { colour }),
      ...(name === undefined || name === "" ? {} : { name }),
      ...(surface === undefined ? {} : { surface }),
    });
    first += count;
  }
  const mesh: CadMesh = {
    positions: joined(runs.map((run) => run.positions)),
    normals: joined(runs.map((run) => run.normals)),
    indices: joinedIndices(runs.map((run) => run.indices)),
    faces: meshFaces,
    edges,
    ...(tints === undefined ? {} : { vertexColours: joinedBytes(runs.map((run) => run.colours)) }),
  };
  return { mesh, kept, unsound };
}

/** Sound triangles of all faces over one pool of vertices. */
function gather(faces: readonly ReadFace[]): Pool {
  const vertices = faces.reduce((sum, { positions }) => sum + Math.floor(positions.length / 3), 0);
  const most = faces.reduce((sum, { indices }) => sum + Math.floor(indices.length / 3) * 3, 0);
  const positions = new Float32Array(vertices * 3);
  const normals = new Float32Array(vertices * 3);
  const indices = new Uint32Array(most);
  const counts: number[] = [];
  let unsound = 0;
  let base = 0;
  let filled = 0;
  for (const face of faces) {
    const own = Math.floor(face.positions.length / 3);
    positions.set(face.positions.subarray(0, own * 3), base * 3);
    if (face.normals !== undefined) normals.set(face.normals.subarray(0, own * 3), base * 3);
    const start = filled;
    for (let at = 0; at + 2 < face.indices.length; at += 3) {
      const corners = [face.indices[at] ?? 0, face.indices[at + 1] ?? 0, face.indices[at + 2] ?? 0];
      const isSound = corners.every(
        (corner) =>
          corner < own &&
          [0, 1, 2].every((axis) => Number.isFinite(positions[(base + corner) * 3 + axis] ?? NaN)),
      );
      if (!isSound) {
        unsound += 1;
        continue;
      }
      // One without an area shows nothing, and has no normal.
      const [a = 0, b = 0, c = 0] = corners;
      if (a === b || b === c || c === a) continue;
      indices[filled++] = a + base;
      indices[filled++] = b + base;
      indices[filled++] = c + base;
    }
    counts.push((filled - start) / 3);
    base += own;
  }
  // A vertex that nothing uses may be no number.
  for (let at = 0; at < positions.length; at++) if (!Number.isFinite(positions[at] ?? NaN)) positions[at] = 0;
  return { positions, normals, indices: indices.slice(0, filled), counts, unsound };
}

/** x, y, z per corner: the file's own, and made ones for faces that have none or where one is none. */
function statedNormals(
  { normals, indices, counts }: Pool,
  faces: readonly ReadFace[],
  make: () => Float32Array,
): Float32Array {
  let made: Float32Array | undefined;
  const result = new Float32Array(indices.length * 3);
  let corner = 0;
  for (const [at, face] of faces.entries()) {
    const end = corner + (counts[at] ?? 0) * 3;
    for (; corner < end; corner++) {
      const from = (indices[corner] ?? 0) * 3;
      const [x, y, z] = [normals[from] ?? 0, normals[from + 1] ?? 0, normals[from + 2] ?? 0];
      const size = face.normals === undefined ? 0 : Math.hypot(x, y, z);
      if (size > 0 && Number.isFinite(size)) {
        result.set([x / size, y / size, z / size], corner * 3);
        continue;
      }
      made ??= make();
      result.set(made.subarray(corner * 3, corner * 3 + 3), corner * 3);
    }
  }
  return result;
}

/** Of every corner its colour, red first, with a mark in the highest byte; undefined where no face has any. */
function cornerTints({ indices, counts }: Pool, faces: readonly ReadFace[]): Uint32Array | undefined {
  if (!faces.some(({ vertexColours }) => vertexColours !== undefined)) return undefined;
  const tints = new Uint32Array(indices.length);
  let corner = 0;
  let base = 0;
  for (const [at, { vertexColours, positions }] of faces.entries()) {
    const end = corner + (counts[at] ?? 0) * 3;
    if (vertexColours !== undefined)
      for (; corner < end; corner++) {
        const from = ((indices[corner] ?? 0) - base) * 3;
        const [red = 0, green = 0, blue = 0] = vertexColours.subarray(from, from + 3);
        tints[corner] = (WORN << 24) | (blue << 16) | (green << 8) | red;
      }
    corner = end;
    base += Math.floor(positions.length / 3);
  }
  return tints;
}

/** The mark of a vertex that has a colour of its own (`CadMesh.vertexColours`). */
const WORN = 255;

interface VertexRun {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly indices: Uint32Array;
  readonly colours: Uint8Array;
}

interface Corners {
  /** Welded. */
  readonly points: Uint32Array;
  readonly shading: Float32Array;
  readonly tints: Uint32Array | undefined;
}

function faceVertices(
  pool: Pool,
  { points, shading, tints }: Corners,
  first: number,
  count: number,
): VertexRun {
  const { corners, indices } = cornerVertices(points, shading, first * 3, (first + count) * 3, tints);
  const positions = new Float32Array(corners.length * 3);
  const normals = new Float32Array(corners.length * 3);
  corners.forEach((corner, vertex) => {
    const from = (pool.indices[corner] ?? 0) * 3;
    positions.set(pool.positions.subarray(from, from + 3), vertex * 3);
    normals.set(shading.subarray(corner * 3, corner * 3 + 3), vertex * 3);
  });
  return { positions, normals, indices, colours: tintBytes(corners, tints) };
}

function tintBytes(corners: Uint32Array, tints: Uint32Array | undefined): Uint8Array {
  if (tints === undefined) return new Uint8Array();
  const bytes = new Uint8Array(corners.length * 4);
  const view = new DataView(bytes.buffer);
  corners.forEach((corner, vertex) => view.setUint32(vertex * 4, tints[corner] ?? 0, true));
  return bytes;
}

/** Ends of the sides where the surface turns sharply, ends, or branches. */
function creases(sides: Sides, flat: Float64Array, positions: Float32Array): Float32Array {
  const least = Math.cos(CREASE);
  const isShown = (side: number): boolean => {
    const [a, b] = [(sides.first[side] ?? 0) * 3, (sides.second[side] ?? 0) * 3];
    if (sides.uses[side] !== 2) return true;
    const [ax, ay, az] = [flat[a] ?? 0, flat[a + 1] ?? 0, flat[a + 2] ?? 0];
    const [bx, by, bz] = [flat[b] ?? 0, flat[b + 1] ?? 0, flat[b + 2] ?? 0];
    const sizes = Math.hypot(ax, ay, az) * Math.hypot(bx, by, bz);
    return ax * bx + ay * by + az * bz < least * sizes;
  };
  const shown: number[] = [];
  for (let side = 0; side < sides.count; side++) if (isShown(side)) shown.push(side);
  const edges = new Float32Array(shown.length * 6);
  shown.forEach((side, at) => {
    const [a, b] = [(sides.low[side] ?? 0) * 3, (sides.high[side] ?? 0) * 3];
    edges.set(positions.subarray(a, a + 3), at * 6);
    edges.set(positions.subarray(b, b + 3), at * 6 + 3);
  });
  return edges;
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    result.set(array, at);
    at += array.length;
  }
  return result;
}

function joinedBytes(arrays: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    result.set(array, at);
    at += array.length;
  }
  return result;
}

function joinedIndices(arrays: readonly Uint32Array[]): Uint32Array {
  const result = new Uint32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    result.set(array, at);
    at += array.length;
  }
  return result;
}
