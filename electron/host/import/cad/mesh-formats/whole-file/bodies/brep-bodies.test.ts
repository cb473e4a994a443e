/** Bodies of BREP files: compounds, shared shapes, places that mirror. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

import { firstCurve } from "../../../../../../../shared/model/cad.ts";
import { measure } from "../../../mesh/testing.ts";
import { BALL, BLOCK, expectBoxes, leavesOf, read, readText, twin } from "./testing/read-bodies.ts";

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
    // Axes of holes and threads stand beside the bodies of both, STEP's with colours.
    const lengths = (model: typeof own): readonly string[] =>
      leavesOf(model)
        .map(({ mesh }) => {
          const { edges } = mesh;
          let sum = 0;
          for (
            let at = mesh.curves === undefined ? edges.length : firstCurve(mesh) * 6;
            at < edges.length;
            at += 6
          )
            sum += Math.hypot(
              ...[0, 1, 2].map((axis) => (edges[at + axis] ?? 0) - (edges[at + 3 + axis] ?? 0)),
            );
          return sum.toFixed(1);
        })
        .toSorted();
    expect(lengths(own).filter((each) => each !== "0.0").length).toBeGreaterThan(5);
    expect(lengths(own)).toEqual(lengths(stated));
    // Plate, bracket, bolt, nut, rod.
    expect(new Set(leavesOf(own).map(({ part }) => part)).size).toBe(5);
    expect(new Set(leavesOf(stated).map(({ part }) => part)).size).toBe(5);
  });
});
