/** Our readers of mesh formats against three's loaders, on generated files with kept seeds. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { Box3, BufferGeometry, Color, Mesh, type Object3D, Vector3 } from "three";
import { GLTFLoader } from "three/examples/jsm/loaders/GLTFLoader.js";
import { OBJLoader } from "three/examples/jsm/loaders/OBJLoader.js";
import { STLLoader } from "three/examples/jsm/loaders/STLLoader.js";
import { afterAll, expect, test } from "vitest";
import {
  gltfImporter,
  objImporter,
  stlImporter,
} from "../../electron/host/import/cad/mesh-formats/mesh-importer.ts";
import {
  binaryStl,
  BOX_TRIANGLES,
  boxPoints,
  GltfBytes,
  textStl,
} from "../../electron/host/import/cad/mesh-formats/testing.ts";
import {
  applyToPoint,
  multiply,
  type Transform,
} from "../../electron/host/import/cad/structure/transform.ts";
import type { Importer } from "../../electron/host/import/importer.ts";
import { collect, of } from "../../electron/host/import/testing.ts";
import type { CadModel } from "../../shared/model/cad.ts";

const folder = mkdtempSync(join(tmpdir(), "mesh-loaders-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function modelOf(importer: Importer, name: string, content: string | Uint8Array): Promise<CadModel> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const { records, failure } = await collect(importer, path);
  expect(failure).toBeUndefined();
  const [record] = of(records, "model");
  if (record === undefined) throw new Error("no model");
  return record.model;
}

/** Box and triangles of all that is drawn, in the model's space, mm. */
function ours({ nodes, parts }: CadModel): { readonly box: Box3; readonly triangles: number } {
  const world: Transform[] = [];
  const box = new Box3();
  let triangles = 0;
  for (const { parent, part, transform } of nodes) {
    const above = world[parent];
    const here = above === undefined ? transform : multiply(above, transform);
    world.push(here);
    const mesh = parts[part]?.mesh;
    triangles += (mesh?.indices.length ?? 0) / 3;
    for (let at = 0; at < (mesh?.positions.length ?? 0); at += 3) {
      const [x = 0, y = 0, z = 0] = mesh?.positions.subarray(at, at + 3) ?? [];
      box.expandByPoint(new Vector3(...applyToPoint(here, [x, y, z])));
    }
  }
  return { box, triangles };
}

function theirs(scene: Object3D): { readonly box: Box3; readonly triangles: number } {
  scene.updateMatrixWorld(true);
  let triangles = 0;
  scene.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    const geometry = object.geometry as BufferGeometry;
    triangles += (geometry.index?.count ?? geometry.attributes["position"]?.count ?? 0) / 3;
  });
  return { box: new Box3().setFromObject(scene, true), triangles };
}

function expectAlike(a: ReturnType<typeof ours>, b: ReturnType<typeof theirs>): void {
  expect(a.triangles).toBe(b.triangles);
  const size = Math.max(1e-6, b.box.getSize(new Vector3()).length());
  expect(a.box.min.distanceTo(b.box.min) / size).toBeLessThan(1e-6);
  expect(a.box.max.distanceTo(b.box.max) / size).toBeLessThan(1e-6);
}

const length = fc.double({ min: 0.01, max: 100, noNaN: true });
const place = fc.double({ min: -10, max: 10, noNaN: true });
const factor = fc.double({ min: 0.1, max: 5, noNaN: true }).chain((size) => fc.constantFrom(size, -size));
const node = fc.record({
  translation: fc.tuple(place, place, place),
  rotation: fc.tuple(place, place, place, fc.double({ min: 0.5, max: 2, noNaN: true })),
  scale: fc.tuple(factor, factor, factor),
  mesh: fc.nat(2),
  parent: fc.nat(100),
});
const scene = fc.record({
  sizes: fc.tuple(...[0, 1, 2].map(() => fc.tuple(length, length, length))),
  nodes: fc.array(node, { minLength: 1, maxLength: 8 }),
});

test("a scene of nested nodes stands where three's loader puts it", async () => {
  await fc.assert(
    fc.asyncProperty(scene, async ({ sizes, nodes }) => {
      const bytes = new GltfBytes();
      const meshes = sizes.map((size) => ({
        primitives: [bytes.box(...size)],
      }));
      const unit = (rotation: readonly number[]): number[] =>
        rotation.map((value) => value / Math.hypot(...rotation));
      const written = nodes.map(({ translation, rotation, scale, mesh }, at) => {
        const children = nodes.flatMap(({ parent }, child) =>
          child > 0 && parent % child === at ? [child] : [],
        );
        const own = { translation, rotation: unit(rotation), scale, mesh };
        return children.length === 0 ? own : { ...own, children };
      });
      const glb = bytes.glb({ scene: 0, scenes: [{ nodes: [0] }], nodes: written, meshes });
      const model = await modelOf(gltfImporter, "scene.glb", glb);
      const { scene: loaded } = await new GLTFLoader().parseAsync(glb.buffer as ArrayBuffer, "");
      // Metres with y up there, millimetres with z up here.
      loaded.rotation.x = Math.PI / 2;
      loaded.scale.setScalar(1000);
      expectAlike(ours(model), theirs(loaded));
    }),
    { seed: 20261125, numRuns: 60 },
  );
});

