/** Pieces of a body against brute force, and against bodies whose distance is known. */
import { describe, expect, test } from "vitest";
import type { CadMesh, CadModel } from "../model/cad.ts";
import { deviationMap, type DeviationMap } from "./deviation-map.ts";
import { measureDeviations } from "./deviations.ts";
import { bruteForce, modelOfMesh, plate, skin } from "./regions/testing.ts";
import { skinOf, stepOf } from "./surface-samples.ts";
import { random } from "./testing.ts";
import { createTriangleTree } from "./triangle-tree.ts";

const TOLERANCE = 0.01;
const ALL = Number.POSITIVE_INFINITY;
const treeOf = (mesh: CadMesh) => createTriangleTree(mesh, skinOf(mesh).triangles.slice());
const mapOf = (mesh: CadMesh, other: CadMesh, most = ALL): DeviationMap =>
  deviationMap(mesh, treeOf(other), { tolerance: TOLERANCE, most });

interface Piece {
  readonly middle: readonly [number, number, number];
  readonly area: number;
  /** From the middle to the farthest corner. */
  readonly radius: number;
  readonly distance: number;
}

function piecesOf(mesh: CadMesh, { positions, indices, distances }: DeviationMap): readonly Piece[] {
  const all = [...mesh.positions, ...positions];
  return Array.from(distances, (distance, piece) => {
    const corners = [0, 1, 2].map((corner) => {
      const vertex = (indices[piece * 3 + corner] ?? NaN) * 3;
      return all.slice(vertex, vertex + 3) as [number, number, number];
    });
    const [a = [0, 0, 0], b = [0, 0, 0], c = [0, 0, 0]] = corners;
    const [u, v] = [b, c].map((to) => to.map((value, axis) => value - (a[axis] ?? 0)));
    const [ux = 0, uy = 0, uz = 0] = u ?? [];
    const [vx = 0, vy = 0, vz = 0] = v ?? [];
    const area = Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
    const middle = [0, 1, 2].map(
      (axis) => ((a[axis] ?? 0) + (b[axis] ?? 0) + (c[axis] ?? 0)) / 3,
    ) as unknown as Piece["middle"];
    const radius = Math.max(
      ...corners.map((corner) => Math.hypot(...corner.map((value, axis) => value - (middle[axis] ?? 0)))),
    );
    return { middle, area, radius, distance };
  });
}

/** A sheet with one bump, its top `height` above it at the middle. */
const bumped = (height: number): CadMesh =>
  skin(60, 2, (x, y) => height * Math.exp(-((x - 30) ** 2 + (y - 30) ** 2) / 40));
const flat = skin(60, 60, () => 0);

describe("the pieces of a body", () => {
  const drilled = plate({ holes: [{ x: 60, y: 40, radius: 8 }] });
  const solid = plate({});
  test.each([
    ["a plate and one with a hole", solid, drilled],
    ["a plate with a hole and one without", drilled, solid],
    ["a sheet and one with a bump", flat, bumped(3)],
    ["a sheet with a bump and one without", bumped(3), flat],
  ] as const)(
    "%s: together they are the body, each as far off as every triangle asked says",
    (_, mesh, other) => {
      const pieces = piecesOf(mesh, mapOf(mesh, other));
      const area = pieces.reduce((sum, piece) => sum + piece.area, 0);
      expect(area / skinOf(mesh).area).toBeCloseTo(1, 6);
      const step = stepOf(skinOf(mesh));
      const next = random(7);
      const looked = pieces.length <= 400 ? pieces : pieces.filter(() => next() < 400 / pieces.length);
      for (const { middle, distance, radius } of looked) {
        const own = bruteForce(other, ...middle);
        expect(distance).toBeGreaterThanOrEqual(own - TOLERANCE - 1e-4);
        expect(distance).toBeLessThanOrEqual(own + TOLERANCE + radius + 1e-4);
        // What is wider than a step is one piece only where nothing on it tells places apart.
        if (radius > step) expect(Math.abs(distance - own)).toBeLessThanOrEqual(TOLERANCE + 1e-4);
      }
      expect(looked.length).toBeGreaterThan(10);
    },
  );

  test("no gap opens between them: what lies beside each other has the same sides, and they look the same way", () => {
    const sidesOf = (positions: readonly number[], indices: Uint32Array): ReadonlyMap<string, number> => {
      const keyOf = (vertex: number): string => positions.slice(vertex * 3, vertex * 3 + 3).join(" ");
      const sides = new Map<string, number>();
      for (let at = 0; at < indices.length; at++) {
        const [from, to] = [indices[at] ?? 0, indices[at % 3 === 2 ? at - 2 : at + 1] ?? 0].map(keyOf);
        const [key, back] = [`${from} to ${to}`, `${to} to ${from}`];
        if (sides.has(back)) sides.delete(back);
        else sides.set(key, (sides.get(key) ?? 0) + 1);
      }
      return sides;
    };
    for (const [mesh, other] of [
      [solid, drilled],
      [drilled, solid],
    ] as const) {
      // The body itself is closed: each of its sides is one of two triangles.
      expect(sidesOf([...mesh.positions], mesh.indices).size).toBe(0);
      const map = mapOf(mesh, other);
      expect(map.distances.length).toBeGreaterThan(mesh.indices.length / 3);
      expect(sidesOf([...mesh.positions, ...map.positions], map.indices).size).toBe(0);
      for (let at = 0; at < map.normals.length; at += 3)
        expect([0, 1]).toContain(Number(Math.hypot(...map.normals.slice(at, at + 3)).toFixed(5)));
    }
  });

  test("where the two are alike stay whole, and where they are not are no wider than a step", () => {
    const pieces = piecesOf(solid, mapOf(solid, drilled));
    const off = pieces.filter(({ distance }) => distance > TOLERANCE);
    // The lids of the hole, both of them, and pieces across its rim.
    const step = stepOf(skinOf(solid));
    const area = off.reduce((sum, piece) => sum + piece.area, 0);
    expect(area).toBeGreaterThan(2 * Math.PI * 8 ** 2 * 0.97);
    expect(area).toBeLessThan(2 * Math.PI * (8 + step) ** 2);
    for (const { middle } of off) expect(Math.hypot(middle[0] - 60, middle[1] - 40)).toBeLessThan(8 + step);
    expect(Math.max(...off.map(({ radius }) => radius))).toBeLessThan(step);
    expect(pieces.length - off.length).toBeLessThan(2 * off.length);
  });

  test("without room for pieces every triangle has the number of its corners and its middle", () => {
    const map = mapOf(flat, bumped(3), 0);
    expect(map.indices).toEqual(flat.indices);
    expect(map.positions).toHaveLength(0);
  });

  test("a body that is nowhere near anything is off by nothing that could be told", () => {
    const nothing: CadMesh = { ...flat, indices: new Uint32Array(), faces: [] };
    const map = mapOf(flat, nothing);
    expect(map.largest.distance).toBe(0);
  });
});

