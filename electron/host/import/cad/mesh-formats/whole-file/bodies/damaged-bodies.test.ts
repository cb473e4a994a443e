/** Bodies of IGES and BREP files that are damaged, or meant to do harm. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mutate } from "../../../../../../../tests/faults/mutate.ts";
import { collect, of } from "../../../../testing.ts";
import { createKernelPool } from "../../../kernel/kernel-pool.ts";
import { createWholeFileImporters } from "../../mesh-importer.ts";
import { readBrepLocations } from "../surfaces/brep-surfaces.ts";
import type { IgesEntity } from "../surfaces/iges-entities.ts";
import { readBrepTree } from "./brep-tree.ts";
import { readIgesTree } from "./iges-tree.ts";
import { igesLayers } from "./iges-names.ts";
import { folder, leavesOf, readText, solids, twin } from "./testing/read-bodies.ts";

function entity(type: number, form: number): IgesEntity {
  const plain = {
    isDependent: false,
    isGeometry: true,
    matrix: 0,
    subscript: 0,
    level: 0,
    colour: 0,
    isBlanked: false,
  };
  return { type, form, ...plain, parameters: [], texts: [], label: "" };
}

test("shells of shells that double with every line end in a model or one sentence", async () => {
  const file = solids();
  let shell = file.of(514)[0] ?? 0;
  for (let level = 0; level < 30; level++)
    shell = file.add(514, [2, shell, 1, shell, 1], { form: 1, status: "00010000" });
  file.add(186, [shell, 1, 0]);
  const model = await readText(file.toString());
  expect(leavesOf(model).length).toBeGreaterThan(0);
});

test("bodies that share a shell of thousands of members take no time for each of them", () => {
  const count = 3000;
  const listed = `${`+${count + 3} 0 `.repeat(count)}*`;
  const brep = [
    "Locations 0\nSurfaces 0",
    `TShapes ${count + 3}`,
    "Ve\n0 0 0\n\n0101101\n*",
    `Sh\n\n0101000\n${listed}`,
    ...Array.from({ length: count }, () => `So\n\n0100000\n+${count + 2} 0 *`),
    `Co\n\n0100000\n${Array.from({ length: count }, (_, at) => `+${at + 2} 0 `).join("")}*`,
    "\n+1 0",
  ].join("\n");
  expect(readBrepTree(Buffer.from(brep)).tree).toBeUndefined();

  const file = solids();
  const [ball = 0] = file.of(514);
  const members = Array.from({ length: count }, (_, at) => [at === 0 ? ball : 99_999, 1]).flat();
  const shell = file.add(514, [count, ...members], { form: 1, status: "00010000" });
  for (let solid = 0; solid < count; solid++) file.add(186, [shell, 1, 0]);
  const { tree } = readIgesTree(Buffer.from(file.toString(), "latin1"));
  const faces = (tree?.item.kind === "group" ? tree.item.members : []).map(({ item }) =>
    item.kind === "solid" ? item.surfaces.length : 0,
  );
  // The first have their faces, the last are past what is looked at.
  expect(faces.filter((each) => each > 0).length).toBeGreaterThan(4);
  expect(faces.at(-1)).toBe(0);
});

test("a list of levels that many faces name is read once", () => {
  const levels = Array.from({ length: 50 }, (_, at) => 50 - at);
  let asked = 0;
  const list = {
    ...entity(406, 1),
    get parameters() {
      asked += 1;
      return [levels.length, ...levels];
    },
  };
  const faces = Array.from({ length: 50 }, () => ({ ...entity(510, 1), level: -7 }));
  const { layers } = igesLayers(new Map([[7, list]]), [entity(186, 0), ...faces]);
  expect(layers).toEqual(levels.toReversed().map(String));
  expect(asked).toBeLessThan(10);
});

test("powers of places are as many products as they have digits, and no more than a file may ask for", () => {
  const placed = (products: string): ReturnType<typeof readBrepLocations> =>
    readBrepLocations(
      `Locations 3\n1\n 0 -1 0 3\n 1 0 0 4\n 0 0 1 5\n1\n 1 0 0 1\n 0 1 0 2\n 0 0 1 4\n2 ${products} 0\nSurfaces 0\n`,
    );
  // Four quarter turns with a rise of 5 each, 250 times.
  expect(placed("1 1000")?.[2]?.slice(12)).toEqual([0, 0, 5000, 1]);
  expect(placed("2 -777")?.[2]?.slice(12)).toEqual([-777, -1554, -3108, 1]);
  expect(placed("2 13 1 3")?.[2]?.slice(12)).toEqual([22, -10, 67, 1]);
  expect(placed("2 1000 ".repeat(100))?.[2]?.[12]).toBe(100_000);
  expect(placed("2 1000 ".repeat(60_000))).toBeUndefined();
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
