import fc from "fast-check";
import { expect, test } from "vitest";
import type { CadMesh } from "../../../shared/model/cad.ts";
import { rimsOf } from "./rims.ts";

/** Three numbers a corner, three corners a triangle, and how many triangles each face has. */
function meshOf(
  corners: readonly number[],
  triangles: readonly number[],
  counts: readonly number[],
): CadMesh {
  let first = 0;
  return {
    positions: Float32Array.from(corners),
    normals: new Float32Array(corners.length),
    indices: Uint32Array.from(triangles),
    edges: new Float32Array(),
    faces: counts.map((count) => ({ first: (first += count) - count, count })),
  };
}
const named = (sides: readonly { readonly from: number; readonly to: number }[]): readonly string[] =>
  sides.map(({ from, to }) => `${from}-${to}`).sort();

/** Four corners of a square, one above it, and the first once more. */
const PYRAMID = [0, 0, 0, 2, 0, 0, 2, 2, 0, 0, 2, 0, 1, 1, 2, 0, 0, 0];
const TRIANGLES = [0, 2, 1, 5, 3, 2, 0, 1, 4, 1, 2, 4, 2, 3, 4, 3, 5, 4];

test("a face is bounded by the sides that one of its triangles alone has", () => {
  const rims = rimsOf(meshOf(PYRAMID, TRIANGLES, [2, 1, 1, 2]));
  expect(rims.sides.map(named)).toEqual([
    ["0-3", "1-0", "2-1", "3-2"],
    ["0-1", "1-4", "4-0"],
    ["1-2", "2-4", "4-1"],
    ["0-4", "2-3", "3-0", "4-2"],
  ]);
  expect(rims.closed).toBe(true);
  const [side] = rims.sides[1] ?? [];
  expect(side).toEqual({ face: 1, from: 0, to: 1, third: 4 });
  expect(side && rims.partners(side)).toEqual([{ face: 0, from: 1, to: 0, third: 2 }]);
});

test("without one face it is open, and a triangle without an area is none", () => {
  const rims = rimsOf(meshOf(PYRAMID, [...TRIANGLES.slice(0, -6), 0, 5, 4], [2, 1, 1, 1]));
  expect(rims.closed).toBe(false);
  expect(rims.sides[3]).toEqual([]);
  expect([...rims.triangles(0), ...rims.triangles(3)]).toEqual([
    [0, 2, 1],
    [0, 3, 2],
  ]);
});

test("triangles of any kind have the sides that counting each of them gives", () => {
  const corner = fc.integer({ min: 0, max: 30 });
  fc.assert(
    fc.property(fc.array(fc.tuple(corner, corner, corner), { minLength: 1, maxLength: 120 }), (triangles) => {
      const places = Array.from({ length: 31 }, (_, at) => [at, at * at, at ** 3]).flat();
      const half = triangles.length >> 1;
      const counts = [half, triangles.length - half];
      const { sides } = rimsOf(meshOf(places, triangles.flat(), counts));
      [triangles.slice(0, half), triangles.slice(half)].forEach((own, face) => {
        const all = own
          .filter(([a, b, c]) => a !== b && b !== c && c !== a)
          .flatMap(([a, b, c]) => [`${a}-${b}`, `${b}-${c}`, `${c}-${a}`]);
        const back = new Set(all.map((side) => side.split("-").reverse().join("-")));
        expect(named(sides[face] ?? [])).toEqual(all.filter((side) => !back.has(side)).sort());
      });
    }),
    { seed: 20_261_127, numRuns: 200 },
  );
});
