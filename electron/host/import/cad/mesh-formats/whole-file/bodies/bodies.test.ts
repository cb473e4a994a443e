/**
 * Bodies of IGES and BREP files as parts. The files were written by Open CASCADE 7.6 (`bodies*.igs`: a block, two
 * pins, a ball; `nested.brep`: compounds in compounds), boxes are its own reading of each file.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { mutate } from "../../../../../../../tests/faults/mutate.ts";
import type { CadModel, CadMesh } from "../../../../../../../shared/model/cad.ts";
import { collect, of } from "../../../../testing.ts";
import { createKernelPool } from "../../../kernel/kernel-pool.ts";
import { measure } from "../../../mesh/testing.ts";
import { pointAt } from "../../../mesh/vector.ts";
import { createStepImporter } from "../../../step-importer.ts";
import { applyToPoint, IDENTITY, multiply, type Transform } from "../../../structure/transform.ts";
import { createWholeFileImporters } from "../../mesh-importer.ts";
import { IgesText } from "./testing.ts";

const pool = createKernelPool({ size: 1 });
const folder = mkdtempSync(join(tmpdir(), "bodies-"));
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});
const [iges, brep] = createWholeFileImporters(() => pool);
const twin = (name: string): string => join(import.meta.dirname, "../testing", name);

async function read(path: string): Promise<CadModel> {
  const importer = path.endsWith(".stp")
    ? createStepImporter(() => pool)
    : path.endsWith(".igs")
      ? iges
      : brep;
  if (importer === undefined) throw new Error("no importer");
  const { records, failure } = await collect(importer, path);
  expect(failure).toBeUndefined();
  const model = of(records, "model")[0]?.model;
  if (model === undefined) throw new Error("no model");
  return model;
}

let written = 0;
async function readText(text: string, ending = "igs"): Promise<CadModel> {
  written += 1;
  const path = join(folder, `file${written}.${ending}`);
  writeFileSync(path, text, "latin1");
  return read(path);
}

const solids = (): IgesText => new IgesText(readFileSync(twin("bodies.igs"), "latin1"));

type Box = readonly [readonly number[], readonly number[]];

interface Leaf {
  /** Names from below the root on. */
  readonly path: string;
  readonly part: number;
  readonly box: Box;
  readonly mesh: CadMesh;
  readonly world: Transform;
}

/** What is drawn, each in its place. */
function leavesOf({ nodes, parts }: CadModel): readonly Leaf[] {
  const world: Transform[] = [];
  return nodes.flatMap(({ parent, part, path, transform }) => {
    const here = multiply(world[parent] ?? IDENTITY, transform);
    world.push(here);
    const mesh = parts[part]?.mesh;
    if (mesh === undefined) return [];
    const placed = Array.from(mesh.positions.subarray(0, mesh.positions.length / 3), (_, at) =>
      applyToPoint(here, pointAt(mesh.positions, at)),
    );
    const side = (pick: (...values: number[]) => number): readonly number[] =>
      [0, 1, 2].map((axis) =>
        placed.reduce((best, point) => pick(best, point[axis] ?? 0), placed[0]?.[axis] ?? 0),
      );
    const box: Box = [side(Math.min), side(Math.max)];
    return [{ path: path.split("/").slice(1).join("/"), part, box, mesh, world: here }];
  });
}

/** Round things fall short of their box by what the chords of a mesh do. */
const CHORDS = 0.1;

function expectBoxes(leaves: readonly Leaf[], boxes: readonly (readonly [string, Box])[]): void {
  expect(leaves.map(({ path }) => path).toSorted()).toEqual(boxes.map(([path]) => path).toSorted());
  for (const [path, box] of boxes) {
    const leaf = leaves.find((each) => each.path === path);
    box.forEach((corner, at) =>
      corner.forEach((value, axis) =>
        expect(Math.abs((leaf?.box[at]?.[axis] ?? NaN) - value), `${path} ${at} ${axis}`).toBeLessThan(
          CHORDS,
        ),
      ),
    );
  }
}

