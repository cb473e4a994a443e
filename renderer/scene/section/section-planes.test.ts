import fc from "fast-check";
import { expect, test } from "vitest";
import { EMPTY_BOUNDS, isEmptyBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import { along, dot, type Vector } from "../camera/orbit.ts";
import { unit } from "../vectors.ts";
import {
  acrossOf,
  clipBounds,
  extentAlong,
  isCutAway,
  keptStretch,
  planeInBox,
  type SectionPlane,
} from "./section-planes.ts";

const BOX: Bounds = [-10, -20, -30, 10, 20, 30];
const RUN = { seed: 20261125, numRuns: 400 };

const number = fc.double({ min: -50, max: 50, noNaN: true });
const point = fc.tuple(number, number, number);
const direction = point.filter((vector) => Math.hypot(...vector) > 1e-3).map(unit);
const plane = fc.record({ normal: direction, offset: fc.double({ min: -30, max: 30, noNaN: true }) });
const planes = fc.array(plane, { maxLength: 3 });

test("a plane across an axis keeps what is below its offset", () => {
  const x: SectionPlane = { normal: [1, 0, 0], offset: 4 };
  expect(isCutAway([x], [3, 100, 0])).toBe(false);
  expect(isCutAway([x], [5, 100, 0])).toBe(true);
  expect(clipBounds(BOX, [x])).toEqual([-10, -20, -30, 4, 20, 30]);
  expect(clipBounds(BOX, [{ normal: [-1, 0, 0], offset: -4 }])).toEqual([4, -20, -30, 10, 20, 30]);
  expect(clipBounds(BOX, [{ normal: [1, 0, 0], offset: 11 }])).toBe(BOX);
  expect(isEmptyBounds(clipBounds(BOX, [{ normal: [1, 0, 0], offset: -11 }]))).toBe(true);
  expect(clipBounds(EMPTY_BOUNDS, [x])).toBe(EMPTY_BOUNDS);
});

test("three planes across the axes leave their corner of the box", () => {
  const corner: SectionPlane[] = [
    { normal: [1, 0, 0], offset: 1 },
    { normal: [0, 1, 0], offset: 2 },
    { normal: [0, 0, -1], offset: -3 },
  ];
  expect(clipBounds(BOX, corner)).toEqual([-10, -20, 3, 1, 2, 30]);
});

test("two planes that face each other leave the slab between them, or nothing", () => {
  const slab = (from: number, to: number): SectionPlane[] => [
    { normal: [0, 0, 1], offset: to },
    { normal: [0, 0, -1], offset: -from },
  ];
  expect(keptStretch(slab(-5, 5), [0, 0, 100], [0, 0, -1])).toEqual({ from: 95, to: 105 });
  expect(keptStretch(slab(5, -5), [0, 0, 100], [0, 0, -1])).toBeUndefined();
  expect(keptStretch(slab(-5, 5), [0, 0, 100], [1, 0, 0])).toBeUndefined();
  expect(keptStretch(slab(-5, 5), [0, 0, 0], [1, 0, 0])).toEqual({ from: 0, to: Infinity });
});

test("the stretch of a ray is kept, what lies beside it is cut away", () => {
  fc.assert(
    fc.property(planes, point, direction, fc.double({ min: 0, max: 200, noNaN: true }), (all, o, d, at) => {
      const stretch = keptStretch(all, o, d);
      const within = stretch !== undefined && at > stretch.from + 1e-6 && at < stretch.to - 1e-6;
      const beside = stretch === undefined || at < stretch.from - 1e-6 || at > stretch.to + 1e-6;
      const cut = isCutAway(all, along(o, d, at));
      if (within) expect(cut).toBe(false);
      if (beside && stretch !== undefined) expect(cut).toBe(true);
    }),
    RUN,
  );
});

test("the clipped box holds every kept point of the box, and nothing beyond the box", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(planes, fc.tuple(share, share, share), (all, shares) => {
      const clipped = clipBounds(BOX, all);
      const place = shares.map((value, axis) => (BOX[axis] ?? 0) * (1 - 2 * value)) as unknown as Vector;
      for (let axis = 0; axis < 3; axis++) {
        if (isEmptyBounds(clipped)) break;
        expect(clipped[axis]).toBeGreaterThanOrEqual((BOX[axis] ?? 0) - 1e-9);
        expect(clipped[axis + 3]).toBeLessThanOrEqual((BOX[axis + 3] ?? 0) + 1e-9);
      }
      if (isCutAway(all, place)) return;
      for (let axis = 0; axis < 3; axis++) {
        expect(place[axis]).toBeGreaterThanOrEqual((clipped[axis] ?? 0) - 1e-9);
        expect(place[axis]).toBeLessThanOrEqual((clipped[axis + 3] ?? 0) + 1e-9);
      }
    }),
    RUN,
  );
});

test("the figure of a plane in a box lies on the plane and in the box", () => {
  fc.assert(
    fc.property(plane, (cut) => {
      const [least, most] = extentAlong(BOX, cut.normal);
      const corners = planeInBox(cut, BOX);
      if (cut.offset < least || cut.offset > most) expect(corners).toHaveLength(0);
      for (const corner of corners) {
        expect(dot(corner, cut.normal)).toBeCloseTo(cut.offset, 6);
        for (let axis = 0; axis < 3; axis++)
          expect(Math.abs(corner[axis] ?? NaN)).toBeLessThanOrEqual((BOX[axis + 3] ?? 0) + 1e-6);
      }
    }),
    RUN,
  );
  expect(planeInBox({ normal: [0, 0, 1], offset: 0 }, BOX)).toHaveLength(4);
});

test("the two directions across one are unit and square to it and each other", () => {
  fc.assert(
    fc.property(direction, (along) => {
      const [right, up] = acrossOf(along);
      for (const [a, b, expected] of [
        [right, right, 1],
        [up, up, 1],
        [right, up, 0],
        [right, along, 0],
        [up, along, 0],
      ] as const)
        expect(dot(a, b)).toBeCloseTo(expected, 9);
    }),
    RUN,
  );
});