test("the largest deviation is the height of the bump, at its top", () => {
  const { largest } = mapOf(bumped(3), flat);
  expect(largest.distance).toBeCloseTo(3, 6);
  expect(largest.at).toEqual([30, 30, expect.closeTo(3, 5)]);
});

test("a sheet that was lifted is off by as much everywhere", () => {
  const lifted = skin(60, 20, () => 0.5);
  const { distances, largest } = mapOf(lifted, flat);
  expect(largest.distance).toBeCloseTo(0.5, 6);
  for (const distance of distances) expect(distance).toBeCloseTo(0.5, 6);
});

describe("what was added and what was removed", () => {
  const drilled = plate({ holes: [{ x: 60, y: 40, radius: 8 }] });
  const thicker = plate({ size: [200, 120, 12] });
  const of = (a: CadMesh, b: CadMesh) => measureDeviations(modelOfMesh(a), modelOfMesh(b), TOLERANCE);
  const counted = (signs: Int8Array | undefined): readonly number[] =>
    [-1, 0, 1].map((sign) => signs?.filter((own) => own === sign).length ?? NaN);

  test("a hole takes away, on its walls and on the lids that it had, and the other way round it gives", () => {
    for (const [a, b, sign] of [
      [plate({}), drilled, -1],
      [drilled, plate({}), 1],
    ] as const) {
      const { before, after } = of(a, b);
      for (const own of [before[0], after[0]]) {
        const [less = 0, same = 0, more = 0] = counted(own?.signs);
        expect(same).toBeGreaterThan(0);
        expect(sign < 0 ? less : more).toBeGreaterThan(10);
        expect(sign < 0 ? more : less).toBe(0);
        expect(own?.largest.sign).toBe(sign);
      }
    }
  });

  test("a plate that got thicker and was drilled has both, each where it is", () => {
    const { after } = of(drilled, thicker);
    expect(counted(after[0]?.signs)[0]).toBe(0);
    const newer = plate({ size: [200, 120, 12], holes: [{ x: 60, y: 40, radius: 8 }] });
    const both = of(plate({}), newer);
    const [own] = both.after;
    const pieces = own === undefined ? [] : piecesOf(newer, own);
    pieces.forEach(({ middle: [x, y, z], distance }, piece) => {
      if (distance <= TOLERANCE) return;
      // The new top stands where there was nothing, and the walls of the hole where there was material.
      const isWall = Math.hypot(x - 60, y - 40) < 8.1 && z < 8;
      if (z === 12 || isWall) expect(own?.signs?.[piece], `${x} ${y} ${z}`).toBe(isWall ? -1 : 1);
    });
    expect(counted(own?.signs).every((count) => count > 0)).toBe(true);
  });

  test("of a sheet nothing is told: it has no inside", () => {
    expect(of(flat, bumped(2)).after[0]?.signs).toBeUndefined();
    expect(of(flat, plate({})).before[0]?.signs).toBeDefined();
  });
});

describe("of two models", () => {
  const exact: CadMesh = {
    ...flat,
    faces: flat.faces.map((face) => ({
      ...face,
      surface: { kind: "plane", origin: [0, 0, 0], axis: [0, 0, 1] } as const,
    })),
  };
  const of = (a: CadMesh, b: CadMesh) => measureDeviations(modelOfMesh(a), modelOfMesh(b), TOLERANCE);

  test("both bodies are measured, the one to the other, and the work is told to its end", () => {
    const told: number[] = [];
    const both: readonly [CadModel, CadModel] = [modelOfMesh(flat), modelOfMesh(bumped(2))];
    const { before, after } = measureDeviations(...both, TOLERANCE, (share) => told.push(share));
    expect(before.map(({ part }) => part)).toEqual(after.map(({ part }) => part));
    expect(after[0]?.largest.distance).toBeCloseTo(2, 6);
    expect(before[0]?.largest.distance).toBeGreaterThan(1);
    expect(told.toSorted((a, b) => a - b)).toEqual(told);
    expect(told.at(-1)).toBe(1);
  });

  test("a scan against its exact model is, two exact bodies are not, nor is one with itself", () => {
    expect(of(exact, bumped(2)).after).toHaveLength(1);
    expect(of(exact, { ...exact, positions: exact.positions.map((value) => value + 1) }).after).toEqual([]);
    expect(of(flat, flat).after).toEqual([]);
  });
});
