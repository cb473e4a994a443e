import fc from "fast-check";
import { Vector3, type Camera } from "three";
import { describe, expect, test } from "vitest";
import { isEmptyBounds, radiusOfBounds, unionBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import { fitPose, STANDARD_VIEWS, VIEW_ANGLES } from "./camera-fit.ts";
import { createCameraRig } from "./camera-rig.ts";
import { eyeOf, type Pose } from "./orbit.ts";
import { projectBounds } from "./project-node.ts";

/** Evenly spread: fast-check's own doubles are mostly next to nothing. */
const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000);
const extent = fc.oneof(fc.constant(0), real(0, 5), real(0, 800));
const boxes = fc
  .tuple(real(-500, 500), real(-500, 500), real(-500, 500), extent, extent, extent)
  .map(([x, y, z, width, depth, height]): Bounds => [x, y, z, x + width, y + depth, z + height]);
const angles = fc.oneof(
  fc.constantFrom(...STANDARD_VIEWS).map((view) => VIEW_ANGLES[view]),
  fc.record({ azimuth: real(-7, 7), polar: real(0, Math.PI) }),
);
const projections = fc.constantFrom("perspective" as const, "orthographic" as const);
const frames = fc.record({ aspect: real(0.3, 4), projection: projections, covered: real(0, 0.3) });

const corners = (box: Bounds): Vector3[] =>
  Array.from(
    { length: 8 },
    (_, at) => new Vector3(box[at & 1 ? 3 : 0], box[at & 2 ? 4 : 1], box[at & 4 ? 5 : 2]),
  );
const project = (points: readonly Vector3[], camera: Camera): Vector3[] =>
  points.map((point) => point.clone().project(camera));

describe("what is fitted", () => {
  test("is projected by three within the free view, as near as it may, between the planes", () => {
    fc.assert(
      fc.property(fc.array(boxes, { minLength: 1, maxLength: 5 }), angles, frames, (some, view, frame) => {
        const whole = unionBounds(some);
        const pose = fitPose(some, view, frame);
        if (pose === undefined) throw new Error("nothing was fitted");
        const camera = createCameraRig(pose, frame.projection).camera(frame.aspect, whole);
        const places = project(some.flatMap(corners), camera);
        const free = 1 - 2 * frame.covered;
        let reach = 0;
        for (const { x, y, z } of places) {
          expect(Math.abs(x)).toBeLessThan(1);
          expect(y).toBeGreaterThan(-1);
          expect(y).toBeLessThan(free);
          expect(Math.abs(z)).toBeLessThanOrEqual(1);
          reach = Math.max(reach, Math.abs(x), -y, y + 2 * frame.covered);
        }
        // A rod seen from its end comes no nearer than the near plane lets it, a line is as small as a point.
        const nearest = Math.min(
          ...some.flatMap(corners).map((point) => -point.applyMatrix4(camera.matrixWorldInverse).z),
        );
        const least = Math.max(0.05, radiusOfBounds(whole) / 500);
        const isRod = frame.projection === "perspective" && nearest < pose.distance * 0.04;
        if (!isRod && pose.distance > least) expect(reach).toBeGreaterThan(0.85);
      }),
      { seed: 341, numRuns: 500 },
    );
  });

  test("a long thin shaft seen from its end is not cut open by the near plane", () => {
    const shaft: Bounds = [-2.5, -2.5, 0, 2.5, 2.5, 2_000];
    const pose = fitPose([shaft], VIEW_ANGLES.top, { aspect: 1.6, projection: "perspective" });
    if (pose === undefined) throw new Error("nothing was fitted");
    const camera = createCameraRig(pose, "perspective").camera(1.6, shaft);
    for (const { z } of project(corners(shaft), camera)) expect(Math.abs(z)).toBeLessThan(1);
  });

  test("stays where it is when the projection changes", () => {
    fc.assert(
      fc.property(boxes, angles, frames, (box, view, frame) => {
        const pose = fitPose([box], view, frame);
        if (pose === undefined) throw new Error("nothing was fitted");
        const target = new Vector3(...pose.target);
        for (const projection of ["perspective", "orthographic"] as const) {
          const [place] = project([target], createCameraRig(pose, projection).camera(frame.aspect, box));
          expect(Math.hypot(place?.x ?? NaN, place?.y ?? NaN)).toBeLessThan(1e-6);
        }
      }),
      { seed: 342 },
    );
  });
});