const BLOCK: Box = [
  [0, 0, 0],
  [10, 20, 30],
];
const LEFT_PIN: Box = [
  [45, -5, 0],
  [55, 5, 40],
];
const RIGHT_PIN: Box = [
  [75, -5, 0],
  [85, 5, 40],
];
const BALL: Box = [
  [-7, 53, -7],
  [7, 67, 7],
];

function moved([from, to]: Box, by: readonly number[]): Box {
  const move = (corner: readonly number[]): readonly number[] =>
    corner.map((value, at) => value + (by[at] ?? 0));
  return [move(from), move(to)];
}

describe("IGES", () => {
  test.each([["bodies.igs"], ["bodies-trimmed.igs"]])(
    "%s: a part per body, however it is written",
    async (name) => {
      const model = await read(twin(name));
      const isTrimmed = name === "bodies-trimmed.igs";
      // The ball is a face that nothing holds in the second.
      expectBoxes(leavesOf(model), [
        ["Body 1", BLOCK],
        ["Body 2", LEFT_PIN],
        ["Body 3", RIGHT_PIN],
        [isTrimmed ? "Faces 1" : "Body 4", BALL],
      ]);
      expect(model.problems).toEqual([]);
      expect(
        model.parts.map(({ mesh }) => mesh?.faces.map(({ surface }) => surface?.kind).toSorted()),
      ).toEqual([
        undefined,
        Array.from({ length: 6 }, () => "plane"),
        ["cylinder", "plane", "plane"],
        ["cylinder", "plane", "plane"],
        ["sphere"],
      ]);
    },
  );

  test.each([1, 7, 14, 15])("groups of form %i with names, labels and levels", async (form) => {
    const file = solids();
    const [block = 0, left = 0, right = 0, ball = 0] = file.of(186);
    const named = [
      [block, "PLATE", 0],
      [left, "PIN", 1],
      [right, "PIN", 2],
      [ball, "BALL", 0],
    ] as const;
    for (const [number, label, subscript] of named)
      file.change(number, { label, subscript, status: "00020000" });
    const violet = file.add(314, ["50.", "25.", "75.", "6HViolet"]);
    file.change(ball, { level: 12, status: "01020000", colour: -violet });
    const pins = file.name("Pins, both; of steel");
    const inner = file.add(402, [2, left, right, 0, 1, pins], { form, status: "00020000" });
    file.add(402, [3, block, inner, ball], { form, label: "STAND" });
    const model = await readText(file.toString());
    expectBoxes(leavesOf(model), [
      ["PLATE", BLOCK],
      ["Pins, both; of steel/PIN(1)", LEFT_PIN],
      ["Pins, both; of steel/PIN(2)", RIGHT_PIN],
      ["BALL", BALL],
    ]);
    const [root] = model.parts;
    expect(root?.name).toBe("STAND");
    // A label is no part number, whatever it looks like.
    expect(model.parts.find(({ name }) => name === "PIN(1)")?.number).toBe(`${root?.number}:PIN(1)`);
    const round = model.parts.find(({ name }) => name === "BALL");
    expect(round?.layers).toEqual(["12"]);
    // Percent of full intensity, as it is shown.
    expect(round?.mesh?.faces[0]?.colour?.map((value) => value.toFixed(5))).toEqual([
      "0.50000",
      "0.25000",
      "0.75000",
      "1.00000",
    ]);
    expect(model.nodes.filter(({ hidden }) => hidden === true).map(({ occurrence }) => occurrence)).toEqual([
      "BALL",
    ]);
  });

  test("a file that blanks all that it has is shown all the same", async () => {
    const file = solids();
    for (const solid of file.of(186)) file.change(solid, { status: "01000000" });
    const { nodes } = await readText(file.toString());
    expect(nodes).toHaveLength(5);
    expect(nodes.some(({ hidden }) => hidden === true)).toBe(false);
  });

  test("what two groups hold is one body", async () => {
    const file = solids();
    const [block = 0, left = 0, right = 0] = file.of(186);
    file.add(402, [2, left, right], { form: 7, label: "PINS" });
    file.add(402, [2, block, left], { form: 7, label: "LEFT" });
    expectBoxes(leavesOf(await readText(file.toString())), [
      ["Body 1", BALL],
      ["PINS/Body 2", LEFT_PIN],
      ["PINS/Body 3", RIGHT_PIN],
      ["LEFT", BLOCK],
    ]);
  });

  test("a face that nothing holds, alone, is called as its label says", async () => {
    const file = new IgesText(readFileSync(twin("bodies-trimmed.igs"), "latin1"));
    file.change(file.of(144).at(-1) ?? 0, { label: "BALL" });
    const leaves = leavesOf(await readText(file.toString()));
    expect(leaves.map(({ path }) => path)).toEqual(["Body 1", "Body 2", "Body 3", "BALL"]);
    expect(leaves[3]?.mesh.faces.map(({ name }) => name)).toEqual(["BALL"]);
  });

  test("faces that nothing holds are one part", async () => {
    const file = new IgesText(readFileSync(twin("bodies-trimmed.igs"), "latin1"));
    for (const group of file.of(402)) file.change(group, { type: 406, form: 15, text: "406,1,4Hnone;" });
    const violet = file.add(314, ["50.", "25.", "75.", "6HViolet"]);
    file
      .of(144)
      .forEach((face, at) => file.change(face, { status: "00000000", colour: at === 0 ? 5 : -violet }));
    const { nodes, parts } = await readText(file.toString());
    expect(nodes).toHaveLength(1);
    expect(parts[0]?.mesh?.faces.map(({ surface }) => surface?.kind)).not.toContain(undefined);
    expect(parts[0]?.mesh?.faces).toHaveLength(13);
    const colours = parts[0]?.mesh?.faces.map(({ colour }) => colour) ?? [];
    expect(colours[0]).toEqual([1, 1, 0, 1]);
    expect(new Set(colours.slice(1).map(String))).toEqual(new Set(["0.5,0.25,0.75,1"]));
  });

  test("a subfigure is stored once, in each of its places, turned and of another size", async () => {
    const file = solids();
    const [block = 0, left = 0, right = 0, ball = 0] = file.of(186);
    for (const number of [block, left, right, ball]) file.change(number, { status: "00020000" });
    const pair = file.add(308, [0, "7HPair, 1", 2, block, ball], { status: "00000200" });
    const turn = file.matrix(
      [
        [0, -1, 0],
        [1, 0, 0],
        [0, 0, 1],
      ],
      [0, 0, 0],
    );
    file.add(408, [pair, "100.", "0.", "0.", "1."], { label: "ONE" });
    file.add(408, [pair, "200.", "0.", "0.", ""], { label: "TWO" });
    // The kernel leaves this one out.
    file.add(408, [pair, "300.", "0.", "0.", "2."], { label: "BIG" });
    file.add(408, [pair, "0.", "400.", "0.", "1."], { label: "TURNED", matrix: turn });
    const model = await readText(file.toString());
    expect(model.problems).toEqual([]);
    const double = (box: Box): Box => [box[0].map((v) => v * 2), box[1].map((v) => v * 2)];
    expectBoxes(leavesOf(model), [
      ["Body 1", LEFT_PIN],
      ["Body 2", RIGHT_PIN],
      ["ONE/Body 3", moved(BLOCK, [100, 0, 0])],
      ["ONE/Body 4", moved(BALL, [100, 0, 0])],
      ["TWO/Body 3", moved(BLOCK, [200, 0, 0])],
      ["TWO/Body 4", moved(BALL, [200, 0, 0])],
      ["BIG/Body 3", moved(double(BLOCK), [300, 0, 0])],
      ["BIG/Body 4", moved(double(BALL), [300, 0, 0])],
      [
        "TURNED/Body 3",
        [
          [-20, 400, 0],
          [0, 410, 30],
        ],
      ],
      [
        "TURNED/Body 4",
        [
          [-67, 393, -7],
          [-53, 407, 7],
        ],
      ],
    ]);
    expect(model.parts.map(({ name }) => name).slice(1)).toEqual([
      "Body 1",
      "Body 2",
      "Pair, 1",
      "Body 3",
      "Body 4",
    ]);
  });

  test("instances of solids and assemblies of solids, which the kernel leaves out", async () => {
    const file = solids();
    const [block = 0, left = 0, right = 0, ball = 0] = file.of(186);
    for (const number of [block, left, right, ball]) file.change(number, { status: "00020000" });
    const here = file.matrix(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      [100, 0, 0],
    );
    const turned = file.matrix(
      [
        [-1, 0, 0],
        [0, -1, 0],
        [0, 0, 1],
      ],
      [0, 0, 100],
    );
    file.add(430, [block], { matrix: here, label: "LEFT" });
    file.add(430, [block], { matrix: turned, label: "RIGHT" });
    file.add(184, [3, block, left, ball, 0, here, turned], { label: "ASSY" });
    const model = await readText(file.toString());
    expect(model.problems).toEqual([]);
    expectBoxes(leavesOf(model), [
      ["Body 1", RIGHT_PIN],
      ["LEFT", moved(BLOCK, [100, 0, 0])],
      [
        "RIGHT",
        [
          [-10, -20, 100],
          [0, 0, 130],
        ],
      ],
      ["ASSY/Body 2", BLOCK],
      ["ASSY/Body 3", moved(LEFT_PIN, [100, 0, 0])],
      [
        "ASSY/Body 4",
        [
          [-7, -67, 93],
          [7, -53, 107],
        ],
      ],
    ]);
    expect(new Set(leavesOf(model).map(({ part }) => part)).size).toBe(4);
  });

  test("the matrix of a solid, which the kernel forgets, mirrored too", async () => {
    const file = solids();
    const [, left = 0, , ball = 0] = file.of(186);
    file.change(left, {
      matrix: file.matrix(
        [
          [-1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        [0, 0, 0],
      ),
    });
    file.change(ball, {
      matrix: file.matrix(
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        [0, 300, 0],
      ),
    });
    const leaves = leavesOf(await readText(file.toString()));
    expectBoxes(leaves, [
      ["Body 1", BLOCK],
      [
        "Body 2",
        [
          [-55, -5, 0],
          [-45, 5, 40],
        ],
      ],
      ["Body 3", RIGHT_PIN],
      ["Body 4", moved(BALL, [0, 300, 0])],
    ]);
    for (const { mesh } of leaves) expect(measure(mesh).volume).toBeGreaterThan(1000);
  });
});

describe("BREP", () => {
  test("compounds are groups, bodies in several places one part", async () => {
    const model = await read(twin("nested.brep"));
    const leaves = leavesOf(model);
    expectBoxes(leaves, [
      ["Body 1", BLOCK],
      [
        "Group 1/Body 2",
        [
          [45, -5, 0],
          [55, 5, 40],
        ],
      ],
      [
        "Group 1/Body 3",
        [
          [35, -15, 42],
          [65, 15, 48],
        ],
      ],
      [
        "Group 1:2/Body 2",
        [
          [45, 75, 0],
          [55, 85, 40],
        ],
      ],
      [
        "Group 1:2/Body 3",
        [
          [35, 65, 42],
          [65, 95, 48],
        ],
      ],
      ["Body 4", BALL],
      [
        "Faces 1",
        [
          [-50, -50, -20],
          [150, 50, -10],
        ],
      ],
    ]);
    expect(model.parts.map(({ mesh }) => mesh?.faces.length)).toEqual([undefined, 6, undefined, 3, 1, 1, 2]);
    expect(leaves.flatMap(({ mesh }) => mesh.faces).every(({ surface }) => surface !== undefined)).toBe(true);
    for (const { path, mesh } of leaves)
      if (!path.startsWith("Faces")) expect(measure(mesh).volume, path).toBeGreaterThan(1000);
  });

  test("a place that mirrors and enlarges", async () => {
    const text = readFileSync(twin("nested.brep"), "latin1");
    // The first place of the first compound, as older systems wrote them.
    const place = /(?<=^Locations 5\n1\n)(?:[^\n]*\n){3}/m;
    expect(text).toMatch(place);
    const leaves = leavesOf(await readText(text.replace(place, "-2 0 0 50\n0 2 0 0\n0 0 2 0\n"), "brep"));
    expectBoxes(
      leaves.filter(({ path }) => path.includes("/")),
      [
        [
          "Group 1/Body 2",
          [
            [40, -10, 0],
            [60, 10, 80],
          ],
        ],
        [
          "Group 1/Body 3",
          [
            [20, -30, 84],
            [80, 30, 96],
          ],
        ],
        [
          "Group 1:2/Body 2",
          [
            [45, 75, 0],
            [55, 85, 40],
          ],
        ],
        [
          "Group 1:2/Body 3",
          [
            [35, 65, 42],
            [65, 95, 48],
          ],
        ],
      ],
    );
    // Out is out in the body itself, whatever its place does.
    for (const { mesh } of leaves.slice(0, 5)) expect(measure(mesh).volume).toBeGreaterThan(1000);
    expect(new Set(leaves.map(({ part }) => part)).size).toBe(5);
  });

  test("as1: the tree, the places and the faces of the same assembly as STEP", async () => {
    const files = join(
      dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json")),
      "test/testfiles",
    );
    const [own, stated] = [
      await read(join(files, "cax-if-brep/as1_pe_203.brep")),
      await read(join(files, "cax-if/as1_pe_203.stp")),
    ];
    const open = [...leavesOf(stated)];
    for (const { mesh, box, path } of leavesOf(own)) {
      const corners = box.flat();
      const at = open.findIndex(
        (leaf) =>
          leaf.mesh.faces.length === mesh.faces.length &&
          leaf.box.flat().every((value, index) => Math.abs(value - (corners[index] ?? NaN)) < 2),
      );
      expect(at, path).toBeGreaterThanOrEqual(0);
      open.splice(at, 1);
    }
    expect(open).toEqual([]);
    // Plate, bracket, bolt, nut, rod.
    expect(new Set(leavesOf(own).map(({ part }) => part)).size).toBe(5);
    expect(new Set(leavesOf(stated).map(({ part }) => part)).size).toBe(5);
  });
});

test("shells of shells that double with every line end in a model or one sentence", async () => {
  const file = solids();
  let shell = file.of(514)[0] ?? 0;
  for (let level = 0; level < 30; level++)
    shell = file.add(514, [2, shell, 1, shell, 1], { form: 1, status: "00010000" });
  file.add(186, [shell, 1, 0]);
  const model = await readText(file.toString());
  expect(leavesOf(model).length).toBeGreaterThan(0);
});

test("damaged, a file is a model or one sentence", async () => {
  // The kernel turns in circles on some of them.
  const impatient = createKernelPool({ size: 1, timeLimitMs: () => 1000 });
  const [igesImporter, brepImporter] = createWholeFileImporters(() => impatient);
  const files = [
    ["bodies-trimmed.igs", igesImporter],
    ["nested.brep", brepImporter],
  ] as const;
  for (const [name, importer] of files)
    for (let seed = 1; seed <= 15; seed++) {
      const path = join(folder, `damaged-${seed}-${name}`);
      writeFileSync(path, mutate(readFileSync(twin(name)), seed));
      if (importer === undefined) throw new Error("no importer");
      const { records, failure } = await collect(importer, path);
      if (failure !== undefined) expect((failure as Error).message, `${name}, seed ${seed}`).toMatch(/\.$/);
      else expect(of(records, "model")[0]?.model.parts.length).toBeGreaterThan(0);
    }
  await impatient.close();
}, 60_000);
