/** The kernel's meshes of one body as one, in the part's own coordinates, face by face. */
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { KernelMesh } from "../kernel/mesh-kernel.ts";
import { determinant, dot, normalColumns, pointAt, transformPoint, unit, type Vector } from "./vector.ts";

/** A run of triangles and the run of vertices that they alone use. */
export interface BodyFace {
  readonly firstTriangle: number;
  readonly triangles: number;
  readonly firstVertex: number;
  readonly vertices: number;
}

export interface BodyMesh {
  /** mm */
  readonly positions: Float64Array;
  /** Unit, outward. */
  readonly normals: Float64Array;
  readonly indices: Uint32Array;
  /** In the kernel's order; a face that could not be meshed has no triangles. */
  readonly faces: readonly BodyFace[];
}

/**
 * @param transform column-major 4 × 4 from the body to the part; a mirrored one keeps outsides outside
 * @throws Failure `invalid` for a mesh whose numbers make no sense
 */
export function joinMeshes(meshes: readonly KernelMesh[], transform?: readonly number[]): BodyMesh {
  const total = (lengthOf: (mesh: KernelMesh) => number): number =>
    meshes.reduce((sum, mesh) => sum + lengthOf(mesh), 0);
  const positions = new Float64Array(total((mesh) => mesh.positions.length));
  const normals = new Float64Array(positions.length);
  const indices = new Uint32Array(total((mesh) => mesh.indices.length));
  const faces: BodyFace[] = [];
  let vertex = 0;
  let triangle = 0;
  for (const mesh of meshes) {
    const own = mesh.positions.length / 3;
    positions.set(mesh.positions, vertex * 3);
    if (mesh.normals.length === mesh.positions.length) normals.set(mesh.normals, vertex * 3);
    for (let at = 0; at < mesh.indices.length; at++) {
      const index = mesh.indices[at] ?? 0;
      if (index >= own) throw new Failure("invalid", "the kernel gave a triangle without its vertices");
      indices[triangle * 3 + at] = index + vertex;
    }
    for (const triangles of mesh.faceTriangles) {
      faces.push({ firstTriangle: triangle, triangles, ...vertexRun(indices, triangle, triangles) });
      triangle += triangles;
    }
    vertex += own;
  }
  if (triangle * 3 !== indices.length) throw new Failure("invalid", "the kernel's faces miss triangles");
  if (transform !== undefined) place(positions, normals, indices, transform);
  if (positions.some((value) => !Number.isFinite(Math.fround(value))))
    throw new Failure("invalid", "its mesh has coordinates that are no numbers");
  repairNormals(positions, normals, indices);
  return { positions, normals, indices, faces };
}

function vertexRun(
  indices: Uint32Array,
  firstTriangle: number,
  triangles: number,
): { firstVertex: number; vertices: number } {
  let low = Infinity;
  let high = -1;
  for (let at = firstTriangle * 3; at < (firstTriangle + triangles) * 3; at++) {
    const index = indices[at] ?? 0;
    if (index < low) low = index;
    if (index > high) high = index;
  }
  return high < 0 ? { firstVertex: 0, vertices: 0 } : { firstVertex: low, vertices: high - low + 1 };
}

function place(
  positions: Float64Array,
  normals: Float64Array,
  indices: Uint32Array,
  transform: readonly number[],
): void {
  const [x, y, z] = normalColumns(transform);
  for (let at = 0; at < positions.length; at += 3) {
    positions.set(transformPoint(transform, pointAt(positions, at / 3)), at);
    const [nx, ny, nz] = pointAt(normals, at / 3);
    for (let row = 0; row < 3; row++) {
      normals[at + row] = (x[row] ?? 0) * nx + (y[row] ?? 0) * ny + (z[row] ?? 0) * nz;
    }
  }
  if (determinant(transform) >= 0) return;
  for (let at = 0; at < indices.length; at += 3) {
    const second = indices[at + 1] ?? 0;
    indices[at + 1] = indices[at + 2] ?? 0;
    indices[at + 2] = second;
  }
}

/** Makes every normal a unit vector; one that is none gets the mean of its triangles, by area. */
function repairNormals(positions: Float64Array, normals: Float64Array, indices: Uint32Array): void {
  const missing = new Set<number>();
  for (let vertex = 0; vertex < normals.length / 3; vertex++) {
    const direction = unit(pointAt(normals, vertex));
    if (direction === undefined) {
      missing.add(vertex);
      normals.fill(0, vertex * 3, vertex * 3 + 3);
    } else normals.set(direction, vertex * 3);
  }
  if (missing.size === 0) return;
  for (let at = 0; at < indices.length; at += 3) {
    const corners = [indices[at] ?? 0, indices[at + 1] ?? 0, indices[at + 2] ?? 0];
    if (!corners.some((vertex) => missing.has(vertex))) continue;
    const normal = triangleNormal(positions, corners);
    for (const vertex of corners) {
      if (!missing.has(vertex)) continue;
      for (let axis = 0; axis < 3; axis++) {
        const place = vertex * 3 + axis;
        normals[place] = (normals[place] ?? 0) + (normal[axis] ?? 0);
      }
    }
  }
  for (const vertex of missing) normals.set(unit(pointAt(normals, vertex)) ?? [0, 0, 1], vertex * 3);
}

/** Of twice the triangle's area. */
export function triangleNormal(positions: Float64Array, corners: readonly number[]): Vector {
  const [a, b, c] = corners.map((vertex) => pointAt(positions, vertex));
  if (a === undefined || b === undefined || c === undefined) return [0, 0, 0];
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}

/** Cosine of the angle between the normals of two vertices. */
export function normalCosine(normals: Float64Array, a: number, b: number): number {
  return dot(pointAt(normals, a), pointAt(normals, b));
}
