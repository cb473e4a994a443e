/** The kernel's meshes of one body as one, in the part's own coordinates, face by face. */
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { KernelMesh } from "../kernel/mesh-kernel.ts";
import { applyToPoint, cross, type Transform, type Vector } from "../structure/transform.ts";
import { determinant, normalColumns, pointAt } from "./vector.ts";

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
export function joinMeshes(meshes: readonly KernelMesh[], transform?: Transform): BodyMesh {
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
  transform: Transform,
): void {
  const [x, y, z] = normalColumns(transform);
  for (let at = 0; at < positions.length; at += 3) {
    positions.set(applyToPoint(transform, pointAt(positions, at / 3)), at);
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
  for (let at = 0; at < normals.length; at += 3) {
    if (!normaliseAt(normals, at)) {
      missing.add(at / 3);
      normals.fill(0, at, at + 3);
    }
  }
  if (missing.size === 0) return;
  for (let at = 0; at < indices.length; at += 3) {
    const corners = [indices[at] ?? 0, indices[at + 1] ?? 0, indices[at + 2] ?? 0] as const;
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
  for (const vertex of missing) if (!normaliseAt(normals, vertex * 3)) normals.set([0, 0, 1], vertex * 3);
}

/** false for what has no direction. */
function normaliseAt(vectors: Float64Array, at: number): boolean {
  const x = vectors[at] ?? NaN;
  const y = vectors[at + 1] ?? NaN;
  const z = vectors[at + 2] ?? NaN;
  const length = Math.sqrt(x * x + y * y + z * z);
  if (!(length > 1e-150 && length < Infinity)) return false;
  vectors[at] = x / length;
  vectors[at + 1] = y / length;
  vectors[at + 2] = z / length;
  return true;
}

/** Its length is twice the triangle's area. */
function triangleNormal(
  positions: Float64Array,
  [first, second, third]: readonly [number, number, number],
): Vector {
  const a = pointAt(positions, first);
  const b = pointAt(positions, second);
  const c = pointAt(positions, third);
  return cross([b[0] - a[0], b[1] - a[1], b[2] - a[2]], [c[0] - a[0], c[1] - a[1], c[2] - a[2]]);
}

/** Cosine of the angle between the normals of two vertices. */
export function normalCosine(normals: Float64Array, a: number, b: number): number {
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) sum += (normals[a * 3 + axis] ?? 0) * (normals[b * 3 + axis] ?? 0);
  return sum;
}
