/** Axis-parallel boxes, mm. */
import { applyToPoint, type Transform, type Vector } from "../structure/transform.ts";

/** Minimum and maximum corner; empty where a minimum exceeds its maximum. */
export interface Box {
  readonly from: Vector;
  readonly to: Vector;
}

export const EMPTY_BOX: Box = {
  from: [Infinity, Infinity, Infinity],
  to: [-Infinity, -Infinity, -Infinity],
};

export function isEmptyBox({ from, to }: Box): boolean {
  return !(from[0] <= to[0] && from[1] <= to[1] && from[2] <= to[2]);
}

export function growBox({ from, to }: Box, [x, y, z]: Vector): Box {
  if (!Number.isFinite(x + y + z)) return { from, to };
  return {
    from: [Math.min(from[0], x), Math.min(from[1], y), Math.min(from[2], z)],
    to: [Math.max(to[0], x), Math.max(to[1], y), Math.max(to[2], z)],
  };
}

export function boxOf(points: Iterable<Vector>): Box {
  let box = EMPTY_BOX;
  for (const point of points) box = growBox(box, point);
  return box;
}

export function uniteBoxes(a: Box, b: Box): Box {
  return isEmptyBox(b) ? a : growBox(growBox(a, b.from), b.to);
}

/** Box around a box that was moved. */
export function transformBox(box: Box, matrix: Transform): Box {
  if (isEmptyBox(box)) return box;
  const { from, to } = box;
  const corners = Array.from({ length: 8 }, (_, corner): Vector =>
    applyToPoint(matrix, [
      corner & 1 ? to[0] : from[0],
      corner & 2 ? to[1] : from[1],
      corner & 4 ? to[2] : from[2],
    ]),
  );
  return boxOf(corners);
}

/** Sum of the three extents, mm; 0 for an empty box. */
export function girth(box: Box): number {
  if (isEmptyBox(box)) return 0;
  const { from, to } = box;
  return to[0] - from[0] + (to[1] - from[1]) + (to[2] - from[2]);
}
