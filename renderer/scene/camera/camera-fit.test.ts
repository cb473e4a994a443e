import { expect, test } from "vitest";
import type { Bounds } from "../../../shared/geometry/bounds.ts";
import { fitPose, STANDARD_VIEWS, VIEW_ANGLES } from "./camera-fit.ts";
import { basisOf, dot, eyeOf, FIELD_OF_VIEW, subtract, type Pose, type Vector } from "./orbit.ts";

/** Where a point falls in the view: both -1…1, y upwards. */
function place(pose: Pose, point: Vector, aspect: number, perspective: boolean): readonly [number, number] {
  const { right, up, back } = basisOf(pose);
  const offset = subtract(point, perspective ? eyeOf(pose) : pose.target);
  const depth = perspective ? -dot(offset, back) : pose.distance;
  const half = depth * Math.tan(FIELD_OF_VIEW / 2);
  return [dot(offset, right) / half / aspect, dot(offset, up) / half];
}

function corners(boxes: readonly Bounds[]): Vector[] {
  return boxes.flatMap((box) =>
    Array.from({ length: 8 }, (_, at): Vector => [
      box[at & 1 ? 3 : 0],
      box[at & 2 ? 4 : 1],
      box[at & 4 ? 5 : 2],
    ]),
  );
}

const BOXES: readonly Bounds[] = [
  [0, 0, 0, 100, 60, 6],
  [10, 70, 40, 30, 90, 55],
];

test.each(STANDARD_VIEWS.flatMap((view) => [true, false].map((perspective) => ({ view, perspective }))))(
  "from $view (perspective $perspective) everything is within the free view, and centred in it",
  ({ view, perspective }) => {
    const covered = 0.1;
    const aspect = 1.6;
    const projection = perspective ? "perspective" : "orthographic";
    const pose = fitPose(BOXES, VIEW_ANGLES[view], { aspect, projection, covered });
    expect(pose).toBeDefined();
    if (pose === undefined) return;
    const places = corners(BOXES).map((point) => place(pose, point, aspect, perspective));
    const xs = places.map(([x]) => x);
    const ys = places.map(([, y]) => y);
    expect(Math.max(...ys)).toBeLessThan(1 - 2 * covered);
    expect(Math.min(...ys)).toBeGreaterThan(-1);
    expect(Math.max(...xs.map(Math.abs))).toBeLessThan(1);
    expect((Math.max(...xs) + Math.min(...xs)) / 2).toBeCloseTo(0, 1);
    // Close: one of the sides is nearly reached.
    const reach = Math.max(Math.max(...xs.map(Math.abs)), Math.max(...ys) + 2 * covered, -Math.min(...ys));
    expect(reach).toBeGreaterThan(0.8);
  },
);

test("nothing to show has no pose, a point has one", () => {
  const frame = { aspect: 1, projection: "perspective" } as const;
  expect(fitPose([], VIEW_ANGLES.iso, frame)).toBeUndefined();
  const point = fitPose([[5, 5, 5, 5, 5, 5]], VIEW_ANGLES.iso, frame);
  expect(point?.target).toEqual([5, 5, 5]);
  expect(point?.distance).toBeGreaterThan(0);
});
