/** Where one occurrence stands in the assembly, without composing all of them. mm. */
import type { CadNode } from "../../../shared/model/cad.ts";
import type { Vector } from "../camera/orbit.ts";

/** Column-major 4 × 4. */
export type Matrix = readonly number[];

const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** The transform of a node relative to the whole model. */
export function worldMatrix(nodes: readonly CadNode[], node: number): Matrix {
  let matrix = IDENTITY;
  for (let at = node; at >= 0; at = nodes[at]?.parent ?? -1) {
    const own = nodes[at]?.transform;
    if (own?.length === 16) matrix = multiply(own, matrix);
  }
  return matrix;
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  return Array.from({ length: 16 }, (_, at) => {
    const [column, row] = [at >> 2, at & 3];
    let sum = 0;
    for (let i = 0; i < 4; i++) sum += (a[i * 4 + row] ?? 0) * (b[column * 4 + i] ?? 0);
    return sum;
  });
}

export function movePoint(m: Matrix, [x, y, z]: Vector): Vector {
  const row = (i: number): number =>
    (m[i] ?? 0) * x + (m[4 + i] ?? 0) * y + (m[8 + i] ?? 0) * z + (m[12 + i] ?? 0);
  return [row(0), row(1), row(2)];
}

/** Of a direction along something, such as an axis; not made unit. */
export function moveDirection(m: Matrix, [x, y, z]: Vector): Vector {
  const row = (i: number): number => (m[i] ?? 0) * x + (m[4 + i] ?? 0) * y + (m[8 + i] ?? 0) * z;
  return [row(0), row(1), row(2)];
}

/** The factor by which a transform scales lengths, the same along every axis; undefined where they differ. */
export function uniformScale(m: Matrix): number | undefined {
  const columns = [0, 4, 8].map((at) => Math.hypot(m[at] ?? 0, m[at + 1] ?? 0, m[at + 2] ?? 0));
  const [x = 0, y = 0, z = 0] = columns;
  const least = Math.min(x, y, z);
  return least > 0 && Math.max(x, y, z) / least < 1 + 1e-9 ? (x + y + z) / 3 : undefined;
}

/** The factor by which a transform scales volumes. */
export function volumeScale(m: Matrix): number {
  const at = (index: number): number => m[index] ?? 0;
  return Math.abs(
    at(0) * (at(5) * at(10) - at(9) * at(6)) -
      at(4) * (at(1) * at(10) - at(9) * at(2)) +
      at(8) * (at(1) * at(6) - at(5) * at(2)),
  );
}
