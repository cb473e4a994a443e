/**
 * CAD files are hostile input: mutated and truncated STEP, IGES, BREP, GLB, STL and OBJ files, from kept seeds.
 * Each ends in a model or in one sentence that says why not, within its time; nothing else is thrown, and
 * memory stays bounded. 84 files with every test, 3,500 with `npm run faults`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createKernelPool } from "../../electron/host/import/cad/kernel/kernel-pool.ts";
import {
  createWholeFileImporters,
  gltfImporter,
  objImporter,
  stlImporter,
} from "../../electron/host/import/cad/mesh-formats/mesh-importer.ts";
import {
  binaryStl,
  BOX_TRIANGLES,
  boxPoints,
  GltfBytes,
  soup,
  textStl,
} from "../../electron/host/import/cad/mesh-formats/testing.ts";
import { createStepImporter } from "../../electron/host/import/cad/step-importer.ts";
import { Exchange } from "../../electron/host/import/cad/structure/testing.ts";
import { ImportError, type Importer } from "../../electron/host/import/importer.ts";
import { collect, of } from "../../electron/host/import/testing.ts";
import { decodeModel, encodeModel } from "../../shared/geometry/mesh-blob.ts";
import { mutate } from "./mutate.ts";

const LONG = process.env["THROUGHLINE_FAULTS"] === "long";
const FILES = LONG ? 500 : 12;
/** Of one file, with the kernel's limit below, on a machine that others use too. */
const MOST_MS = 20_000;
const KERNEL_MS = 5_000;
const KERNEL_BYTES = 512 * 1024 * 1024;
/** At no moment may so much more be resident than before the files of a format: the kernel's limit, and as much again. */
const MOST_GROWTH = 2 * KERNEL_BYTES;

const folder = mkdtempSync(join(tmpdir(), "cad-input-"));
const pool = createKernelPool({ size: 1, timeLimitMs: () => KERNEL_MS, memoryLimit: KERNEL_BYTES });
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

const SAMPLES = join(
  dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json")),
  "test/testfiles",
);
const sample = (name: string): Uint8Array => readFileSync(join(SAMPLES, name));
const [iges, brep] = createWholeFileImporters(() => pool) as readonly [Importer, Importer];
/** One solid of every kind of surface, as other systems write it. */
const TWINS = join(import.meta.dirname, "../../electron/host/import/cad/mesh-formats/whole-file/testing");
const twin = (name: string): Uint8Array => readFileSync(join(TWINS, name));
/** One ball, packed by Draco and by meshopt. */
const PACKED = join(import.meta.dirname, "../../electron/host/import/cad/mesh-formats/gltf/testing");
const packed = (name: string): Uint8Array => readFileSync(join(PACKED, name));

function scene(): Uint8Array {
  const bytes = new GltfBytes();
  return bytes.glb({
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [
      { name: "cart", children: [1, 2] },
      { name: "left", mesh: 0 },
      { mesh: 1, translation: [0, 1, 0] },
    ],
    meshes: [{ primitives: [{ ...bytes.box(1, 2, 3), material: 0 }] }, { primitives: [bytes.box(3, 1, 1)] }],
    materials: [{ pbrMetallicRoughness: { baseColorFactor: [1, 0, 0, 1] } }],
  });
}

const BOX = soup(boxPoints(10, 20, 30), BOX_TRIANGLES);
const OBJ = `o box\n${Array.from(
  { length: 8 },
  (_, v) =>
    `v ${boxPoints(1, 2, 3)
      .slice(v * 3, v * 3 + 3)
      .join(" ")}`,
).join("\n")}\n${Array.from(
  { length: 12 },
  (_, f) =>
    `f ${BOX_TRIANGLES.slice(f * 3, f * 3 + 3)
      .map((v) => v + 1)
      .join(" ")}`,
).join("\n")}\n`;

