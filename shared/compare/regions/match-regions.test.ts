/** Where bodies of triangles alone are off each other, against every triangle asked one by one. */
import { expect, test } from "vitest";
import type { CadMesh } from "../../model/cad.ts";
import { createTestMesh } from "../../links/testing.ts";
import { compareModels } from "../compare-models.ts";
import type { Comparison, Difference } from "../comparison.ts";
import { random } from "../testing.ts";
import { withRegions } from "./region-order.ts";
import { bruteForce, modelOfMesh, plate, skin, soup } from "./testing.ts";

const TOLERANCE = 0.01;
const compared = (before: CadMesh, after: CadMesh, tolerance = TOLERANCE): Comparison =>
  compareModels(modelOfMesh(before), modelOfMesh(after), tolerance);

/** The triangles of a difference as corners, on one side. */
function cornersOf(
  { regions }: Comparison,
  difference: Difference | undefined,
  side: "before" | "after",
  mesh: CadMesh,
): readonly (readonly [number, number, number])[] {
  const cut = withRegions(modelOfMesh(mesh), regions[side]).parts[0]?.mesh;
  return (difference?.[side]?.faces ?? []).flatMap((face) => {
    const { first = 0, count = 0 } = cut?.faces[face] ?? {};
    return Array.from({ length: count * 3 }, (_, at) => {
      const vertex = cut?.indices[first * 3 + at] ?? 0;
      const on = (axis: number): number => cut?.positions[vertex * 3 + axis] ?? 0;
      return [on(0), on(1), on(2)] as const;
    });
  });
}

const HOLES = [
  { x: 40, y: 60, radius: 3 },
  { x: 160, y: 60, radius: 3 },
];

test("a hole that came is that hole, by its look, and the sides around it have other borders", () => {
  const [before, after] = [
    plate({ holes: HOLES }),
    plate({ holes: [...HOLES, { x: 100, y: 30, radius: 2 }] }),
  ];
  const found = compared(before, after);
  expect(found.differences).toMatchObject([
    { kind: "face-added", faces: [undefined, { kind: "cylinder", inside: true, isFitted: true }] },
    { kind: "face-changed", change: "outline" },
    { kind: "face-changed", change: "outline" },
  ]);
  const [hole] = found.differences;
  expect(hole?.faces?.[1]?.radius).toBeCloseTo(2, 4);
  for (const [x, y] of cornersOf(found, hole, "after", after))
    expect(Math.hypot(x - 100, y - 30)).toBeCloseTo(2, 4);
  // Half as deep as the plate is thick, or as far as its rim from the other's surface.
  expect(hole?.distance).toBeGreaterThan(2);
  expect(hole?.distance).toBeLessThanOrEqual(5);
  // The other way round it went.
  expect(compared(after, before).differences[0]).toMatchObject({
    kind: "face-removed",
    faces: [{ kind: "cylinder", inside: true }, undefined],
  });
});

test("a hole that moved, one that is wider, and a side that went are told as that, with how far", () => {
  const before = plate({ holes: HOLES });
  const [moved] = compared(
    before,
    plate({ holes: [{ x: 40.2, y: 60, radius: 3 }, ...HOLES.slice(1)] }),
  ).differences;
  expect(moved).toMatchObject({
    kind: "face-changed",
    change: "place",
    faces: [{ radius: expect.closeTo(3, 4) }, {}],
  });
  expect(moved?.distance).toBeCloseTo(0.2, 2);
  const [wider] = compared(
    before,
    plate({ holes: [{ x: 40, y: 60, radius: 3.5 }, ...HOLES.slice(1)] }),
  ).differences;
  expect(wider).toMatchObject({ change: "size", distance: expect.closeTo(0.5, 3) });
  expect(wider?.faces?.map((face) => face?.radius?.toFixed(3))).toEqual(["3.000", "3.500"]);
  const longer = compared(before, plate({ size: [203, 120, 10], holes: HOLES })).differences;
  expect(longer[0]).toMatchObject({ change: "place", faces: [{ kind: "plane" }, { kind: "plane" }] });
  expect(longer[0]?.distance).toBeCloseTo(3, 4);
  expect(longer.slice(1).every(({ change }) => change === "outline")).toBe(true);
});

test("another meshing of one body, and one within the tolerance, is the same", () => {
  const before = plate({ holes: HOLES });
  const order = Array.from({ length: before.indices.length / 3 }, (_, at) => at).toReversed();
  const turned = soup(
    order.flatMap((triangle) => {
      const own = Array.from(before.positions.subarray(triangle * 9, triangle * 9 + 9));
      return [...own.slice(3), ...own.slice(0, 3)];
    }),
  );
  expect(compared(before, turned)).toMatchObject({ differences: [], regions: { before: [], after: [] } });
  const near = { ...before, positions: before.positions.map((value, at) => value + (at % 2) * 0.005) };
  expect(compared(before, near).differences).toEqual([]);
  expect(compared(before, near, 0.002).differences.length).toBeGreaterThan(0);
});

const wave = (x: number, y: number): number => Math.sin(x / 12) * 6 + Math.cos(y / 15) * 6;
const dent = (cx: number, cy: number, depth: number, radius: number) => (x: number, y: number) =>
  wave(x, y) - depth * Math.max(0, 1 - Math.hypot(x - cx, y - cy) / radius);

