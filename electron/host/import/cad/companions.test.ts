/** That a changed material library or buffer makes an OBJ or glTF file another one. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { companionsOf } from "./companions.ts";
import { libraryNames } from "./mesh-formats/obj/libraries.ts";
import { glb } from "./mesh-formats/testing.ts";

const folder = mkdtempSync(join(tmpdir(), "companions-"));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const key = (format: string, path: string): Promise<string | undefined> =>
  companionsOf(format, path, new AbortController().signal);

/** Of what lies beside a file: gone, there, changed, changed back. */
async function expectSeen(format: string, path: string, companion: string): Promise<void> {
  const without = await key(format, path);
  put(companion, "one");
  const one = await key(format, path);
  put(companion, "two");
  const two = await key(format, path);
  put(companion, "one");
  expect(new Set([without, one, two]).size).toBe(3);
  expect(await key(format, path)).toBe(one);
  rmSync(join(folder, companion));
  expect(await key(format, path)).toBe(without);
}

describe("an OBJ", () => {
  test("is another one with another material library", async () => {
    const path = put("a.obj", "# of a test\nmtllib first.mtl\r\nv 0 0 0\n  mtllib se cond.mtl");
    await expectSeen("obj", path, "first.mtl");
    await expectSeen("obj", path, "se cond.mtl");
  });

  test("that names none, or only in a comment, has nothing beside it", async () => {
    expect(await key("obj", put("b.obj", "# mtllib first.mtl\nv 0 0 0\n"))).toBeUndefined();
    expect(libraryNames(Buffer.from("o mtllib x\nmtllib \u00fc.mtl\n"))).toEqual(["\u00fc.mtl"]);
    const many = Array.from({ length: 50 }, (_, at) => `mtllib ${at}.mtl\n`).join("");
    expect(libraryNames(Buffer.from(many))).toHaveLength(32);
  });
});

describe("a glTF", () => {
  const document = (uri: string | undefined): object => ({
    asset: { version: "2.0" },
    buffers: [{ byteLength: 3, ...(uri === undefined ? {} : { uri }) }],
  });

  test("is another one with another buffer, also as a GLB", async () => {
    await expectSeen("gltf", put("c.gltf", JSON.stringify(document("c%20d.bin"))), "c d.bin");
    await expectSeen("gltf", put("c.glb", glb(document("e.bin"), new Uint8Array(4))), "e.bin");
  });

  test.each([
    ["its bytes within", JSON.stringify(document("data:,abc"))],
    ["no buffer of a name", glb(document(undefined), new Uint8Array(4))],
    ["a damaged head", '{"asset":'],
    ["buffers that are none", JSON.stringify({ buffers: [null, 7, { uri: 3 }] })],
  ])("with %s has nothing beside it", async (_what, content) => {
    expect(await key("gltf", put("f.gltf", content))).toBeUndefined();
  });

  test("reads nothing that lies elsewhere", async () => {
    const path = put("g.gltf", JSON.stringify(document("../outside.bin")));
    const before = await key("gltf", path);
    writeFileSync(join(folder, "../outside.bin"), "x");
    expect(await key("gltf", path)).toBe(before);
    rmSync(join(folder, "../outside.bin"));
  });
});

test("what stands for itself has nothing beside it", async () => {
  expect(await key("stl", put("h.stl", "solid"))).toBeUndefined();
});
