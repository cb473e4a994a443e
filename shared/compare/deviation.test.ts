/** Against all triangles one by one, and plates that are known by their triangles alone. */
import { expect, test } from "vitest";
import { compareModels } from "./compare-models.ts";
import { deviation } from "./deviation.ts";
import { modelOfMesh, plate, soup } from "./regions/testing.ts";
import { random, type Random } from "./testing.ts";
import { createTriangleTree, toTriangle } from "./triangle-tree.ts";

const anywhere = (next: Random, count: number): number[] =>
  Array.from({ length: count * 3 }, () => next() * 100);

test.each(Array.from({ length: 20 }, (_, index) => index + 1))(
  "the tree says what every triangle asked says, seed %i",
  (seed) => {
    const next = random(seed);
    const base = anywhere(next, 300);
    // Small ones, so that there is something to leave out.
    const mesh = soup(
      Array.from({ length: 300 }, (_, at) => base.slice(at * 3, at * 3 + 3)).flatMap((corner) =>
        Array.from({ length: 9 }, (_, at) => (corner[at % 3] ?? 0) + next() * 6),
      ),
    );
    const tree = createTriangleTree(
      mesh,
      Uint32Array.from({ length: 300 }, (_, at) => at),
    );
    for (let look = 0; look < 20; look++) {
      const [x = 0, y = 0, z = 0] = anywhere(next, 1);
      const all = Array.from({ length: 300 }, (_, at) =>
        Math.sqrt(toTriangle(mesh.positions, mesh.indices, at, x, y, z)),
      );
      const least = Math.min(...all);
      expect(tree.distance(x, y, z, 0)).toBe(least);
      const floored = tree.distance(x, y, z, 5);
      if (least > 5) expect(floored).toBe(least);
      else expect(floored).toBeLessThanOrEqual(5);
      // By its definition: no point of the triangle is nearer, and some are nearly as near.
      const triangle = all.indexOf(least);
      let sampled = Infinity;
      for (let i = 0; i <= 40; i++)
        for (let j = 0; i + j <= 40; j++) {
          const way = [0, 1, 2].map((axis) => {
            const at = (corner: number): number => mesh.positions[triangle * 9 + corner * 3 + axis] ?? 0;
            return at(0) * (1 - (i + j) / 40) + at(1) * (i / 40) + at(2) * (j / 40) - ([x, y, z][axis] ?? 0);
          });
          sampled = Math.min(sampled, Math.hypot(...way));
        }
      expect(least).toBeLessThanOrEqual(sampled + 1e-4);
      expect(sampled - least).toBeLessThan(0.4);
    }
  },
);

test("a hole of no width leaves the plate cut into other triangles, and the same", () => {
  const cut = plate({ holes: [{ x: 31, y: 77, radius: 0 }] });
  expect(compareModels(modelOfMesh(plate({})), modelOfMesh(cut), 0.01).differences).toEqual([]);
});

test("a hole without a wall, as in a sheet, is another border of its sides", () => {
  const drilled = plate({ holes: [{ x: 31, y: 77, radius: 2 }], walls: false });
  const found = compareModels(modelOfMesh(plate({})), modelOfMesh(drilled), 0.01).differences;
  expect(found.map(({ change }) => change)).toEqual(["outline", "outline"]);
  expect(found[0]?.distance).toBeGreaterThan(1);
  expect(found[0]?.distance).toBeLessThanOrEqual(2);
});

test("the whole plate moved is in another place", () => {
  const older = plate({ holes: [{ x: 100, y: 60, radius: 2 }] });
  const shifted = {
    ...older,
    positions: older.positions.map((value, at) => value + (at % 3 === 0 ? 1.5 : 0)),
  };
  const [place] = compareModels(modelOfMesh(older), modelOfMesh(shifted), 0.01).differences;
  expect(place).toMatchObject({ change: "place" });
  expect(place?.distance).toBeCloseTo(1.5, 5);
});

test("tens of thousands of triangles are compared in seconds", () => {
  const corners: number[] = [];
  const height = (x: number, y: number): number => Math.sin(x / 30) * 20 + Math.cos(y / 40) * 20;
  for (let x = 0; x < 150; x++)
    for (let y = 0; y < 150; y++) {
      const at = (dx: number, dy: number): readonly number[] => [x + dx, y + dy, height(x + dx, y + dy)];
      corners.push(...at(0, 0), ...at(1, 0), ...at(1, 1), ...at(0, 0), ...at(1, 1), ...at(0, 1));
    }
  const whole = { mesh: soup(corners), faces: [0] };
  const dented = corners.slice();
  dented[9 * 22_500 + 2] = (dented[9 * 22_500 + 2] ?? 0) + 0.3;
  expect(deviation(whole, whole, 0.01, true)).toBe(0.01);
  expect(deviation(whole, { mesh: soup(dented), faces: [0] }, 0.01, false)).toBeGreaterThan(0.1);
}, 15_000);
