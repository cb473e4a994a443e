/** Curves of IGES and BREP files that bound no face. The files and their points were written by Open CASCADE 7.6. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { firstCurve, isCurves, type CadModel } from "../../../../../../../shared/model/cad.ts";
import { applyToPoint, IDENTITY, length, multiply, type Vector } from "../../../structure/transform.ts";
import { Failure } from "../../../../../../../shared/rpc/failure.ts";
import { mutate } from "../../../../../../../tests/faults/mutate.ts";
import { readBrepTree } from "../bodies/brep-tree.ts";
import { readIgesTree } from "../bodies/iges-tree.ts";
import { looseCurves, withCurvesAlone } from "../bodies/loose-curves.ts";
import { IgesText } from "../bodies/testing/iges-writer.ts";
import { leavesOf, read, readText, solids, twin } from "../bodies/testing/read-bodies.ts";
import { readBrep, readIges } from "../whole-file-reader.ts";
import { conicArc } from "./iges-conic.ts";

interface Stated {
  readonly name: string;
  readonly length: number;
  readonly points: readonly Vector[];
}
const stated = JSON.parse(readFileSync(twin("curves.json"), "utf8")) as readonly Stated[];
type Segment = readonly [Vector, Vector];

/** Of all parts that have curves alone, in the space of the file. */
function segmentsOf(model: CadModel): readonly Segment[] {
  const world: (typeof IDENTITY)[] = [];
  return model.nodes.flatMap(({ parent, part, transform }) => {
    const here = multiply(world[parent] ?? IDENTITY, transform);
    world.push(here);
    const mesh = model.parts[part]?.mesh;
    if (mesh === undefined || (!isCurves(mesh) && mesh.curves === undefined)) return [];
    const first = mesh.curves === undefined ? 0 : firstCurve(mesh);
    const end = (at: number): Vector => {
      const [x = NaN, y = NaN, z = NaN] = mesh.edges.subarray(at * 3, at * 3 + 3);
      return applyToPoint(here, [x, y, z]);
    };
    return Array.from({ length: mesh.edges.length / 6 - first }, (_, at): Segment => [
      end((first + at) * 2),
      end((first + at) * 2 + 1),
    ]);
  });
}

function distance([x, y, z]: Vector, [from, to]: Segment): number {
  const along: Vector = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const own: Vector = [x - from[0], y - from[1], z - from[2]];
  const share = (own[0] * along[0] + own[1] * along[1] + own[2] * along[2]) / length(along) ** 2;
  const at = Math.min(1, Math.max(0, share));
  return length([own[0] - along[0] * at, own[1] - along[1] * at, own[2] - along[2] * at]);
}

function expectCurves(model: CadModel, curves: readonly Stated[], chord: number): void {
  const segments = segmentsOf(model);
  for (const { name, points } of curves)
    for (const point of points) {
      const off = segments.reduce((least, segment) => Math.min(least, distance(point, segment)), Infinity);
      expect(off, `${name} at ${point.join()}`).toBeLessThan(chord);
    }
  const drawn = segments.reduce(
    (sum, [from, to]) => sum + length([to[0] - from[0], to[1] - from[1], to[2] - from[2]]),
    0,
  );
  const whole = curves.reduce((sum, each) => sum + each.length, 0);
  expect(drawn / whole).toBeGreaterThan(0.998);
  expect(drawn / whole).toBeLessThan(1.000_1);
}

