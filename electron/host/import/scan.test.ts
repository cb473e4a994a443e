import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { scan } from "./scan.ts";

const folder = mkdtempSync(join(tmpdir(), "scan-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("CAD files of every format are recognised by their content, whatever they are called", async () => {
  const files: Readonly<Record<string, string>> = {
    "a.txt": "solid a\n  facet normal 0 0 1\n    outer loop\n",
    "b.dat": "# made\nv 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n",
    "c.json": '{"asset":{"version":"2.0"},"scenes":[]}',
    "d.model": "DBRep_DrawableShape\n\nCASCADE Topology V1, (c) Matra-Datavision\n",
    "e.x": `${"start".padEnd(72)}S      1\n${"1H,,1H;,".padEnd(72)}G      1\n`,
    "f.y": "ISO-10303-21;\nHEADER;\n",
    "paint.mtl": "newmtl red\nKd 1 0 0\n",
    "bytes.bin": "\0\0\0\0",
    "letter.md": "A letter, in words: nothing of it is a model.\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const found = await scan([folder], new AbortController().signal);
  expect(Object.fromEntries(found.map(({ name, format }) => [name, format]))).toEqual({
    "a.txt": "stl",
    "b.dat": "obj",
    "c.json": "gltf",
    "d.model": "brep",
    "e.x": "iges",
    "f.y": "step",
    "paint.mtl": undefined,
    "bytes.bin": undefined,
    "letter.md": undefined,
  });
  const problems = new Map(found.map(({ name, problem }) => [name, problem]));
  expect(problems.get("paint.mtl")).toBe("It is read with the model beside it.");
  expect(problems.get("bytes.bin")).toBe("It is read with the model beside it.");
  expect(problems.get("letter.md")).toBe("No reader recognises its content.");
});
