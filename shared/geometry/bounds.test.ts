import fc from "fast-check";
import { Box3, Matrix4, Sphere, Vector3 } from "three";
import { expect, test } from "vitest";
import {
  boundsOfPositions,
  centreOfBounds,
  EMPTY_BOUNDS,
  isEmptyBounds,
  radiusOfBounds,
  transformBounds,
  unionBounds,
  type Bounds,
} from "./bounds.ts";

/** Evenly spread: fast-check's own doubles are mostly next to nothing. */
const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000);
const length = real(-1e4, 1e4);
const point = fc.tuple(length, length, length);
const boxes = fc
  .tuple(point, point)
  .map(([a, b]): Bounds => [
    Math.min(a[0], b[0]),
    Math.min(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.max(a[2], b[2]),
  ]);
const matrices = fc
  .tuple(fc.array(real(-3, 3), { minLength: 9, maxLength: 9 }), point)
  .map(([turn, place]) => [...turn.slice(0, 3), 0, ...turn.slice(3, 6), 0, ...turn.slice(6), 0, ...place, 1]);
const threeBox = (box: Bounds): Box3 =>
  new Box3(new Vector3(...box.slice(0, 3)), new Vector3(...box.slice(3)));

function expectNear(box: Bounds, expected: Box3): void {
  const [from, to] = [expected.min.toArray(), expected.max.toArray()];
  [...from, ...to].forEach((value, at) => expect(box[at]).toBeCloseTo(value, 6));
}

test("of points it is three's box, as floats and as any list", () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (points) => {
      const positions = Float32Array.from(points.flat());
      expectNear(boundsOfPositions(positions), new Box3().setFromArray(positions));
      expectNear(boundsOfPositions(points.flat()), new Box3().setFromArray(points.flat()));
    }),
    { seed: 301, numRuns: 200 },
  );
});

test("a point that is not finite is left out, whole, and half a point is none", () => {
  expect(boundsOfPositions([1, 2, 3, NaN, 9, 9, 9, Infinity, 9, 4, 5, 6, 7, 8])).toEqual([1, 2, 3, 4, 5, 6]);
  expect(boundsOfPositions([])).toEqual(EMPTY_BOUNDS);
  expect(boundsOfPositions([NaN, 1, 1])).toEqual(EMPTY_BOUNDS);
});

test("of a transformed box it is three's, wherever the matrix lies in its array", () => {
  fc.assert(
    fc.property(boxes, matrices, fc.nat({ max: 3 }), (box, matrix, node) => {
      const all = new Float64Array(16 * 4).fill(NaN);
      all.set(matrix, node * 16);
      const expected = threeBox(box).applyMatrix4(new Matrix4().fromArray(matrix));
      expectNear(transformBounds(box, all, node * 16), expected);
    }),
    { seed: 302, numRuns: 300 },
  );
  expect(transformBounds(EMPTY_BOUNDS, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 5, 5, 1])).toEqual(
    EMPTY_BOUNDS,
  );
});

test("around many boxes it is three's, and empty ones count for nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(boxes, fc.constant(EMPTY_BOUNDS)), { maxLength: 8 }), (many) => {
      const expected = new Box3();
      for (const box of many) expected.union(threeBox(box));
      const all = unionBounds(many);
      expect(isEmptyBounds(all)).toBe(expected.isEmpty());
      if (!expected.isEmpty()) expectNear(all, expected);
    }),
    { seed: 303, numRuns: 200 },
  );
  expect(unionBounds([])).toEqual(EMPTY_BOUNDS);
  expect(
    unionBounds([
      [2, 0, 0, 1, 9, 9],
      [0, 0, 0, 1, 1, 1],
    ]),
  ).toEqual([0, 0, 0, 1, 1, 1]);
});

test("middle and radius are those of three's sphere", () => {
  fc.assert(
    fc.property(boxes, (box) => {
      const sphere = threeBox(box).getBoundingSphere(new Sphere());
      expect(radiusOfBounds(box)).toBeCloseTo(sphere.radius, 6);
      centreOfBounds(box).forEach((value, axis) =>
        expect(value).toBeCloseTo(sphere.center.getComponent(axis), 6),
      );
    }),
    { seed: 304 },
  );
  expect(radiusOfBounds(EMPTY_BOUNDS)).toBe(0);
});

test("a point is a box, a box turned inside out or with a hole in its numbers is empty", () => {
  expect(isEmptyBounds([1, 2, 3, 1, 2, 3])).toBe(false);
  expect(isEmptyBounds([2, 0, 0, 1, 1, 1])).toBe(true);
  expect(isEmptyBounds([NaN, 0, 0, 1, 1, 1])).toBe(true);
});
