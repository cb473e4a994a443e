/** Cases that random edits do not make: what exporters do, and what is told of an assembly that is no more. */
import { expect, test } from "vitest";
import type { CadModel } from "../model/cad.ts";
import { compareModels } from "./compare-models.ts";
import type { Difference } from "./comparison.ts";
import { isMeshOnly } from "./regions/body.ts";
import { modelOf, type TestLine, type TestPart } from "./testing.ts";

const TOLERANCE = 0.01;
const leaf = (number: string, width: number): TestPart => ({
  number,
  name: number,
  revision: "A",
  shape: { width, height: 5, holes: [{ x: 0, y: 0, radius: 1 }] },
  lines: [],
});
const assembly = (number: string, lines: readonly TestLine[]): TestPart => ({
  number,
  name: number,
  revision: "A",
  shape: undefined,
  lines,
});
const line = (part: number, name: string, x: number, turn = 0): TestLine => ({
  part,
  name,
  at: [x, 0, 0],
  turn,
});
const differences = (a: CadModel, b: CadModel, tolerance = TOLERANCE): readonly Difference[] =>
  compareModels(a, b, tolerance).differences;

test("an occurrence removed while the exporter numbers the rest anew is that one and no other", () => {
  const older = [
    leaf("PL", 20),
    assembly("BOX", [line(0, "PL:1", 0), line(0, "PL:2", 50), line(0, "PL:3", 100)]),
  ];
  const newer = [leaf("PL", 20), assembly("BOX", [line(0, "PL:1", 0), line(0, "PL:2", 100)])];
  expect(differences(modelOf(older), modelOf(newer))).toMatchObject([
    { kind: "quantity", quantity: [3, 2], before: { partNumber: "PL", nodes: [2] }, after: undefined },
  ]);
});

test("parts of an assembly that was dissolved are told to have moved, each, and the assembly to be gone", () => {
  const parts = [leaf("A", 20), leaf("B", 30), leaf("C", 40)];
  const rack = assembly("RACK", [line(0, "a", 0), line(1, "b", 60)]);
  const older = [...parts, rack, assembly("BOX", [line(3, "rack", 10), line(2, "c", 300)])];
  const newer = [...parts, assembly("BOX", [line(0, "x", 10), line(1, "y", 70), line(2, "c", 300)])];
  const found = differences(modelOf(older), modelOf(newer));
  expect(found).toMatchObject([
    { kind: "removed", before: { partNumber: "RACK" } },
    { kind: "moved", before: { partNumber: "A", parentNumber: "RACK" }, after: { parentNumber: "BOX" } },
    { kind: "moved", before: { partNumber: "B", parentNumber: "RACK" }, after: { parentNumber: "BOX" } },
  ]);
  // They stand where they stood.
  expect(found.map(({ distance }) => distance)).toEqual([undefined, undefined, undefined]);
  expect(differences(modelOf(newer), modelOf(older)).map(({ kind }) => kind)).toEqual([
    "added",
    "moved",
    "moved",
  ]);
});

test("a face that one version knows as free-form and another not at all is the same, and the body compared as before", () => {
  const model = modelOf([leaf("PL", 20)]);
  const freeAt = (only: (face: number) => boolean, kind: "other" | "unknown"): CadModel => ({
    ...model,
    parts: model.parts.map(({ mesh, ...part }) =>
      mesh === undefined
        ? part
        : {
            ...part,
            mesh: {
              ...mesh,
              // Another meshing: the very same corners would be the same without a look at the faces.
              positions: mesh.positions.map((value) => value + 1e-4),
              faces: mesh.faces.map(({ surface, ...face }, at) => ({
                ...face,
                ...(only(at) ? { surface: { kind } } : surface && { surface }),
              })),
            },
          },
    ),
  });
  const side = (face: number): boolean => face === 0;
  expect(differences(freeAt(side, "unknown"), freeAt(side, "other"))).toEqual([]);
  expect(differences(freeAt(side, "other"), freeAt(side, "unknown"))).toEqual([]);
  for (const kind of ["other", "unknown"] as const) {
    const mesh = freeAt(() => true, kind).parts[0]?.mesh;
    expect(mesh && isMeshOnly(mesh)).toBe(true);
  }
});

