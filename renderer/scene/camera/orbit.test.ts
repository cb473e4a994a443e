import fc from "fast-check";
import {
  Matrix4,
  OrthographicCamera,
  PerspectiveCamera,
  Raycaster,
  Vector2,
  Vector3,
  type Camera,
} from "three";
import { describe, expect, test } from "vitest";
import { createCameraRig } from "./camera-rig.ts";
import {
  anglesAlong,
  basisOf,
  between,
  dot,
  eyeOf,
  FIELD_OF_VIEW,
  heightAtTarget,
  pan,
  rayAt,
  rolled,
  rotateAbout,
  unrolled,
  zoomAbout,
  type Pose,
  type Vector,
} from "./orbit.ts";

/** Evenly spread: fast-check's own doubles are mostly next to nothing. */
const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000);
const length = real(-2_000, 2_000);
const vector = fc.tuple(length, length, length) as fc.Arbitrary<Vector>;
const azimuth = real(-10, 10);
const polar = real(0, Math.PI);
const poses: fc.Arbitrary<Pose> = fc.record({
  target: vector,
  azimuth,
  polar,
  distance: real(1, 5_000),
});
const projections = fc.constantFrom("perspective" as const, "orthographic" as const);
const WIDE: readonly [number, number] = [1e-9, 1e12];

/** three's own camera at the pose: by its look-at, which has an answer away from the poles. */
function threeCamera(pose: Pose, projection: "perspective" | "orthographic", aspect: number): Camera {
  const half = pose.distance * Math.tan(FIELD_OF_VIEW / 2);
  const camera =
    projection === "perspective"
      ? new PerspectiveCamera((FIELD_OF_VIEW * 180) / Math.PI, aspect, 0.1, 1e5)
      : new OrthographicCamera(-half * aspect, half * aspect, half, -half, 0.1, 1e5);
  camera.up.set(0, 0, 1);
  const eye = new Vector3()
    .setFromSphericalCoords(pose.distance, pose.polar, pose.azimuth)
    // three's spherical coordinates have Y up: turned so that Z is, and the front is seen from -Y.
    .applyMatrix4(new Matrix4().makeRotationX(Math.PI / 2))
    .add(new Vector3(...pose.target));
  camera.position.copy(eye);
  camera.lookAt(...pose.target);
  camera.updateMatrixWorld(true);
  camera.updateProjectionMatrix();
  return camera;
}

/** Place of a point in the view of a pose, -1…1, by three. */
function placeOf(pose: Pose, projection: "perspective" | "orthographic", point: Vector): Vector3 {
  const camera = createCameraRig(pose, projection).camera(1, [-1e4, -1e4, -1e4, 1e4, 1e4, 1e4]);
  return new Vector3(...point).project(camera);
}
function expectNear(actual: readonly number[], expected: readonly number[], slack: number): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, at) => expect(Math.abs(value - (expected[at] ?? NaN))).toBeLessThanOrEqual(slack));
}

describe("the axes of a pose", () => {
  test("are three unit vectors at right angles, right-handed, with Z never upside down", () => {
    fc.assert(
      fc.property(azimuth, polar, (a, p) => {
        const { right, up, back } = basisOf({ azimuth: a, polar: p });
        const [x, y, z] = [right, up, back].map((axis) => new Vector3(...axis)) as [
          Vector3,
          Vector3,
          Vector3,
        ];
        for (const axis of [x, y, z]) expect(axis.length()).toBeCloseTo(1, 12);
        expect(x.clone().cross(y).distanceTo(z)).toBeLessThan(1e-12);
        expect(up[2]).toBeGreaterThanOrEqual(0);
        expect(right[2]).toBe(0);
      }),
      { seed: 311, numRuns: 200 },
    );
  });

  test("are those of three's look-at, away from the poles", () => {
    fc.assert(
      fc.property(poses, (pose) => {
        fc.pre(pose.polar > 0.05 && pose.polar < Math.PI - 0.05);
        const camera = threeCamera(pose, "perspective", 1);
        const axes = [0, 1, 2].map((column) =>
          new Vector3().setFromMatrixColumn(camera.matrixWorld, column).toArray(),
        );
        const { right, up, back } = basisOf(pose);
        for (const [at, axis] of [right, up, back].entries()) expectNear(axis, axes[at] ?? [], 1e-9);
        expectNear(eyeOf(pose), camera.position.toArray(), 1e-6);
      }),
      { seed: 312, numRuns: 200 },
    );
  });
});

