/** Inside and outside against the solid angle of all triangles (Van Oosterom and Strackee, 1983). */
import { expect, test } from "vitest";
import type { CadMesh } from "../model/cad.ts";
import { createInsideTest } from "./inside-test.ts";
import { bruteForce, plate, soup } from "./regions/testing.ts";
import { random } from "./testing.ts";

type Point = readonly [number, number, number];

function solidAngle({ positions, indices }: CadMesh, point: Point): number {
  let sum = 0;
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) =>
      point.map((own, axis) => (positions[(indices[at + corner] ?? 0) * 3 + axis] ?? 0) - own),
    ) as [number[], number[], number[]];
    const dot = (u: number[], v: number[]): number =>
      u.reduce((all, own, axis) => all + own * (v[axis] ?? 0), 0);
    const [ax = 0, ay = 0, az = 0] = a;
    const [bx = 0, by = 0, bz = 0] = b;
    const [cx = 0, cy = 0, cz = 0] = c;
    const volume = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
    const [la, lb, lc] = [Math.sqrt(dot(a, a)), Math.sqrt(dot(b, b)), Math.sqrt(dot(c, c))];
    sum += 2 * Math.atan2(volume, la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb);
  }
  return sum;
}

const cornersOf = ({ positions, indices }: CadMesh): number[] =>
  Array.from(indices, (vertex) => [...positions.subarray(vertex * 3, vertex * 3 + 3)]).flat();

const drilled = plate({
  size: [60, 40, 10],
  holes: [
    { x: 15, y: 20, radius: 6 },
    { x: 44, y: 21, radius: 9 },
  ],
});
/** A box in a box, the inner one turned inside out: a hollow. */
const inner = plate({ size: [20, 20, 4] });
const hollow = soup([
  ...cornersOf(plate({ size: [60, 40, 10] })),
  ...cornersOf(inner).flatMap((_, at, all) => {
    const triangle = Math.floor(at / 9) * 9;
    const corner = [0, 2, 1][Math.floor((at % 9) / 3)] ?? 0;
    return (all[triangle + corner * 3 + (at % 3)] ?? 0) + ([20, 10, 3][at % 3] ?? 0);
  }),
]);
/** Two that go through each other. */
const both = soup([
  ...cornersOf(drilled),
  ...cornersOf(inner).map((value, at) => value + ([-5, 10, 5][at % 3] ?? 0)),
]);
const insideOut = soup(cornersOf(drilled).map((value, at) => (at % 3 === 0 ? -value : value)));

test.each([
  ["a plate with holes", drilled],
  ["one with a hollow", hollow],
  ["two bodies through each other", both],
  ["one that is inside out", insideOut],
])("%s: as the solid angle says, also beside its edges and in line with them", (_, mesh) => {
  const inside = createInsideTest(mesh);
  const next = random(11);
  let within = 0;
  for (let round = 0; round < 4000; round++) {
    const point: Point = [(next() * 2 - 0.6) * 60, next() * 50 - 5, next() * 16 - 3];
    // Every third in line with corners and edges, and in the height of sides.
    const own =
      round % 3 === 0 ? (point.map((value) => Math.round(value / 2) * 2) as unknown as Point) : point;
    // On the skin itself there is no answer.
    if (bruteForce(mesh, ...own) < 1e-6) continue;
    const turns = Math.round(solidAngle(mesh, own) / (4 * Math.PI));
    expect(inside(...own), own.join()).toBe(turns !== 0);
    if (turns !== 0) within += 1;
  }
  expect(within).toBeGreaterThan(300);
});

test("of a great many slivers the lists stay short: a disc of thin triangles is asked like others", () => {
  const count = 20_000;
  const rim = (at: number): readonly [number, number] => {
    const angle = (at / count) * 2 * Math.PI;
    return [50 * Math.cos(angle), 50 * Math.sin(angle)];
  };
  const corners: number[] = [];
  for (let at = 0; at < count; at++) {
    const [[ax, ay], [bx, by]] = [rim(at), rim((at + 1) % count)];
    corners.push(0, 0, 4, ax, ay, 4, bx, by, 4, 0, 0, 0, bx, by, 0, ax, ay, 0);
    corners.push(ax, ay, 0, bx, by, 0, bx, by, 4, ax, ay, 0, bx, by, 4, ax, ay, 4);
  }
  const inside = createInsideTest(soup(corners));
  const next = random(5);
  for (let round = 0; round < 500; round++) {
    const [x, y, z] = [next() * 120 - 60, next() * 120 - 60, next() * 8 - 2];
    if (Math.abs(Math.hypot(x, y) - 50) < 0.01) continue;
    expect(inside(x, y, z)).toBe(Math.hypot(x, y) < 50 && z > 0 && z < 4);
  }
});
