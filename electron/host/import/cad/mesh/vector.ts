/** Arithmetic of points and 4 × 4 matrices (column-major) for meshing. Lengths are mm. */

export type Vector = readonly [number, number, number];

export const subtract = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const scale = (a: Vector, factor: number): Vector => [a[0] * factor, a[1] * factor, a[2] * factor];
export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** undefined for a vector without a direction. */
export function unit(a: Vector): Vector | undefined {
  const length = Math.hypot(a[0], a[1], a[2]);
  return length > 1e-300 && Number.isFinite(length) ? scale(a, 1 / length) : undefined;
}

export function pointAt(numbers: ArrayLike<number>, index: number): Vector {
  return [numbers[index * 3] ?? NaN, numbers[index * 3 + 1] ?? NaN, numbers[index * 3 + 2] ?? NaN];
}

export function transformPoint(m: readonly number[], [x, y, z]: Vector): Vector {
  const row = (at: number): number =>
    (m[at] ?? 0) * x + (m[at + 4] ?? 0) * y + (m[at + 8] ?? 0) * z + (m[at + 12] ?? 0);
  return [row(0), row(1), row(2)];
}

export function multiply(a: readonly number[], b: readonly number[]): readonly number[] {
  return Array.from({ length: 16 }, (_, at) => {
    const row = at % 4;
    const column = at - row;
    let sum = 0;
    for (let k = 0; k < 4; k++) sum += (a[k * 4 + row] ?? 0) * (b[column + k] ?? 0);
    return sum;
  });
}

/** Columns of the linear part. */
function columns(m: readonly number[]): readonly [Vector, Vector, Vector] {
  return [
    [m[0] ?? 0, m[1] ?? 0, m[2] ?? 0],
    [m[4] ?? 0, m[5] ?? 0, m[6] ?? 0],
    [m[8] ?? 0, m[9] ?? 0, m[10] ?? 0],
  ];
}

/** Negative for a mirrored placement. */
export function determinant(m: readonly number[]): number {
  const [x, y, z] = columns(m);
  return dot(cross(x, y), z);
}

/**
 * The cofactor matrix's columns, which turn normals right under any linear map; it turns a mirrored one
 * inside out, so its sign follows the determinant's.
 */
export function normalColumns(m: readonly number[]): readonly [Vector, Vector, Vector] {
  const [x, y, z] = columns(m);
  const sign = determinant(m) < 0 ? -1 : 1;
  return [scale(cross(y, z), sign), scale(cross(z, x), sign), scale(cross(x, y), sign)];
}