test("both projections show the same height at the target", () => {
  fc.assert(
    fc.property(poses, (pose) => {
      const { up } = basisOf(pose);
      const half = heightAtTarget(pose.distance) / 2;
      const edge: Vector = [
        pose.target[0] + up[0] * half,
        pose.target[1] + up[1] * half,
        pose.target[2] + up[2] * half,
      ];
      for (const projection of ["perspective", "orthographic"] as const) {
        const { x, y } = placeOf(pose, projection, edge);
        expectNear([x, y], [0, 1], 1e-6);
      }
    }),
    { seed: 313 },
  );
});

describe("turning", () => {
  test("holds the pivot where it is on the screen, as deep as it was", () => {
    const angle = real(-1, 1);
    fc.assert(
      fc.property(poses, vector, angle, angle, (pose, pivot, turn, tilt) => {
        const turned = rotateAbout(pose, pivot, turn, tilt);
        for (const axis of ["right", "up", "back"] as const) {
          const along = (of: Pose): number =>
            new Vector3(...pivot).sub(new Vector3(...of.target)).dot(new Vector3(...basisOf(of)[axis]));
          expect(along(turned)).toBeCloseTo(along(pose), 6);
        }
        expect(turned.distance).toBe(pose.distance);
        expect(turned.polar).toBeGreaterThanOrEqual(0);
        expect(turned.polar).toBeLessThanOrEqual(Math.PI);
      }),
      { seed: 314, numRuns: 200 },
    );
  });

  test("stops at the poles", () => {
    const pose: Pose = { target: [0, 0, 0], azimuth: 0, polar: 0.2, distance: 10 };
    expect(rotateAbout(pose, [1, 2, 3], 0, -9).polar).toBe(0);
    expect(rotateAbout(pose, [1, 2, 3], 0, 9).polar).toBe(Math.PI);
  });

  test("a quarter turn to the right shows the right side", () => {
    const front: Pose = { target: [0, 0, 0], azimuth: 0, polar: Math.PI / 2, distance: 10 };
    expectNear(eyeOf(front), [0, -10, 0], 1e-12);
    expectNear(eyeOf(rotateAbout(front, front.target, Math.PI / 2, 0)), [10, 0, 0], 1e-12);
    expectNear(eyeOf(rotateAbout(front, front.target, 0, -Math.PI / 2)), [0, 0, 10], 1e-12);
  });
});

test("panning moves what lies at the target's depth with the pointer, pixel for pixel", () => {
  const pixels = fc.integer({ min: -500, max: 500 });
  fc.assert(
    fc.property(
      poses,
      projections,
      pixels,
      pixels,
      fc.integer({ min: 200, max: 2_000 }),
      (pose, projection, dx, dy, height) => {
        const moved = pan(pose, dx, dy, height);
        const { x, y } = placeOf(moved, projection, pose.target);
        expectNear([(x * height) / 2, (-y * height) / 2], [dx, dy], 1e-3);
      },
    ),
    { seed: 315, numRuns: 200 },
  );
});

describe("zooming", () => {
  test("holds the point under the pointer and scales the distance", () => {
    const factor = real(0.1, 10);
    fc.assert(
      fc.property(poses, vector, factor, (pose, point, by) => {
        const zoomed = zoomAbout(pose, point, by, WIDE);
        expect(zoomed.distance).toBeCloseTo(pose.distance * by, 6);
        // A point before the eye stays on its place; in the plane of the eye it has none.
        const depth = new Vector3(...point)
          .sub(new Vector3(...eyeOf(pose)))
          .dot(new Vector3(...basisOf(pose).back));
        fc.pre(depth < -1);
        const [before, after] = [pose, zoomed].map((of) => {
          const { right, up, back } = basisOf(of);
          const offset = new Vector3(...point).sub(new Vector3(...eyeOf(of)));
          const away = -offset.dot(new Vector3(...back));
          return [offset.dot(new Vector3(...right)) / away, offset.dot(new Vector3(...up)) / away];
        });
        expectNear(after ?? [], before ?? [], 1e-6);
      }),
      { seed: 316, numRuns: 300 },
    );
  });

  test("stays within its limits, and moves nothing once it is at one", () => {
    const pose: Pose = { target: [1, 2, 3], azimuth: 1, polar: 1, distance: 100 };
    expect(zoomAbout(pose, [50, 0, 0], 1e-6, [10, 1_000]).distance).toBe(10);
    const far = { ...pose, distance: 1_000 };
    expect(zoomAbout(far, [50, 0, 0], 2, [10, 1_000])).toEqual(far);
  });
});

