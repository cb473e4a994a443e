/** Bodies of IGES files: groups, subfigures, instances, and faces that nothing holds. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { measure } from "../../../mesh/testing.ts";
import { IgesText } from "./testing/iges-writer.ts";
import {
  BALL,
  BLOCK,
  expectBoxes,
  leavesOf,
  LEFT_PIN,
  moved,
  read,
  readText,
  RIGHT_PIN,
  solids,
  twin,
  type Box,
} from "./testing/read-bodies.ts";

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