const triangles = fc.array(
  fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 9, maxLength: 9 }),
  {
    minLength: 1,
    maxLength: 30,
  },
);

test("STL of either kind has the triangles that three's loader finds", async () => {
  await fc.assert(
    fc.asyncProperty(triangles, async (corners) => {
      const flat = corners.flat();
      for (const content of [binaryStl(flat), Buffer.from(textStl("a solid", flat))]) {
        const model = await modelOf(stlImporter, "solid.stl", content);
        const copy = Uint8Array.from(content);
        expectAlike(ours(model), theirs(new Mesh(new STLLoader().parse(copy.buffer))));
      }
    }),
    { seed: 20261126, numRuns: 60 },
  );
});

test("OBJ with objects, groups and counting back is what three's loader makes of it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(length, length, length, fc.boolean()), { minLength: 1, maxLength: 6 }),
      async (boxes) => {
        let count = 0;
        const text = boxes.map(([x, y, z, isBack], at) => {
          const points = boxPoints(x, y, z);
          const vertices = Array.from(
            { length: 8 },
            (_, v) => `v ${points.slice(v * 3, v * 3 + 3).join(" ")}`,
          );
          const faces = Array.from({ length: 12 }, (_, face) => {
            const own = BOX_TRIANGLES.slice(face * 3, face * 3 + 3);
            return `f ${own.map((v) => (isBack ? v - 8 : count + v + 1)).join(" ")}`;
          });
          count += 8;
          return [`o box ${at}`, ...vertices, ...faces].join("\n");
        });
        const content = text.join("\n");
        expectAlike(
          ours(await modelOf(objImporter, "boxes.obj", content)),
          theirs(new OBJLoader().parse(content)),
        );
      },
    ),
    { seed: 20261127, numRuns: 60 },
  );
});

/** Per corner of every triangle, sRGB in bytes. */
function ourColours({ parts }: CadModel): readonly string[] {
  const mesh = parts.find((part) => part.mesh !== undefined)?.mesh;
  return Array.from(mesh?.indices ?? [], (vertex, corner) => {
    const own = mesh?.vertexColours?.subarray(vertex * 4, vertex * 4 + 3);
    const face = mesh?.faces.find(({ first, count }) => corner >= first * 3 && corner < (first + count) * 3);
    return (own ?? (face?.colour ?? []).slice(0, 3).map((value) => Math.round(value * 255))).join(" ");
  });
}

function theirColours(geometry: BufferGeometry): readonly string[] {
  const colours = geometry.getAttribute("color");
  return Array.from({ length: colours.count }, (_, at) => {
    const hex = new Color().fromBufferAttribute(colours, at).getHex();
    return [hex >> 16, (hex >> 8) & 255, hex & 255].join(" ");
  });
}

test("colours of an OBJ's points, and of a Magics STL's triangles, are those that three's loaders find", async () => {
  const share = fc.integer({ min: 0, max: 255 }).map((byte) => byte / 255);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(share, share, share), { minLength: 8, maxLength: 8 }),
      fc.array(fc.nat({ max: 0xffff }), { minLength: 12, maxLength: 12 }),
      async (tints, words) => {
        const points = boxPoints(10, 20, 30);
        const text = [
          ...tints.map((rgb, at) => `v ${[...points.slice(at * 3, at * 3 + 3), ...rgb].join(" ")}`),
          ...Array.from({ length: 12 }, (_, face) => {
            const corners = BOX_TRIANGLES.slice(face * 3, face * 3 + 3);
            return `f ${corners.map((vertex) => vertex + 1).join(" ")}`;
          }),
        ].join("\n");
        const obj = new OBJLoader().parse(text).children[0] as Mesh;
        expect(ourColours(await modelOf(objImporter, "tints.obj", text))).toEqual(theirColours(obj.geometry));

        const soup = BOX_TRIANGLES.flatMap((vertex) => points.slice(vertex * 3, vertex * 3 + 3));
        const stl = binaryStl(soup, "COLOR=\x20\x40\x80\xff,MATERIAL=");
        const view = new DataView(stl.buffer);
        words.forEach((word, at) => view.setUint16(84 + at * 50 + 48, word, true));
        const solid = new STLLoader().parse(stl.slice().buffer);
        expect(ourColours(await modelOf(stlImporter, "tints.stl", stl))).toEqual(theirColours(solid));
      },
    ),
    { seed: 20261128, numRuns: 40 },
  );
});
