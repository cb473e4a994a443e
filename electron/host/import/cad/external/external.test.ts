import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { decodeModel, encodeModel } from "../../../../../shared/geometry/mesh-blob.ts";
import type { CadModel } from "../../../../../shared/model/cad.ts";
import type { SourceRecord } from "../../../../../shared/model/record.ts";
import { collect, of } from "../../testing.ts";
import { createKernelPool } from "../kernel/kernel-pool.ts";
import { boxOf, type Box } from "../mesh/box.ts";
import { pointAt } from "../mesh/vector.ts";
import { createStepImporter } from "../step-importer.ts";
import { applyToPoint, multiply, type Transform } from "../structure/transform.ts";
import { companionsKey } from "./companions-key.ts";

// One ship, modelled and exported by three systems as an assembly of files: the kernel's package brings them.
const SHIPS = join(
  dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json")),
  "test/testfiles/cax-if",
);
const pool = createKernelPool({ size: 1 });
const folder = mkdtempSync(join(tmpdir(), "external-"));
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

interface Read {
  readonly records: readonly SourceRecord[];
  readonly model: CadModel;
}

const known = new Map<string, Promise<Read>>();

/** Meshing a ship takes seconds: each is read once. */
function ship(name: string, main: string): Promise<Read> {
  const reading = known.get(name) ?? read(join(SHIPS, name, main));
  known.set(name, reading);
  return reading;
}

async function read(path: string): Promise<Read> {
  const { records, failure } = await collect(
    createStepImporter(() => pool),
    path,
  );
  expect(failure).toBeUndefined();
  const [record] = of(records, "model");
  if (record === undefined) throw new Error("no model");
  expect(decodeModel(encodeModel(record.model))).toEqual(record.model);
  return { records, model: record.model };
}

function extents({ nodes, parts }: CadModel): readonly number[] {
  const world: Transform[] = [];
  const points = nodes.flatMap(({ parent, part, transform }) => {
    const above = world[parent];
    const here = above === undefined ? transform : multiply(above, transform);
    world.push(here);
    const positions = parts[part]?.mesh?.positions ?? new Float32Array();
    return Array.from({ length: positions.length / 3 }, (_, at) =>
      applyToPoint(here, pointAt(positions, at)),
    );
  });
  const { from, to }: Box = boxOf(points);
  return [0, 1, 2].map((axis) => (to[axis] ?? 0) - (from[axis] ?? 0));
}

describe.each([
  ["s1-tu-203", "s1-tu-203.stp"],
  ["s1_pe_214", "s1_pe_214.stp"],
  ["s1-c5-214", "s1-c5-214.stp"],
])("%s", (name, main) => {
  test("the files beside it make it whole", async () => {
    const { records, model } = await ship(name, main);
    expect(model.problems).toEqual([]);
    expect([model.parts.length, model.nodes.length]).toEqual([13, 17]);
    // Eight kinds of single parts in eleven places.
    expect(model.parts.filter(({ mesh }) => mesh !== undefined)).toHaveLength(8);
    expect(model.nodes.filter(({ part }) => model.parts[part]?.mesh !== undefined)).toHaveLength(11);
    expect(new Set(model.nodes.map(({ path }) => path)).size).toBe(17);
    expect(of(records, "part")).toHaveLength(13);
    expect(of(records, "bom-line").reduce((sum, { quantity }) => sum + quantity, 0)).toBe(14);
    const counts = of(records, "count");
    const sum = (pick: "read" | "taken"): number => counts.reduce((total, count) => total + count[pick], 0);
    expect(sum("read")).toBe(sum("taken"));
    for (const { validation } of model.parts)
      for (const { agrees } of validation ?? []) expect(agrees).toBe(true);
  }, 90_000);
});

test("two systems' assemblies of the same design are equally large", async () => {
  const [a, b] = [
    extents((await ship("s1-tu-203", "s1-tu-203.stp")).model),
    extents((await ship("s1_pe_214", "s1_pe_214.stp")).model),
  ];
  a.forEach((extent, axis) => expect(Math.abs(extent / (b[axis] ?? 0) - 1)).toBeLessThan(0.005));
}, 90_000);

test("a file that is missing is named by its part, and the rest is there", async () => {
  const own = mkdtempSync(join(folder, "missing-"));
  for (const file of ["s1-tu-203.stp", "tailmiddlepart.stp"])
    copyFileSync(join(SHIPS, "s1-tu-203", file), join(own, file));
  const { model } = await read(join(own, "s1-tu-203.stp"));
  expect(model.problems).toHaveLength(7);
  expect(model.problems).toContain("headback: Its shape is in another file: headback.stp.");
  expect(model.parts.filter(({ mesh }) => mesh !== undefined).map(({ number }) => number)).toEqual([
    "tailmiddlepart",
  ]);
}, 90_000);

test("damage, a ring, and a link out of the folder each cost only their part", async () => {
  const own = mkdtempSync(join(folder, "bad-"));
  const files = join(SHIPS, "s1-tu-203");
  const main = join(own, "s1-tu-203.stp");
  copyFileSync(join(files, "s1-tu-203.stp"), main);
  copyFileSync(join(files, "footback.stp"), join(own, "footback.stp"));
  copyFileSync(main, join(own, "headfront.stp"));
  writeFileSync(join(own, "footfront.stp"), "no exchange structure");
  symlinkSync(join(files, "headback.stp"), join(own, "headback.stp"));
  const { model } = await read(main);
  const text = model.problems.join("\n");
  expect(text).toContain("footfront.stp: ");
  expect(text).toContain("headback: Its shape is in another file: headback.stp.");
  const drawn = model.parts.filter(({ mesh }) => mesh !== undefined).map(({ number }) => number);
  expect(new Set(drawn)).toEqual(new Set(["footback"]));
}, 90_000);

test("a large file that an assembly names is seen to have changed, too, and to be gone", async () => {
  const own = mkdtempSync(join(folder, "large-"));
  const main = join(own, "s1-tu-203.stp");
  copyFileSync(join(SHIPS, "s1-tu-203", "s1-tu-203.stp"), main);
  const large = join(own, "headback.stp");
  const key = (): Promise<string | undefined> => companionsKey(main, new AbortController().signal);
  const without = await key();
  writeFileSync(large, "ISO-10303-21;");
  // Longer than what is looked through; nothing but its end takes room on the disk.
  truncateSync(large, 129 * 1024 * 1024);
  const before = await key();
  expect(await key()).toBe(before);
  appendFileSync(large, "x");
  const after = await key();
  expect(new Set([without, before, after]).size).toBe(3);
  rmSync(large);
  expect(await key()).toBe(without);
});