describe("IGES", () => {
  test("lines, arcs, conics, splines and composites, where Open CASCADE has them", async () => {
    const model = await read(twin("curves.igs"));
    expectCurves(model, stated.slice(0, 11), 0.02);
    expect(model.problems).toEqual([]);
    expect(model.parts).toHaveLength(1);
  });

  test("beside several bodies they are a part of their own, and those that are blanked another, hidden", async () => {
    const file = solids();
    file.add(110, [0, 0, 50, 10, 0, 50], { colour: 2, level: 7 });
    file.add(110, [10, 0, 50, 10, 10, 50], { colour: 2, level: 8 });
    file.add(110, [0, 0, 60, 1, 0, 60], { colour: 3 });
    file.add(110, [0, 0, 70, 1, 0, 70], { status: "01000000", label: "AXIS" });
    // Part of something else, a note, a curve in a plane of parameters.
    for (const status of ["00010000", "00000100", "00000500"])
      file.add(110, [0, 0, 80, 1, 0, 80], { status });
    const model = await readText(file.toString());
    const lines = model.parts.filter(({ mesh }) => mesh !== undefined && isCurves(mesh));
    expect(lines.map(({ name, layers, mesh }) => [name, layers, mesh?.edges, mesh?.curves])).toEqual([
      [
        "Curves 1",
        ["7", "8"],
        Float32Array.of(0, 0, 50, 10, 0, 50, 10, 0, 50, 10, 10, 50, 0, 0, 60, 1, 0, 60),
        [
          { count: 2, colour: [1, 0, 0, 1] },
          { count: 1, colour: [0, 1, 0, 1] },
        ],
      ],
      ["AXIS", undefined, Float32Array.of(0, 0, 70, 1, 0, 70), undefined],
    ]);
    expect(model.nodes.filter(({ hidden }) => hidden === true)).toHaveLength(1);
    expect(leavesOf(model)).toHaveLength(6);
    expect(model.problems).toEqual([]);
  });

  test("in a subfigure they stand in each of its places, in its unit and size", async () => {
    const file = new IgesText(readFileSync(twin("surfaces-inch.igs"), "latin1"));
    const line = file.add(110, [0, 0, 0, 1, 0, 0], { status: "00020000" });
    const path = file.add(106, [1, 3, 0.5, 0, 0, 2, 0, 2, 2], { form: 63, status: "00020000" });
    const figure = file.add(308, [0, "4HMARK", 2, line, path], { status: "00000200" });
    file.add(408, [figure, 10, 0, 0, 2]);
    file.add(408, [figure, 0, 0, 3, 1]);
    const segments = segmentsOf(await readText(file.toString()));
    const places = segments.map((segment) =>
      segment.flat().map((value) => Number((value / 25.4).toFixed(5))),
    );
    expect(places).toEqual([
      [10, 0, 0, 12, 0, 0],
      [10, 0, 1, 14, 0, 1],
      [14, 0, 1, 14, 4, 1],
      [14, 4, 1, 10, 0, 1],
      [0, 0, 3, 1, 0, 3],
      [0, 0, 3.5, 2, 0, 3.5],
      [2, 0, 3.5, 2, 2, 3.5],
      [2, 2, 3.5, 0, 0, 3.5],
    ]);
  });

  test("points, but those of a surface, are crosses", async () => {
    const file = solids();
    file.add(116, [1, 2, 3, 0]);
    file.add(106, [2, 2, 4, 5, 6, 7, 8, 9], { form: 2 });
    file.add(196, [file.add(116, [50, 50, 50, 0]), 3]);
    const middles = segmentsOf(await readText(file.toString())).map(([from, to]) =>
      from.map((value, axis) => Number(((value + (to[axis] ?? NaN)) / 2).toFixed(4))),
    );
    expect(new Set(middles.map(String))).toEqual(new Set(["1,2,3", "4,5,6", "7,8,9"]));
    expect(middles).toHaveLength(9);
  });

  test("composites that double with every line end in a sentence", async () => {
    const file = solids();
    let curve = file.add(110, [0, 0, 0, 1, 0, 0], { status: "00010000" });
    for (let level = 0; level < 40; level++)
      curve = file.add(102, [2, curve, curve], { status: level === 39 ? "00000000" : "00010000" });
    const ring = file.add(102, [1, curve + 2]);
    expect(ring).toBe(curve + 2);
    const model = await readText(file.toString());
    expect(model.problems).toEqual(["It is drawn without 1 of its curves, which can't be read."]);
    expect(leavesOf(model)).toHaveLength(4);
  });

  test("a cubic spline through its break points, and what has no sense is said", async () => {
    const file = new IgesText(readFileSync(twin("curves.igs"), "latin1"));
    for (const number of file.entities.keys()) file.change(number, { type: 0, text: "0;" });
    // x = 1 + s, y = s², z = s³ up to 2, then on along a line.
    file.add(
      112,
      [3, 1, 3, 2, 0, 2, 5, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 1, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0],
    );
    file.add(126, [3, 9, 0, 0, 1, 0, 0, 1]);
    file.add(130, [1, 0, 0, 1, 2]);
    const model = await readText(file.toString());
    const points: Vector[] = [0, 0.5, 1, 1.7, 2].map((s) => [1 + s, s ** 2, s ** 3]);
    const segments = segmentsOf(model);
    for (const point of [...points, [6, 4, 8] as Vector])
      expect(Math.min(...segments.map((segment) => distance(point, segment)))).toBeLessThan(0.01);
    expect(model.problems).toEqual(["It is drawn without 2 of its curves, which can't be read."]);
  });
});

