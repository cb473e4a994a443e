/** CAD files of every format through the screen: opened, told apart by content, drawn. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  binaryStl,
  BOX_TRIANGLES,
  boxPoints,
  GltfBytes,
  soup,
} from "../../electron/host/import/cad/mesh-formats/testing.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const SAMPLES = join(
  dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json")),
  "test/testfiles",
);

let files: string;
let shell: BrowserShell;
beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), "throughline-formats-"));
  mkdirSync(join(files, "cart"));
  const bytes = new GltfBytes();
  const wheel = bytes.box(0.1, 0.3, 0.3);
  const document = bytes.document(
    {
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [
        { name: "cart", children: [1, 2, 3] },
        { name: "left", mesh: 0, translation: [-0.6, 0, 0] },
        { name: "right", mesh: 0, translation: [0.5, 0, 0] },
        { name: "bed", mesh: 1, translation: [-0.5, 0.1, -0.3] },
      ],
      meshes: [
        { name: "WH-300", primitives: [{ ...wheel, material: 0 }] },
        { name: "Bed", primitives: [{ ...bytes.box(1, 0.1, 1), material: 1 }] },
      ],
      materials: [
        { pbrMetallicRoughness: { baseColorFactor: [0.6, 0.1, 0.05, 1] } },
        { alphaMode: "BLEND", pbrMetallicRoughness: { baseColorFactor: [0.1, 0.3, 0.8, 0.5] } },
      ],
    },
    { uri: "cart.bin" },
  );
  writeFileSync(join(files, "cart/cart.gltf"), JSON.stringify(document));
  writeFileSync(join(files, "cart/cart.bin"), bytes.bytes());
  writeFileSync(join(files, "block.stl"), binaryStl(soup(boxPoints(10, 20, 30), BOX_TRIANGLES)));
  writeFileSync(join(files, "cut.stl"), binaryStl(soup(boxPoints(1, 2, 3), BOX_TRIANGLES)).subarray(0, 400));
  writeFileSync(
    join(files, "tile.obj"),
    "mtllib tile.mtl\nv 0 0 0\nv 9 0 0\nv 9 9 0\nv 0 9 0\nusemtl tan\nf 1 2 3 4\n",
  );
  writeFileSync(join(files, "tile.mtl"), "newmtl tan\nKd 0.8 0.7 0.5\n");
  writeFileSync(join(files, "broken.glb"), "glTF then nothing of the kind");
  copyFileSync(join(SAMPLES, "cube-10x10mm/Cube 10x10.igs"), join(files, "cube.igs"));
  copyFileSync(join(SAMPLES, "cax-if-brep/as1_pe_203.brep"), join(files, "as1.brep"));
  shell = await openInBrowser({ demo: false });
}, 60_000);
afterAll(async () => {
  rmSync(files, { recursive: true, force: true });
  await shell.close();
});

test("the plan names each format, and what is read with another file", async () => {
  const { app } = shell;
  await app.imports.openFolder(files);
  const plan = await app.imports.region.innerText();
  for (const format of ["glTF", "STL", "OBJ", "IGES", "BREP"]) expect(plan).toContain(format);
  await app.imports.run();
});

test("the report says units and axes, and why a file was not read", async () => {
  const { app } = shell;
  await app.show("Imports");
  const { report } = app.imports;
  for (const name of ["cart.gltf", "cut.stl", "broken.glb"])
    await report.getByRole("button", { name: new RegExp(name.replace(".", "\\.")) }).click();
  const text = await report.innerText();
  expect(text).toContain("turned so that z is up");
  expect(text).toContain("it holds 6 of the 12 triangles");
  expect(text).toMatch(/broken\.glb[\s\S]*header is damaged/);
});

test.each([["WH-300"], ["block"], ["tile"], ["cube"], ["as1"]])("%s is drawn", async (part) => {
  const { app } = shell;
  await app.show("Product");
  await app.product.select(new RegExp(part));
  await app.show("3D view");
  await app.scene.ready();
  await expect.poll(() => app.scene.region.getAttribute("data-state")).toBe("ready");
});
