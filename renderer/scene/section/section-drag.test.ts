import fc from "fast-check";
import { expect, test } from "vitest";
import { along, subtract, type Vector } from "../camera/orbit.ts";
import { niceStep, ontoPlane, reachAlong } from "./section-drag.ts";
import { unit } from "../vectors.ts";

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const point: fc.Arbitrary<Vector> = fc.tuple(coordinate, coordinate, coordinate);
const direction = point.filter((vector) => Math.hypot(...vector) > 1e-2).map(unit);

test("a ray through a place on the line gives back its distance from the anchor", () => {
  fc.assert(
    fc.property(point, point, direction, coordinate, (eye, anchor, normal, reach) => {
      const target = along(anchor, normal, reach);
      fc.pre(Math.hypot(...subtract(target, eye)) > 1);
      const found = reachAlong({ origin: eye, direction: unit(subtract(target, eye)) }, anchor, normal);
      if (found !== undefined) expect(found).toBeCloseTo(reach, 5);
    }),
    { seed: 4, numRuns: 500 },
  );
});

test("a line that points at the eye can't be pulled along by its ray", () => {
  expect(reachAlong({ origin: [0, 0, 100], direction: [0, 0, -1] }, [0, 0, 0], [0, 0, 1])).toBeUndefined();
});

test.each([
  [100, 0.5],
  [200, 1],
  [1_000, 5],
  [37, 0.2],
  [3, 0.02],
  [0, 1],
  [Infinity, 1],
])("an extent of %f mm is walked in steps of %f", (extent, step) => {
  expect(niceStep(extent)).toBeCloseTo(step, 12);
});

test("the foot of a point on a plane", () => {
  expect(ontoPlane([1, 2, 3], [0, 0, 1], 10)).toEqual([1, 2, 10]);
});