test("a dent in a skin that is smooth all over is a patch where the dent is", () => {
  const [before, after] = [skin(60, 1, wave), skin(60, 1, dent(20, 33, 0.6, 6))];
  const found = compared(before, after, 0.05);
  expect(found.differences).toMatchObject([{ kind: "face-changed", change: "shape" }]);
  const [only] = found.differences;
  for (const side of ["before", "after"] as const) {
    const corners = cornersOf(found, only, side, side === "before" ? before : after);
    expect(corners.length).toBeGreaterThan(3 * 20);
    for (const [x, y] of corners) expect(Math.hypot(x - 20, y - 33)).toBeLessThan(8);
  }
  // No farther than its depth, and hardly less: its slope is flat.
  expect(only?.distance).toBeGreaterThan(0.45);
  expect(only?.distance).toBeLessThanOrEqual(0.6 + 1e-4);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  "what every triangle asked one by one says is off is in a difference, and how far, seed %i",
  (seed) => {
    const next = random(seed);
    const at = (): number => 8 + next() * 24;
    const [ax, ay, bx, by] = [at(), at(), at(), at()];
    const first = dent(ax, ay, 0.2 + next(), 3 + next() * 3);
    const second = dent(bx, by, 0.2 + next(), 3 + next() * 3);
    const [before, after] = [
      skin(40, 2, first),
      skin(40, 2, (x, y) => first(x, y) + second(x, y) - wave(x, y)),
    ];
    const tolerance = 0.08;
    const found = compared(before, after, tolerance);
    const sides = [
      ["before", before, after],
      ["after", after, before],
    ] as const;
    let most = 0;
    for (const [side, own, other] of sides) {
      const told = new Set(
        found.differences.flatMap((difference) =>
          cornersOf(found, difference, side, own).map((corner) => corner.join()),
        ),
      );
      for (let vertex = 0; vertex * 3 < own.positions.length; vertex++) {
        const [x = 0, y = 0, z = 0] = own.positions.subarray(vertex * 3, vertex * 3 + 3);
        const way = bruteForce(other, x, y, z);
        most = Math.max(most, way);
        if (way > tolerance) expect(told).toContain([x, y, z].join());
      }
    }
    const greatest = Math.max(0, ...found.differences.map(({ distance = 0 }) => distance));
    if (most > tolerance) expect(greatest).toBeGreaterThanOrEqual(most - 1e-6);
    else expect(greatest).toBe(0);
    // Between the corners nothing can be farther than where they are closest together.
    expect(greatest).toBeLessThan(most + 0.35);
  },
);

test("against a body with exact faces its triangles are told apart, and the exact faces stay whole", () => {
  const exact = createTestMesh();
  exact.plate([100, 60, 0], 200, 120);
  exact.plate([100, 60, 10], 200, 120);
  const found = compared(exact.mesh(), plate({}), 0.01);
  expect(found.regions).toMatchObject({ before: [], after: [{ part: 0 }] });
  // Only the four sides are new; top and bottom are where they were.
  expect(found.differences.map(({ kind }) => kind)).toEqual(Array.from({ length: 4 }, () => "face-added"));
  expect(found.differences.reduce((sum, { faces }) => sum + (faces?.[1]?.area ?? 0), 0)).toBeCloseTo(
    6_400,
    3,
  );
});

test("the colour and name of a face go to its regions; a cut of another mesh is no cut of this", () => {
  const colour = [1, 0, 0, 1] as const;
  const before = { ...plate({}), faces: [{ first: 0, count: 12, colour, name: "skin" }] };
  const { regions } = compared(before, plate({ size: [200, 120, 11] }));
  const cut = withRegions(modelOfMesh(before), regions.before).parts[0]?.mesh;
  expect(cut?.faces).toHaveLength(6);
  expect(cut?.faces.every((face) => face.colour === colour && face.name === "skin")).toBe(true);
  const other = modelOfMesh(plate({ holes: HOLES }));
  expect(withRegions(other, regions.before).parts[0]).toBe(other.parts[0]);
});

test("noise makes no list without an end, and 300,000 triangles take seconds", () => {
  const next = random(9);
  const before = skin(60, 1, wave);
  const rough = { ...before, positions: before.positions.map((value) => value + (next() < 0.02 ? 0.3 : 0)) };
  expect(compared(before, rough, 0.05).differences.length).toBeLessThan(1_000);
  const size = 390;
  const [large, dented] = [skin(size, 1, wave), skin(size, 1, dent(200, 100, 0.6, 6))];
  expect(compared(large, dented, 0.05).differences).toHaveLength(1);
}, 60_000);

test("an empty mesh, and one of triangles without an area, end nothing", () => {
  const flat = soup([0, 0, 0, 1, 0, 0, 2, 0, 0]);
  expect(compared(soup([]), plate({})).differences.map(({ kind }) => kind)).toContain("face-added");
  expect(compared(flat, plate({})).differences.length).toBeGreaterThan(0);
  expect(compared(flat, soup([])).differences).toEqual([]);
});
