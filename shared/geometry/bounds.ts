/** Axis-parallel boxes: of a part's mesh, of an occurrence, of many. mm. */
import { firstCurve, type CadMesh } from "../model/cad.ts";

/** `[minimum x, y, z, maximum x, y, z]`; empty where a minimum exceeds its maximum. */
export type Bounds = readonly [number, number, number, number, number, number];

export const EMPTY_BOUNDS: Bounds = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];

export function isEmptyBounds([x, y, z, toX, toY, toZ]: Bounds): boolean {
  return !(x <= toX && y <= toY && z <= toZ);
}

/** Points that are not finite are left out: one bad vertex must not hide the whole model. */
export function boundsOfPositions(positions: ArrayLike<number>): Bounds {
  const box: [number, number, number, number, number, number] = [...EMPTY_BOUNDS];
  for (let at = 0; at + 2 < positions.length; at += 3) {
    const x = positions[at] ?? NaN;
    const y = positions[at + 1] ?? NaN;
    const z = positions[at + 2] ?? NaN;
    if (!Number.isFinite(x + y + z)) continue;
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (z < box[2]) box[2] = z;
    if (x > box[3]) box[3] = x;
    if (y > box[4]) box[4] = y;
    if (z > box[5]) box[5] = z;
  }
  return box;
}

/** Of its faces and its curves; empty where it has neither. */
export function boundsOfMesh(mesh: Pick<CadMesh, "positions" | "edges" | "curves">): Bounds {
  const ofFaces = boundsOfPositions(mesh.positions);
  // Edges lie on faces, curves anywhere.
  return mesh.curves === undefined
    ? ofFaces
    : unionBounds([ofFaces, boundsOfPositions(mesh.edges.subarray(firstCurve(mesh) * 6))]);
}

/** Of some faces of a mesh, by their indices. */
export function boundsOfFaces(
  { positions, indices, faces }: Pick<CadMesh, "positions" | "indices" | "faces">,
  of: readonly number[],
): Bounds {
  const box: [number, number, number, number, number, number] = [...EMPTY_BOUNDS];
  for (const face of of) {
    const { first = 0, count = 0 } = faces[face] ?? {};
    for (let at = first * 3; at < (first + count) * 3; at++) {
      for (const axis of [0, 1, 2] as const) {
        const value = positions[(indices[at] ?? 0) * 3 + axis] ?? 0;
        if (value < box[axis]) box[axis] = value;
        if (value > (box[axis + 3] ?? 0)) box[axis + 3] = value;
      }
    }
  }
  return box;
}

/** Box around a transformed box; `matrix` column-major, 16 values from `at`. */
export function transformBounds(box: Bounds, matrix: ArrayLike<number>, at = 0): Bounds {
  if (isEmptyBounds(box)) return EMPTY_BOUNDS;
  const result: [number, number, number, number, number, number] = [...EMPTY_BOUNDS];
  for (let row = 0; row < 3; row++) {
    const shift = matrix[at + 12 + row] ?? 0;
    let low = shift;
    let high = shift;
    for (let column = 0; column < 3; column++) {
      const factor = matrix[at + column * 4 + row] ?? 0;
      const a = factor * (box[column] ?? 0);
      const b = factor * (box[column + 3] ?? 0);
      low += Math.min(a, b);
      high += Math.max(a, b);
    }
    result[row] = low;
    result[row + 3] = high;
  }
  return result;
}

export function movedBounds(box: Bounds, x: number, y: number, z: number): Bounds {
  return [box[0] + x, box[1] + y, box[2] + z, box[3] + x, box[4] + y, box[5] + z];
}

export function unionBounds(boxes: Iterable<Bounds>): Bounds {
  const all: [number, number, number, number, number, number] = [...EMPTY_BOUNDS];
  for (const box of boxes) {
    if (isEmptyBounds(box)) continue;
    for (let axis = 0; axis < 3; axis++) {
      all[axis] = Math.min(all[axis] ?? 0, box[axis] ?? 0);
      all[axis + 3] = Math.max(all[axis + 3] ?? 0, box[axis + 3] ?? 0);
    }
  }
  return all;
}

export function centreOfBounds([x, y, z, toX, toY, toZ]: Bounds): readonly [number, number, number] {
  return [(x + toX) / 2, (y + toY) / 2, (z + toZ) / 2];
}

/** Radius of the sphere around a box; 0 for an empty one. */
export function radiusOfBounds(box: Bounds): number {
  return isEmptyBounds(box) ? 0 : Math.hypot(box[3] - box[0], box[4] - box[1], box[5] - box[2]) / 2;
}