/** Two triangulated faces and the strip and fan of a third. */
function tessellated(): string {
  const exchange = new Exchange();
  const list = exchange.add(
    "COORDINATES_LIST('',5,((0.,0.,0.),(9.,0.,0.),(9.,9.,0.),(0.,9.,0.),(4.,4.,9.)))",
  );
  const faces = [
    exchange.add(`TRIANGULATED_FACE('',#${list},4,(),$,(1,2,3,4),((1,3,2),(1,4,3)))`),
    exchange.add(`TRIANGULATED_FACE('',#${list},5,(),$,(),((1,2,5),(2,3,5)))`),
    exchange.add(`COMPLEX_TRIANGULATED_FACE('',#${list},4,(),$,(3,4,5,1),((1,2,3,4)),((3,1,2)))`),
  ];
  const solid = exchange.add(`TESSELLATED_SOLID('',(${faces.map((id) => `#${id}`).join(",")}),$)`);
  exchange.product("10-1", exchange.representation([solid], exchange.context()));
  exchange.styled(solid, exchange.style(1, 0, 0));
  return exchange.text();
}

const FORMATS: readonly (readonly [string, Importer, readonly Uint8Array[], string])[] = [
  [
    "STEP",
    createStepImporter(() => pool),
    [
      sample("rounded-cube/rounded-cube.step"),
      sample("cube-units/cube-in.step"),
      sample("cube-10x10mm/Cube 10x10.stp"),
      // An assembly, its structure, places and colours, and tessellations.
      sample("cax-if/dm1-pe-214.stp"),
      Buffer.from(tessellated()),
    ],
    "step",
  ],
  [
    "IGES",
    iges,
    [
      sample("cube-10x10mm/Cube 10x10.igs"),
      twin("surfaces-solid.igs"),
      twin("surfaces-trimmed.igs"),
      twin("bodies.igs"),
      twin("bodies-trimmed.igs"),
    ],
    "igs",
  ],
  ["BREP", brep, [twin("two.brep"), twin("nested.brep")], "brep"],
  ["GLB", gltfImporter, [scene()], "glb"],
  [
    "packed GLB",
    gltfImporter,
    [
      packed("ball-draco-edgebreaker.glb"),
      packed("ball-draco-sequential.glb"),
      packed("ball-meshopt.glb"),
      packed("ball-meshopt-filtered.glb"),
      packed("balls-instanced.glb"),
    ],
    "glb",
  ],
  ["STL", stlImporter, [binaryStl(BOX), Buffer.from(textStl("a box", BOX))], "stl"],
  ["OBJ", objImporter, [Buffer.from(OBJ)], "obj"],
];

describe.each(FORMATS)("%s", (name, importer, originals, ending) => {
  test(
    `${FILES} damaged files each end in a model or in a reason`,
    async () => {
      const before = process.memoryUsage().rss;
      const peak = (): number => process.resourceUsage().maxRSS * 1024;
      let drawn = 0;
      for (let seed = 1; seed <= FILES; seed++) {
        const original = originals[seed % originals.length] ?? new Uint8Array();
        const path = join(folder, `${name}.${ending}`);
        writeFileSync(path, mutate(original, seed));
        const start = performance.now();
        const { records, failure } = await collect(importer, path);
        const at = `${name}, seed ${seed}`;
        expect(performance.now() - start, at).toBeLessThan(MOST_MS);
        if (failure === undefined) {
          const [record] = of(records, "model");
          expect(record, at).toBeDefined();
          if (record === undefined) continue;
          expect(decodeModel(encodeModel(record.model)).parts.length, at).toBe(record.model.parts.length);
          const isDrawn = record.model.parts.some(({ mesh }) => mesh !== undefined);
          // A model without any geometry says why.
          if (!isDrawn) expect(record.model.problems.length, at).toBeGreaterThan(0);
          else drawn += 1;
        } else {
          expect(failure, at).toBeInstanceOf(ImportError);
          expect((failure as ImportError).message, at).toMatch(/^.{10,600}\.$/s);
        }
      }
      // Damage that spares the whole is survived with the rest drawn.
      expect(drawn).toBeGreaterThan(FILES / 20);
      expect(peak() - before).toBeLessThan(MOST_GROWTH);
    },
    LONG ? 1_200_000 : 120_000,
  );
});