test("where the whole stands in its file says nothing, also of what went to another assembly", () => {
  const parts = [leaf("A", 20), leaf("B", 30)];
  const older = modelOf([
    ...parts,
    assembly("LEFT", [line(0, "a", 5), line(1, "b", 60)]),
    assembly("RIGHT", [line(1, "b", 90)]),
    assembly("BOX", [line(2, "left", 0), line(3, "right", 200, 1)]),
  ]);
  const moved = modelOf([
    ...parts,
    assembly("LEFT", [line(1, "b", 60)]),
    assembly("RIGHT", [line(1, "b", 90)]),
    assembly("BOX", [line(2, "left", 0), line(3, "right", 200, 1), line(0, "a", 5)]),
  ]);
  const elsewhere: CadModel = {
    ...moved,
    nodes: moved.nodes.map((node, at) =>
      at === 0 ? { ...node, transform: [0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 900, 80, 7, 1] } : node,
    ),
  };
  expect(differences(older, elsewhere)).toMatchObject([
    { kind: "moved", before: { partNumber: "A", parentNumber: "LEFT" }, after: { parentNumber: "BOX" } },
  ]);
});

test("a whole among several is told apart from a whole alone", () => {
  const alone = modelOf([leaf("A", 20)]);
  const [root] = alone.nodes;
  if (root === undefined) throw new Error("a root expected");
  const two: CadModel = {
    ...alone,
    nodes: [
      { ...root, transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 40, 0, 0, 1] },
      {
        ...root,
        occurrence: "second",
        path: "second",
        transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 90, 0, 0, 1],
      },
    ],
  };
  expect(differences(alone, two).map(({ kind }) => kind)).toEqual(["quantity", "moved"]);
});

test("with no tolerance, the rounding of placements is no move", () => {
  const parts = (x: number): readonly TestPart[] => [
    leaf("A", 20),
    assembly("RACK", [line(0, "a", x, 0.7)]),
    assembly("BOX", [line(1, "rack", 1_000, 0.3)]),
  ];
  expect(differences(modelOf(parts(100.1)), modelOf(parts(100.1 + 1e-12)), 0)).toEqual([]);
});

test("a model that was not read to its end is said to be so", () => {
  const model = modelOf([leaf("A", 20)]);
  expect(compareModels({ ...model, isPartial: true }, model, TOLERANCE).unfinished).toEqual(["before"]);
  expect(compareModels(model, model, TOLERANCE).unfinished).toEqual([]);
});

test.each([
  ["of one name", (at: number) => at, 0.01],
  ["in one place", () => 0, 0.01],
  ["with a tolerance wider than all of it", (at: number) => at % 97, 1_000],
] as const)(
  "20,000 siblings %s take seconds",
  (_, placeOf, tolerance) => {
    const many = (shift: number): CadModel =>
      modelOf([
        leaf("PL", 20),
        assembly(
          "BOX",
          Array.from({ length: 20_000 }, (_each, at) =>
            line(0, "PL", placeOf(at) * 45 + (at % 1_000 === 0 ? shift : 0)),
          ),
        ),
      ]);
    const { nodes, differences: found } = compareModels(many(0), many(3), tolerance);
    expect(nodes.matched).toBe(20_001);
    expect(found.length).toBeLessThanOrEqual(20);
  },
  20_000,
);

test("coordinates that are no numbers end nothing", () => {
  const model = modelOf([leaf("A", 20), assembly("BOX", [line(0, "a", 0), line(0, "b", 1e300)])]);
  const broken = modelOf([leaf("A", 20), assembly("BOX", [line(0, "c", 1e300), line(0, "d", Infinity)])]);
  expect(compareModels(model, broken, TOLERANCE).nodes.before).toBe(3);
});

test("a part of curves alone is the same where its curves are; of other ones it is said that they are not compared", () => {
  const wire = (length: number): CadModel => {
    const edges = Float32Array.of(0, 0, 0, length, 0, 0);
    const mesh = {
      positions: edges,
      normals: new Float32Array(6),
      indices: new Uint32Array(),
      faces: [],
      edges,
    };
    const model = modelOf([leaf("W", 20)]);
    return { ...model, parts: model.parts.map((part) => ({ ...part, mesh })) };
  };
  const of = (a: CadModel, b: CadModel): readonly string[] => compareModels(a, b, TOLERANCE).withoutShape;
  expect(of(wire(5), wire(5))).toEqual([]);
  expect(of(wire(5), wire(6))).toEqual(["W"]);
  expect(of(wire(5), modelOf([leaf("W", 20)]))).toEqual(["W"]);
});
