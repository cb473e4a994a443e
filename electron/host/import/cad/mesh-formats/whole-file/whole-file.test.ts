import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { decodeModel, encodeModel } from "../../../../../../shared/geometry/mesh-blob.ts";
import { ImportError, type Importer } from "../../../importer.ts";
import { collect, fileHead, of } from "../../../testing.ts";
import { createKernelPool } from "../../kernel/kernel-pool.ts";
import { measure } from "../../mesh/testing.ts";
import { createWholeFileImporters } from "../mesh-importer.ts";
import { twin } from "./bodies/testing/read-bodies.ts";
import { readIgesHeader } from "./iges-header.ts";

const pool = createKernelPool({ size: 1 });
const folder = mkdtempSync(join(tmpdir(), "whole-file-"));
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});
const [iges, brep] = createWholeFileImporters(() => pool) as readonly [Importer, Importer];

// The kernel's package brings its own test files.
const files = join(
  dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json")),
  "test/testfiles",
);
const CUBE = join(files, "cube-10x10mm/Cube 10x10.igs");
const AS1 = join(files, "cax-if-brep/as1_pe_203.brep");

test("IGES: product, system, time, a face per B-rep face, its colour", async () => {
  expect(iges.recognise(fileHead(CUBE))).toBe(1);
  const { records, failure } = await collect(iges, CUBE);
  expect(failure).toBeUndefined();
  const [record] = of(records, "model");
  expect(record?.part).toEqual({ name: "Cube 10x10", strength: "stated" });
  expect(record?.model).toMatchObject({ schema: "IGES 5.3", originatingSystem: "Autodesk Inventor 2019" });
  const mesh = record?.model.parts[0]?.mesh;
  expect(mesh?.faces.map(({ count, colour }) => [count, colour])).toEqual(
    Array.from({ length: 6 }, () => [2, [0, 0, 0, 1]]),
  );
  expect(measure(mesh ?? { positions: [], indices: [] }).volume).toBeCloseTo(1000, 6);
  expect(mesh?.edges).toHaveLength(12 * 6);
  expect(of(records, "event")[0]).toMatchObject({ startedAt: Date.UTC(2022, 3, 26, 10, 40, 49) * 1000 });
  if (record !== undefined) expect(decodeModel(encodeModel(record.model))).toEqual(record.model);
});

test("BREP: its bodies have no names and are parts all the same", async () => {
  expect(brep.recognise(fileHead(AS1))).toBe(1);
  const { records, failure } = await collect(brep, AS1);
  expect(failure).toBeUndefined();
  const model = of(records, "model")[0]?.model;
  expect(model?.parts.map(({ number }) => number).slice(0, 3)).toEqual([
    "as1_pe_203",
    "as1_pe_203:Body 1",
    "as1_pe_203:Group 1",
  ]);
  // The same assembly as a STEP file beside it has so many faces, places counted.
  const faces = model?.nodes.map(({ part }) => model.parts[part]?.mesh?.faces.length ?? 0) ?? [];
  expect(faces.reduce((sum, count) => sum + count, 0)).toBe(160);
  if (model !== undefined) expect(decodeModel(encodeModel(model))).toEqual(model);
});

test.each([
  ["IGES", () => iges, readFileSync(CUBE).subarray(0, 6000), "cut.igs"],
  ["BREP", () => brep, readFileSync(AS1).subarray(0, 20_000), "cut.brep"],
])("%s that breaks off is one sentence, and the next file is read", async (_name, importer, bytes, name) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const { failure } = await collect(importer(), path);
  expect(failure).toBeInstanceOf(ImportError);
  expect((failure as ImportError).message).toMatch(/^It can't be drawn: the geometry kernel/);
  expect((await collect(iges, CUBE)).failure).toBeUndefined();
});

test("a file that takes too long costs itself", async () => {
  const short = createKernelPool({ size: 1, timeLimitMs: () => 1 });
  const [, impatient] = createWholeFileImporters(() => short) as readonly [Importer, Importer];
  const { failure } = await collect(impatient, twin("two.brep"));
  await short.close();
  expect((failure as ImportError).message).toContain("took longer than");
});

test("IGES whose lines are numbered with zeros, and that has no start to speak of", async () => {
  const lines = readFileSync(CUBE, "latin1").split(/\r?\n/);
  const numbered = lines.map((line) =>
    line.replace(/(?<=^.{73}) +(?=\d+ *$)/, (blanks) => "0".repeat(blanks.length)),
  );
  expect(numbered[0]).toMatch(/S0000001$/);
  const path = join(folder, "zeros.iges");
  writeFileSync(path, numbered.join("\r\n"));
  expect(iges.recognise(fileHead(path))).toBe(1);
  const { records } = await collect(iges, path);
  expect(of(records, "model")[0]?.model.parts[0]?.mesh?.faces.map(({ surface }) => surface?.kind)).toEqual(
    Array.from({ length: 6 }, () => "plane"),
  );
});

test("a global section with other delimiters and its usual values left out", () => {
  const global =
    "1H//1H;/10HPL-200/rev/5Ha.igs/3HNX9/1Hx/32/38/6/308/15/5HPL200/1./1/4HINCH/1/0.01/13H970102.030405/0.001/100./2HMe/2HUs/11/0;";
  const lines = ["a start", ...(global.match(/.{1,72}/g) ?? [])].map(
    (text, at) => `${text.padEnd(72)}${at === 0 ? "S" : "G"}${String(Math.max(1, at)).padStart(7)}\n`,
  );
  const header = readIgesHeader(Buffer.from(lines.join("")));
  expect(header).toMatchObject({
    product: "PL-200/rev",
    system: "NX9",
    unit: "INCH",
    exportedAt: "1997-01-02T03:04:05",
    version: "5.3",
  });
});
