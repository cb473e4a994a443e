import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Surface } from "../../../../../shared/model/cad.ts";
import { add, cross, length, normalise, scale, type Vector } from "../structure/transform.ts";
import { surfaceGeometry } from "./surface-geometry.ts";

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const origin = fc.tuple(coordinate, coordinate, coordinate);
const axis = fc
  .tuple(coordinate, coordinate, coordinate)
  .map((vector) => normalise(vector))
  .filter((vector) => vector !== undefined);
const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });

/** The point of a surface at an angle around its axis and a second parameter. */
function at(surface: Surface, around: number, along: number): Vector {
  const {
    kind,
    origin: from = [0, 0, 0],
    axis: z = [0, 0, 1],
    radius = 0,
    minorRadius = 0,
    semiAngle = 0,
  } = surface;
  const helper: Vector = Math.abs(z[0]) < 0.5 ? [1, 0, 0] : [0, 1, 0];
  const x = normalise(cross(z, helper)) ?? [1, 0, 0];
  const outward = add(scale(x, Math.cos(around)), scale(cross(z, x), Math.sin(around)));
  const place = (reach: number, height: number): Vector =>
    add(from, add(scale(outward, reach), scale(z, height)));
  if (kind === "plane") return place(along * 50, 0);
  if (kind === "cylinder") return place(radius, along * 50);
  if (kind === "cone") return place(radius + along * 50 * Math.tan(semiAngle), along * 50);
  if (kind === "sphere") return place(radius * Math.cos(along), radius * Math.sin(along));
  return place(radius + minorRadius * Math.cos(along), minorRadius * Math.sin(along));
}

const surfaces: Readonly<Record<string, Partial<Surface>>> = {
  plane: { kind: "plane" },
  cylinder: { kind: "cylinder", radius: 12 },
  cone: { kind: "cone", radius: 12, semiAngle: 0.4 },
  sphere: { kind: "sphere", radius: 12 },
  torus: { kind: "torus", radius: 12, minorRadius: 3 },
};

describe.each(Object.entries(surfaces))("%s", (_, shape) => {
  test("its points lie on it, and a step along the normal is a step away", () => {
    fc.assert(
      fc.property(
        origin,
        axis,
        angle,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, z, around, along) => {
          const surface = { ...shape, origin: from, axis: z } as Surface;
          const geometry = surfaceGeometry(surface);
          const point = at(surface, around, along);
          expect(geometry?.distance(point)).toBeLessThan(1e-9);
          const normal = geometry?.normal(point) ?? [0, 0, 0];
          expect(length(normal)).toBeCloseTo(1, 9);
          expect(geometry?.distance(add(point, scale(normal, 0.25)))).toBeCloseTo(0.25, 7);
        },
      ),
      { seed: 20261125, numRuns: 200 },
    );
  });
});

test("an axis and an apex have no normal", () => {
  const cylinder = surfaceGeometry({ kind: "cylinder", origin: [0, 0, 0], axis: [0, 0, 1], radius: 1 });
  expect(cylinder?.normal([0, 0, 5])).toBeUndefined();
  const cone = surfaceGeometry({
    kind: "cone",
    origin: [0, 0, 0],
    axis: [0, 0, 1],
    radius: 0,
    semiAngle: 0.5,
  });
  expect(cone?.normal([0, 0, 0])).toBeUndefined();
  expect(cone?.distance([0, 0, 0])).toBe(0);
});

test("a torus that meets its axis is met on both of its sheets", () => {
  const lemon = surfaceGeometry({
    kind: "torus",
    origin: [0, 0, 0],
    axis: [0, 0, 1],
    radius: 1,
    minorRadius: 3,
  });
  expect(lemon?.distance([4, 0, 0])).toBeCloseTo(0);
  expect(lemon?.distance([2, 0, 0])).toBeCloseTo(0);
});

test("what has no closed form or misses a number is none", () => {
  expect(surfaceGeometry({ kind: "other" })).toBeUndefined();
  expect(surfaceGeometry({ kind: "cylinder", origin: [0, 0, 0], axis: [0, 0, 1] })).toBeUndefined();
  expect(surfaceGeometry({ kind: "plane", origin: [0, 0, 0] })).toBeUndefined();
});
