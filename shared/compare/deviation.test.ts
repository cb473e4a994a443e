/** Against all triangles one by one, and a hole drilled into a plate that is known by its triangles alone. */
import { expect, test } from "vitest";
import type { CadMesh, CadModel } from "../model/cad.ts";
import { compareModels } from "./compare-models.ts";
import { deviation } from "./deviation.ts";
import { random, type Random } from "./testing.ts";
import { createTriangleTree, toTriangle } from "./triangle-tree.ts";

function meshOf(corners: readonly number[]): CadMesh {
  const count = corners.length / 9;
  return {
    positions: Float32Array.from(corners),
    normals: new Float32Array(corners.length),
    indices: Uint32Array.from({ length: count * 3 }, (_, at) => at),
    faces: [{ first: 0, count }],
    edges: new Float32Array(0),
  };
}

const anywhere = (next: Random, count: number): number[] =>
  Array.from({ length: count * 3 }, () => next() * 100);

test.each(Array.from({ length: 20 }, (_, index) => index + 1))(
  "the tree says what every triangle asked says, seed %i",
  (seed) => {
    const next = random(seed);
    const base = anywhere(next, 300);
    // Small ones, so that there is something to leave out.
    const mesh = meshOf(
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

/** A plate as STL has it, without one surface; `hole` cuts a round one through it, as a polygon of 24 sides. */
function plate(hole?: readonly [x: number, y: number, radius: number], walls = true): CadMesh {
  const [w, d, h] = [200, 120, 10];
  const corners: number[] = [];
  const quad = (...p: readonly (readonly [number, number, number])[]): void => {
    const [a, b, c, e] = p;
    for (const point of [a, b, c, a, c, e]) for (const value of point ?? []) corners.push(value);
  };
  const outline = [
    [0, 0],
    [w, 0],
    [w, d],
    [0, d],
  ] as const;
  outline.forEach(([x, y], at) => {
    const [nx, ny] = outline[(at + 1) % 4] ?? [0, 0];
    quad([x, y, 0], [nx, ny, 0], [nx, ny, h], [x, y, h]);
  });
  const sides = 24;
  const ring = Array.from({ length: sides }, (_, at) => {
    const angle = (at / sides) * 2 * Math.PI;
    const [x, y, radius] = hole ?? [0, 0, 0];
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
  });
  for (const z of [0, h]) {
    if (hole === undefined) {
      quad([0, 0, z], [w, 0, z], [w, d, z], [0, d, z]);
      continue;
    }
    // From each side of the ring straight out to the border: rays that meet the outline, and its corners between.
    const border = ring.map(([x, y], at) => {
      const angle = (at / sides) * 2 * Math.PI;
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const reach = Math.min(
        ...[(dx > 0 ? w - x : x) / Math.abs(dx), (dy > 0 ? d - y : y) / Math.abs(dy)].filter(Number.isFinite),
      );
      return [x + dx * reach, y + dy * reach] as const;
    });
    ring.forEach((point, at) => {
      const next = (at + 1) % sides;
      const [a, b, c, e] = [point, border[at] ?? point, border[next] ?? point, ring[next] ?? point];
      quad([a[0], a[1], z], [b[0], b[1], z], [c[0], c[1], z], [e[0], e[1], z]);
      const between = outline.find(
        ([x, y]) =>
          (x === b[0] || y === b[1]) && (x === c[0] || y === c[1]) && b[0] !== c[0] && b[1] !== c[1],
      );
      if (between !== undefined) for (const corner of [b, between, c]) corners.push(corner[0], corner[1], z);
    });
  }
  if (hole !== undefined && walls)
    ring.forEach(([x, y], at) => {
      const [nx, ny] = ring[(at + 1) % sides] ?? [x, y];
      quad([x, y, 0], [nx, ny, 0], [nx, ny, h], [x, y, h]);
    });
  return meshOf(corners);
}

const modelOf = (mesh: CadMesh): CadModel => ({
  schema: "STL",
  parts: [{ number: "P", name: "Plate", mesh }],
  nodes: [
    {
      parent: -1,
      part: 0,
      occurrence: "P",
      path: "P",
      transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    },
  ],
  problems: [],
});

test("a hole of Ø 4 mm drilled into a plate is found by the triangles alone", () => {
  for (const [x, y] of [
    [100, 60],
    [31, 77],
  ] as const) {
    const { differences } = compareModels(modelOf(plate()), modelOf(plate([x, y, 2])), 0.01);
    expect(differences).toMatchObject([{ kind: "face-changed", change: "shape" }]);
    // Half as deep as the plate is thick, where the middle of its wall is measured; and its own radius from within.
    expect(differences[0]?.distance).toBeGreaterThan(1);
    expect(differences[0]?.distance).toBeLessThanOrEqual(5);
  }
});

test("so is one without a wall, as in a sheet; and another meshing of the same plate is the same", () => {
  const found = compareModels(modelOf(plate()), modelOf(plate([31, 77, 2], false)), 0.01).differences;
  expect(found).toMatchObject([{ kind: "face-changed", change: "shape" }]);
  // A hole of no width leaves the plate cut into other triangles.
  expect(compareModels(modelOf(plate()), modelOf(plate([31, 77, 0])), 0.01).differences).toEqual([]);
});

test("a hole moved by 0.2 mm is another shape; the whole plate moved is in another place", () => {
  const older = plate([100, 60, 2]);
  const [moved] = compareModels(modelOf(older), modelOf(plate([100.2, 60, 2])), 0.01).differences;
  expect(moved).toMatchObject({ change: "shape" });
  expect(moved?.distance).toBeCloseTo(0.2, 1);
  const shifted = {
    ...older,
    positions: older.positions.map((value, at) => value + (at % 3 === 0 ? 1.5 : 0)),
  };
  const [place] = compareModels(modelOf(older), modelOf(shifted), 0.01).differences;
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
  const whole = { mesh: meshOf(corners), faces: [0] };
  const dented = corners.slice();
  dented[9 * 22_500 + 2] = (dented[9 * 22_500 + 2] ?? 0) + 0.3;
  expect(deviation(whole, whole, 0.01, true)).toBe(0.01);
  expect(deviation(whole, { mesh: meshOf(dented), faces: [0] }, 0.01, false)).toBeGreaterThan(0.1);
}, 15_000);
