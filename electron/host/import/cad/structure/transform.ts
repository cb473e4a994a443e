/** 4 × 4 matrices, column-major as in shared/model/cad.ts; the last row is 0 0 0 1. */

export type Vector = readonly [number, number, number];
export type Transform = readonly number[];

export const IDENTITY: Transform = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

export function fromAxes(x: Vector, y: Vector, z: Vector, origin: Vector): Transform {
  // No negative zero: equal placements shall compare equal.
  return [...x, 0, ...y, 0, ...z, 0, ...origin, 1].map((value) => value + 0);
}

/** `left` after `right`. */
export function multiply(left: Transform, right: Transform): Transform {
  if (left === IDENTITY) return right;
  if (right === IDENTITY) return left;
  const product: number[] = [];
  for (let column = 0; column < 4; column += 1) {
    for (let row = 0; row < 4; row += 1) {
      let sum = 0;
      for (let i = 0; i < 4; i += 1) sum += at(left, i * 4 + row) * at(right, column * 4 + i);
      product.push(sum + 0);
    }
  }
  return isIdentity(product) ? IDENTITY : product;
}

/** undefined where the matrix flattens space. */
export function invert(matrix: Transform): Transform | undefined {
  const x = column(matrix, 0);
  const y = column(matrix, 1);
  const z = column(matrix, 2);
  const determinant = dot(x, cross(y, z));
  if (!Number.isFinite(determinant) || Math.abs(determinant) < 1e-300) return undefined;
  const rows = [cross(y, z), cross(z, x), cross(x, y)].map((row) => scale(row, 1 / determinant));
  const [r0 = x, r1 = y, r2 = z] = rows;
  const origin = column(matrix, 3);
  return fromAxes(
    [r0[0], r1[0], r2[0]],
    [r0[1], r1[1], r2[1]],
    [r0[2], r1[2], r2[2]],
    [-dot(r0, origin), -dot(r1, origin), -dot(r2, origin)],
  );
}

export function applyToPoint(matrix: Transform, point: Vector): Vector {
  return add(applyToDirection(matrix, point), column(matrix, 3));
}

export function applyToDirection(matrix: Transform, [x, y, z]: Vector): Vector {
  return add(add(scale(column(matrix, 0), x), scale(column(matrix, 1), y)), scale(column(matrix, 2), z));
}

/** Factor of a similarity; undefined where the axes are stretched differently. */
export function uniformScale(matrix: Transform): number | undefined {
  const lengths = [0, 1, 2].map((i) => length(column(matrix, i)));
  const [first = 1] = lengths;
  return lengths.every((each) => Math.abs(each - first) <= 1e-9 * first) ? first : undefined;
}

export function isIdentity(matrix: Transform): boolean {
  return matrix.every((value, i) => value === IDENTITY[i]);
}

export function isFinite(matrix: Transform): boolean {
  return matrix.every((value) => Number.isFinite(value));
}

export function column(matrix: Transform, index: number): Vector {
  return [at(matrix, index * 4), at(matrix, index * 4 + 1), at(matrix, index * 4 + 2)];
}

export function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function scale(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function length(a: Vector): number {
  return Math.hypot(a[0], a[1], a[2]);
}

/** undefined for the zero vector and what is too small or large to have a direction. */
export function normalise(a: Vector): Vector | undefined {
  const size = length(a);
  // Below, dividing loses digits; no writer means such a direction.
  return size > 1e-150 && size < 1e150 ? [a[0] / size, a[1] / size, a[2] / size] : undefined;
}

function at(matrix: Transform, index: number): number {
  return matrix[index] ?? 0;
}