describe("BREP", () => {
  test("loose edges and wires in their places, beside a body", async () => {
    const model = await read(twin("curves.brep"));
    expectCurves(model, stated, 0.02);
    expect(model.problems).toEqual([]);
    // Beside one body they are part of it.
    expect(leavesOf(model).map(({ path, mesh }) => [path, mesh.faces.length])).toEqual([["", 6]]);
  });

  test("an edge alone is the part that the file is", async () => {
    const text = readFileSync(twin("curves.brep"), "latin1");
    const edges = [...text.matchAll(/^Ed$/gm)].length;
    expect(edges).toBeGreaterThan(10);
    // The first edge stands third from the front, behind its two corners.
    const count = Number(/^TShapes (\d+)$/m.exec(text)?.[1]);
    const model = await readText(text.replace(/\n\+1 0\s*$/, `\n+${count - 2} 0 \n`), "brep");
    expectCurves(model, stated.slice(0, 1), 1e-6);
    expect(model.parts).toHaveLength(1);
    // And a corner: a cross around it.
    const corner = await readText(text.replace(/\n\+1 0\s*$/, `\n+${count} 0 \n`), "brep");
    const lengths = segmentsOf(corner).map(([from, to]) =>
      length([to[0] - from[0], to[1] - from[1], to[2] - from[2]]),
    );
    expect(lengths).toEqual([1, 1, 1]);
  });
});

test("a file of curves alone asks no kernel, and where one fails the curves of any other are there", async () => {
  let asked = 0;
  const failing = {
    readWhole: (): Promise<never> => {
      asked += 1;
      return Promise.reject(new Failure("limit", "it took too long"));
    },
  };
  const { signal } = new AbortController();
  const alone = await readIges(readFileSync(twin("curves.igs")), failing, signal);
  expect([asked, alone.problems, alone.parts[0]?.curves?.length]).toEqual([0, [], 1]);
  const beside = await readBrep(readFileSync(twin("curves.brep")), failing, signal);
  expect([asked, beside.problems]).toEqual([1, ["Its surfaces can't be drawn: it took too long."]]);
  expect(beside.parts[0]?.curves?.[0]?.segments.length).toBeGreaterThan(1000);
  const file = solids();
  await expect(readIges(Buffer.from(file.toString(), "latin1"), failing, signal)).rejects.toThrow(
    "It can't be drawn: it took too long.",
  );
});

test("damage is no curve or another, never an exception, and what is left of it is finite", () => {
  let found = 0;
  for (let seed = 1; seed <= SEEDS; seed++)
    for (const [name, read] of [
      ["curves.igs", readIgesTree],
      ["curves.brep", readBrepTree],
    ] as const) {
      const { tree } = read(mutate(readFileSync(twin(name)), seed));
      const alone = tree && withCurvesAlone(tree);
      if (alone?.item.kind !== "group") continue;
      for (const { lines } of looseCurves(alone.item))
        for (const { segments } of lines.curves) {
          expect(Array.from(segments).every(Number.isFinite), `${name}, seed ${seed}`).toBe(true);
          found += 1;
        }
    }
  expect(found).toBeGreaterThan(SEEDS / 2);
});
const SEEDS = 300;

test("a conic that is turned and stands off the middle follows its equation", () => {
  // (x - 3)² + (x - 3)(y + 2) + (y + 2)² = 4
  const equation = [1, 1, 1, -4, 1, 3, 0] as const;
  const arc = conicArc([...equation, 5, -2, 1, -2]);
  const points = arc === undefined ? [] : arc.piece.steps(arc.from, arc.to).map(arc.piece.at);
  expect(points.length).toBeGreaterThan(20);
  for (const [x, y] of points as readonly Vector[])
    expect((x - 3) ** 2 + (x - 3) * (y + 2) + (y + 2) ** 2).toBeCloseTo(4, 9);
  expect(points[0]?.slice(0, 2)).toEqual([expect.closeTo(5, 9), expect.closeTo(-2, 9)]);
  expect(points.at(-1)?.slice(0, 2)).toEqual([expect.closeTo(1, 9), expect.closeTo(-2, 9)]);
  // Against the clock: over the upper half.
  expect((points[Math.floor(points.length / 2)]?.[1] ?? NaN) > -2).toBe(true);
});