describe("the planes", () => {
  const poses: fc.Arbitrary<Pose> = fc.record({
    target: fc.tuple(real(-900, 900), real(-900, 900), real(-900, 900)),
    azimuth: real(-4, 4),
    polar: real(0, Math.PI),
    distance: fc.oneof(real(0.1, 10), real(1, 4_000)),
  });

  test("hold all of the model that is before the eye, from anywhere, also from within it", () => {
    fc.assert(
      fc.property(poses, projections, boxes, (pose, projection, box) => {
        const camera = createCameraRig(pose, projection).camera(1, box);
        const { near, far } = camera as unknown as { readonly near: number; readonly far: number };
        expect(near).toBeLessThan(far);
        if (projection === "perspective") expect(near).toBeGreaterThan(0);
        const inverse = camera.matrixWorldInverse;
        for (const corner of corners(box)) {
          const depth = -corner.clone().applyMatrix4(inverse).z;
          expect(depth).toBeLessThanOrEqual(far * (1 + 1e-9) + 1e-6);
          // What is cut off is nearer than a share of the distance or of the depth of the whole.
          if (projection === "orthographic") expect(depth).toBeGreaterThanOrEqual(near - 1e-6);
          else if (depth < near) expect(near).toBeLessThanOrEqual(Math.max(pose.distance * 0.02, far * 1e-4));
        }
      }),
      { seed: 343, numRuns: 300 },
    );
  });

  test("without a model there are some", () => {
    const empty: Bounds = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
    expect(isEmptyBounds(empty)).toBe(true);
    const pose: Pose = { target: [0, 0, 0], azimuth: 0, polar: 1, distance: 100 };
    for (const projection of ["perspective", "orthographic"] as const) {
      const [place] = project([new Vector3(0, 0, 0)], createCameraRig(pose, projection).camera(1, empty));
      expect(Math.abs(place?.z ?? NaN)).toBeLessThanOrEqual(1);
    }
  });
});

describe("easing", () => {
  const start: Pose = { target: [0, 0, 0], azimuth: 0, polar: 1, distance: 100 };
  const goal: Pose = { target: [10, 0, 0], azimuth: 1, polar: 0.5, distance: 50 };

  test("comes nearer with every frame and ends exactly there", () => {
    const rig = createCameraRig(start, "perspective");
    rig.moveTo(goal, true);
    expect([rig.goal(), rig.pose()]).toEqual([goal, start]);
    const distances: number[] = [];
    let now = 5_000;
    while (rig.step(now)) {
      distances.push(rig.pose().distance);
      now += 16;
    }
    expect(distances).toEqual(distances.toSorted((a, b) => b - a));
    expect(distances.length).toBeGreaterThan(4);
    expect(distances.length).toBeLessThan(9);
    expect(rig.pose()).toBe(goal);
    expect(rig.step(now)).toBe(false);
  });

  test("a slow frame before it eats nothing of it, a later goal takes its place", () => {
    const rig = createCameraRig(start, "perspective");
    rig.moveTo(goal, true);
    expect(rig.step(100_000)).toBe(true);
    expect(rig.pose().distance).toBeGreaterThan(60);
    rig.moveTo(start, true);
    expect(rig.goal()).toBe(start);
    rig.step(100_016);
    rig.step(100_500);
    expect(rig.pose()).toBe(start);
  });

  test("without it, it is there at once", () => {
    const rig = createCameraRig(start, "orthographic");
    rig.moveTo(goal, true);
    rig.moveTo(goal, false);
    expect(rig.pose()).toBe(goal);
    expect(rig.step(0)).toBe(false);
  });
});

test("a part's place in the canvas: its middle, and the highest of its corners before the eye", () => {
  const size = { width: 800, height: 400 };
  fc.assert(
    fc.property(boxes, boxes, angles, projections, (box, other, view, projection) => {
      const pose = fitPose([box, other], view, { aspect: 2, projection });
      if (pose === undefined) throw new Error("nothing was fitted");
      const camera = createCameraRig(pose, projection).camera(2, unionBounds([box, other]));
      const found = projectBounds(box, camera, size);
      const middle = new Vector3((box[0] + box[3]) / 2, (box[1] + box[4]) / 2, (box[2] + box[5]) / 2);
      const pixels = project([middle, ...corners(box)], camera).map(
        ({ x, y }) => [(x + 1) * 400, (1 - y) * 200] as const,
      );
      expect(found?.x).toBeCloseTo(pixels[0]?.[0] ?? NaN, 6);
      expect(found?.y).toBeCloseTo(pixels[0]?.[1] ?? NaN, 6);
      expect(found?.top).toBeCloseTo(Math.min(...pixels.map(([, y]) => y)), 6);
      expect(found?.visible).toBe(true);
    }),
    { seed: 344, numRuns: 200 },
  );
});

test("a part beside the canvas or behind the eye is not visible", () => {
  const size = { width: 400, height: 400 };
  const pose: Pose = { target: [0, 0, 0], azimuth: 0, polar: Math.PI / 2, distance: 100 };
  const all: Bounds = [-2_000, -2_000, -2_000, 2_000, 2_000, 2_000];
  const camera = createCameraRig(pose, "perspective").camera(1, all);
  const at = (x: number, y: number): boolean | undefined =>
    projectBounds([x, y, 0, x + 1, y + 1, 1], camera, size)?.visible;
  expect(eyeOf(pose)[1]).toBeCloseTo(-100, 9);
  expect([at(0, 0), at(500, 0), at(-500, 0), at(0, -300)]).toEqual([true, false, false, false]);
  expect(projectBounds([1, 1, 1, 0, 0, 0], camera, size)).toBeUndefined();
});
