/** Points of number arrays, and what turns normals. mm. */
import { column, cross, dot, scale, type Transform, type Vector } from "../structure/transform.ts";

export function pointAt(numbers: ArrayLike<number>, index: number): Vector {
  return [numbers[index * 3] ?? NaN, numbers[index * 3 + 1] ?? NaN, numbers[index * 3 + 2] ?? NaN];
}

/** Negative for a mirrored placement. */
export function determinant(matrix: Transform): number {
  return dot(cross(column(matrix, 0), column(matrix, 1)), column(matrix, 2));
}

/**
 * What normals turn by under any linear map (its cofactors), as columns. By itself that turns a mirrored
 * body inside out; the sign of the determinant undoes it.
 */
export function normalColumns(matrix: Transform): readonly [Vector, Vector, Vector] {
  const [x, y, z] = [column(matrix, 0), column(matrix, 1), column(matrix, 2)];
  const sign = determinant(matrix) < 0 ? -1 : 1;
  return [scale(cross(y, z), sign), scale(cross(z, x), sign), scale(cross(x, y), sign)];
}
