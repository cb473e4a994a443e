import fc from "fast-check";
import { expect, test } from "vitest";
import {
  basisOf,
  between,
  dot,
  eyeOf,
  heightAtTarget,
  pan,
  rayAt,
  rotateAbout,
  subtract,
  zoomAbout,
  type Pose,
  type Vector,
} from "./orbit.ts";

const number = (most: number): fc.Arbitrary<number> =>
  fc.double({ min: -most, max: most, noNaN: true, noDefaultInfinity: true });
const vector = fc.tuple(number(1e3), number(1e3), number(1e3));
const pose: fc.Arbitrary<Pose> = fc.record({
  target: vector,
  azimuth: number(7),
  polar: fc.double({ min: 0, max: Math.PI, noNaN: true }),
  distance: fc.double({ min: 1, max: 1e4, noNaN: true }),
});

/** Coordinates of a point in the view: to the right, upwards, towards the eye. */
function seen(at: Pose, point: Vector): readonly number[] {
  const { right, up, back } = basisOf(at);
  const offset = subtract(point, at.target);
  return [dot(offset, right), dot(offset, up), dot(offset, back)];
}

function near(a: readonly number[], b: readonly number[], within: number): boolean {
  return a.every((value, i) => Math.abs(value - (b[i] ?? NaN)) <= within);
}

test("the basis is orthonormal from everywhere, the poles included", () => {
  fc.assert(
    fc.property(pose, (at) => {
      const { right, up, back } = basisOf(at);
      const products = [dot(right, right), dot(up, up), dot(back, back), dot(right, up), dot(up, back)];
      return near(products, [1, 1, 1, 0, 0], 1e-9);
    }),
  );
});

test("turning about a point leaves it where it is on the screen", () => {
  fc.assert(
    fc.property(pose, vector, number(2), number(2), (at, point, azimuth, polar) =>
      near(seen(at, point), seen(rotateAbout(at, point, azimuth, polar), point), 1e-6),
    ),
  );
});

test("turning stops at the poles: the model never stands on its head", () => {
  const at: Pose = { target: [0, 0, 0], azimuth: 0, polar: 1, distance: 10 };
  expect(rotateAbout(at, [0, 0, 0], 0, -9).polar).toBe(0);
  expect(rotateAbout(at, [0, 0, 0], 0, 9).polar).toBe(Math.PI);
});

test("zooming holds its point and keeps within the limits", () => {
  fc.assert(
    fc.property(pose, vector, fc.double({ min: 0.1, max: 10, noNaN: true }), (at, point, factor) => {
      const zoomed = zoomAbout(at, point, factor, [1e-3, 1e9]);
      const [x = 0, y = 0] = seen(at, point);
      const [toX = 0, toY = 0] = seen(zoomed, point);
      // The same share of what is seen at the target.
      return near([x / at.distance, y / at.distance], [toX / zoomed.distance, toY / zoomed.distance], 1e-6);
    }),
  );
  const at: Pose = { target: [0, 0, 0], azimuth: 0, polar: 1, distance: 10 };
  expect(zoomAbout(at, [0, 0, 0], 100, [1, 50]).distance).toBe(50);
});

test("panning moves the model with the pointer", () => {
  const at: Pose = { target: [0, 0, 0], azimuth: 0, polar: Math.PI / 2, distance: 100 };
  const moved = pan(at, 10, 0, 500);
  expect(moved.target[0]).toBeCloseTo((-10 * heightAtTarget(100)) / 500, 12);
  expect(moved.target[2]).toBeCloseTo(0, 12);
});

test("the middle ray goes from the eye to the target, in both projections", () => {
  fc.assert(
    fc.property(pose, fc.constantFrom("perspective" as const, "orthographic" as const), (at, projection) => {
      const { origin, direction } = rayAt(at, projection, [0, 0], 1.5);
      return (
        near(origin, eyeOf(at), 1e-6) &&
        near(
          direction,
          basisOf(at).back.map((value) => -value),
          1e-9,
        )
      );
    }),
  );
});

test("between two poses goes the shorter way round", () => {
  const from: Pose = { target: [0, 0, 0], azimuth: 0.1, polar: 1, distance: 10 };
  const to: Pose = { ...from, azimuth: 2 * Math.PI - 0.1, distance: 20 };
  expect(between(from, to, 0.5).azimuth).toBeCloseTo(0, 12);
  expect(between(from, to, 0.5).distance).toBe(15);
  expect(Math.cos(between(from, to, 1).azimuth)).toBeCloseTo(Math.cos(to.azimuth), 12);
});
