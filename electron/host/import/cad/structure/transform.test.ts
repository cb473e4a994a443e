import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyToPoint,
  column,
  cross,
  fromAxes,
  IDENTITY,
  invert,
  multiply,
  normalise,
  scale,
  uniformScale,
  type Transform,
  type Vector,
} from "./transform.ts";

const number = fc.integer({ min: -100_000, max: 100_000 }).map((value) => value / 100);
const vector = fc.tuple(number, number, number);
/** Turned, moved, scaled, perhaps mirrored. */
const similarity = fc
  .record({
    z: vector,
    x: vector,
    origin: vector,
    factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
    mirror: fc.boolean(),
  })
  .map(({ z, x, origin, factor, mirror }): Transform | undefined => {
    const axis = normalise(z);
    const side = axis === undefined ? undefined : normalise(cross(axis, x));
    if (axis === undefined || side === undefined) return undefined;
    const y = scale(side, mirror ? -factor : factor);
    return fromAxes(scale(cross(side, axis), factor), y, scale(axis, factor), origin);
  })
  .filter((matrix): matrix is Transform => matrix !== undefined);

function distance(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

describe("transforms", () => {
  test("the inverse undoes", () => {
    fc.assert(
      fc.property(similarity, vector, (matrix, point) => {
        const back = invert(matrix);
        if (back === undefined) throw new Error("no inverse");
        expect(distance(applyToPoint(back, applyToPoint(matrix, point)), point)).toBeLessThan(1e-6);
      }),
      { seed: 1 },
    );
  });

  test("a product does first the right, then the left", () => {
    fc.assert(
      fc.property(similarity, similarity, vector, (left, right, point) => {
        const once = applyToPoint(multiply(left, right), point);
        const twice = applyToPoint(left, applyToPoint(right, point));
        expect(distance(once, twice)).toBeLessThan(1e-4);
      }),
      { seed: 2 },
    );
  });

  test("column-major: the translation stands in 12 … 14", () => {
    const moved = fromAxes([1, 0, 0], [0, 1, 0], [0, 0, 1], [7, 8, 9]);
    expect(moved.slice(12)).toEqual([7, 8, 9, 1]);
    expect(column(moved, 3)).toEqual([7, 8, 9]);
    expect(multiply(moved, IDENTITY)).toBe(moved);
  });

  test("what flattens space has no inverse, what stretches it no scale", () => {
    expect(invert(fromAxes([1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 0]))).toBeUndefined();
    expect(uniformScale(fromAxes([1, 0, 0], [0, 2, 0], [0, 0, 1], [0, 0, 0]))).toBeUndefined();
    expect(uniformScale(fromAxes([0, 2, 0], [2, 0, 0], [0, 0, 2], [0, 0, 0]))).toBe(2);
  });
});