test("between two poses it goes the shorter way round, and arrives", () => {
  fc.assert(
    fc.property(poses, poses, real(0, 1), (from, to, share) => {
      const middle = between(from, to, share);
      expect(Math.abs(middle.azimuth - from.azimuth)).toBeLessThanOrEqual(Math.PI + 1e-9);
      expect(middle.polar).toBeGreaterThanOrEqual(Math.min(from.polar, to.polar) - 1e-12);
      expect(middle.distance).toBeLessThanOrEqual(Math.max(from.distance, to.distance) + 1e-9);
      expectNear(eyeOf(between(from, to, 0)), eyeOf(from), 1e-6);
      expectNear(eyeOf(between(from, to, 1)), eyeOf(to), 1e-6);
    }),
    { seed: 317, numRuns: 200 },
  );
});

test("the ray under a place is three's", () => {
  const place = real(-1, 1);
  const aspects = real(0.3, 4);
  fc.assert(
    fc.property(poses, projections, place, place, aspects, (pose, projection, x, y, aspect) => {
      fc.pre(pose.polar > 0.05 && pose.polar < Math.PI - 0.05);
      const raycaster = new Raycaster();
      raycaster.setFromCamera(new Vector2(x, y), threeCamera(pose, projection, aspect));
      const { origin, direction } = rayAt(pose, projection, [x, y], aspect);
      expectNear(direction, raycaster.ray.direction.toArray(), 1e-6);
      // three begins an orthographic ray in the plane of the eye or before it; the line is the same.
      const offset = new Vector3(...origin).sub(raycaster.ray.origin);
      expect(offset.cross(raycaster.ray.direction).length()).toBeLessThan(1e-3);
      expect(Math.hypot(...direction)).toBeCloseTo(1, 9);
    }),
    { seed: 318, numRuns: 200 },
  );
});

describe("rolling", () => {
  test("turns right and up about the line of sight, and stays a right-handed basis", () => {
    fc.assert(
      fc.property(poses, azimuth, (pose, roll) => {
        const rolledBasis = basisOf({ ...pose, roll });
        const { right, up, back } = basisOf({ azimuth: pose.azimuth, polar: pose.polar });
        const expected = new Vector3(...right).applyAxisAngle(new Vector3(...back), roll);
        expect(new Vector3(...rolledBasis.right).distanceTo(expected)).toBeLessThan(1e-9);
        const cross = new Vector3(...rolledBasis.right).cross(new Vector3(...rolledBasis.up));
        expect(cross.distanceTo(new Vector3(...back))).toBeLessThan(1e-9);
        expect(dot(rolledBasis.up, up)).toBeCloseTo(Math.cos(roll), 9);
      }),
    );
  });

  test("a drag turns the same way on the screen, however the view is rolled", () => {
    const pose = { target: [0, 0, 0] as const, azimuth: 0.4, polar: 1.2, distance: 10 };
    const [dx, dy] = unrolled({ ...pose, roll: Math.PI / 2 }, 10, 0);
    // Rolled anticlockwise by a quarter, what is to the right on the screen is up for the upright view.
    expect(dx).toBeCloseTo(0, 9);
    expect(dy).toBeCloseTo(-10, 9);
  });

  test("stays within half a turn either way", () => {
    const pose = { target: [0, 0, 0] as const, azimuth: 0, polar: 1, distance: 1, roll: 3 };
    expect(rolled(pose, 1).roll).toBeCloseTo(4 - 2 * Math.PI, 9);
  });
});

test("the angles along a direction look along it", () => {
  fc.assert(
    fc.property(vector, azimuth, (direction, from) => {
      fc.pre(Math.hypot(...direction) > 1e-3);
      const length = Math.hypot(...direction);
      const { back } = basisOf(anglesAlong(direction, from));
      for (const axis of [0, 1, 2] as const) expect(back[axis]).toBeCloseTo(direction[axis] / length, 5);
    }),
  );
});
