/** Nearest points against cases with a known answer, against sampling, and against every pair. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { along, subtract, type Vector } from "../camera/orbit.ts";
import { lengthOf } from "../vectors.ts";
import { nearestOfSimplices, type Simplex } from "./simplex-distance.ts";
import { nearestOfSets, simplexAt, type SimplexSet } from "./simplex-tree.ts";

const RUN = { seed: 519, numRuns: 300 };
const coordinate = fc.double({ min: -10, max: 10, noNaN: true });
const point: fc.Arbitrary<Vector> = fc.tuple(coordinate, coordinate, coordinate);
const simplex: fc.Arbitrary<Simplex> = fc.array(point, { minLength: 1, maxLength: 3 });

test.each<[string, Simplex, Simplex, number]>([
  ["two points", [[0, 0, 0]], [[3, 4, 0]], 5],
  [
    "a point above the inside of a triangle",
    [[1, 1, 7]],
    [
      [0, 0, 0],
      [4, 0, 0],
      [0, 4, 0],
    ],
    7,
  ],
  [
    "a point beside a triangle",
    [[-3, 0, 4]],
    [
      [0, 0, 0],
      [4, 0, 0],
      [0, 4, 0],
    ],
    5,
  ],
  [
    "crossing segments, 2 apart",
    [
      [-1, 0, 0],
      [1, 0, 0],
    ],
    [
      [0, -1, 2],
      [0, 1, 2],
    ],
    2,
  ],
  [
    "parallel segments side by side",
    [
      [0, 0, 0],
      [4, 0, 0],
    ],
    [
      [1, 3, 0],
      [9, 3, 0],
    ],
    3,
  ],
  [
    "segments on one line, apart",
    [
      [0, 0, 0],
      [1, 0, 0],
    ],
    [
      [4, 0, 0],
      [9, 0, 0],
    ],
    3,
  ],
  [
    "a segment through a triangle",
    [
      [1, 1, -1],
      [1, 1, 1],
    ],
    [
      [0, 0, 0],
      [4, 0, 0],
      [0, 4, 0],
    ],
    0,
  ],
  [
    "parallel triangles",
    [
      [0, 0, 0],
      [4, 0, 0],
      [0, 4, 0],
    ],
    [
      [0, 0, 3],
      [4, 0, 3],
      [0, 4, 3],
    ],
    3,
  ],
  [
    "triangles that pierce each other",
    [
      [0, 0, 0],
      [4, 0, 0],
      [0, 4, 0],
    ],
    [
      [1, 1, -1],
      [1, 1, 1],
      [5, 5, 0],
    ],
    0,
  ],
  [
    "triangles that overlap in one plane",
    [
      [0, 0, 0],
      [4, 0, 0],
      [0, 4, 0],
    ],
    [
      [1, 1, 0],
      [9, 1, 0],
      [1, 9, 0],
    ],
    0,
  ],
  [
    "a triangle without an area",
    [
      [0, 0, 0],
      [2, 0, 0],
      [4, 0, 0],
    ],
    [[1, 5, 0]],
    5,
  ],
])("%s", (_name, a, b, distance) => {
  const found = nearestOfSimplices(a, b);
  expect(found.distance).toBeCloseTo(distance, 12);
  expect(lengthOf(subtract(found.from, found.to))).toBeCloseTo(distance, 12);
  expect(nearestOfSimplices(b, a).distance).toBeCloseTo(distance, 12);
});

test("no pair of points is nearer than the nearest", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const inside = (corners: Simplex, s: number, t: number): Vector => {
    const [a, b = a, c = a] = corners as [Vector, Vector?, Vector?];
    const [u, v] = s + t > 1 ? [1 - s, 1 - t] : [s, t];
    return along(along(a, subtract(b, a), u), subtract(c, a), v);
  };
  fc.assert(
    fc.property(simplex, simplex, fc.tuple(share, share, share, share), (a, b, [s, t, u, v]) => {
      const found = nearestOfSimplices(a, b);
      expect(found.distance).toBeLessThanOrEqual(lengthOf(subtract(inside(a, s, t), inside(b, u, v))) + 1e-9);
      expect(lengthOf(subtract(found.from, found.to))).toBeCloseTo(found.distance, 9);
      expect(nearestOfSimplices(b, a).distance).toBeCloseTo(found.distance, 9);
    }),
    RUN,
  );
});

test("the tree finds what trying every pair finds, wherever both stand and however they are turned", () => {
  const set = fc
    .tuple(
      fc.constantFrom(1 as const, 2 as const, 3 as const),
      fc.array(point, { minLength: 3, maxLength: 60 }),
    )
    .map(([corners, points]): SimplexSet => {
      const whole = points.length - (points.length % corners);
      return { corners, coordinates: Float64Array.from(points.slice(0, whole).flat()) };
    });
  const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
  fc.assert(
    fc.property(set, set, angle, point, (a, b, turn, shift) => {
      let least = Infinity;
      for (let i = 0; i * a.corners * 3 < a.coordinates.length; i++) {
        for (let j = 0; j * b.corners * 3 < b.coordinates.length; j++)
          least = Math.min(least, nearestOfSimplices(simplexAt(a, i), simplexAt(b, j)).distance);
      }
      expect(nearestOfSets(a, b)?.distance).toBe(least);
      expect(nearestOfSets(b, a)?.distance).toBeCloseTo(least, 9);
      expect(nearestOfSets(moved(a, turn, shift), moved(b, turn, shift))?.distance).toBeCloseTo(least, 8);
    }),
    { ...RUN, numRuns: 120 },
  );
});

test("nothing has no nearest point", () => {
  const empty: SimplexSet = { corners: 3, coordinates: new Float64Array() };
  expect(nearestOfSets(empty, { corners: 1, coordinates: Float64Array.of(0, 0, 0) })).toBeUndefined();
});

/** About an axis that no coordinate has, then moved. */
function moved({ corners, coordinates }: SimplexSet, angle: number, shift: Vector): SimplexSet {
  const [x, y, z] = [1 / 3, 2 / 3, 2 / 3];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const next = new Float64Array(coordinates.length);
  for (let at = 0; at < coordinates.length; at += 3) {
    const [a = 0, b = 0, d = 0] = coordinates.subarray(at, at + 3);
    const d0 = (a * x + b * y + d * z) * (1 - c);
    // Rodrigues (1840).
    next[at] = a * c + (y * d - z * b) * s + x * d0 + shift[0];
    next[at + 1] = b * c + (z * a - x * d) * s + y * d0 + shift[1];
    next[at + 2] = d * c + (x * b - y * a) * s + z * d0 + shift[2];
  }
  return { corners, coordinates: next };
}
