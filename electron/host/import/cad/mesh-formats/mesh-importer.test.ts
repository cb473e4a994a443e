import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { decodeModel, encodeModel } from "../../../../../shared/geometry/mesh-blob.ts";
import type { CadModel } from "../../../../../shared/model/cad.ts";
import type { SourceRecord } from "../../../../../shared/model/record.ts";
import { ImportError, type Importer } from "../../importer.ts";
import { collect, fileHead, of } from "../../testing.ts";
import { measure } from "../mesh/testing.ts";
import { applyToPoint, multiply, type Transform, type Vector } from "../structure/transform.ts";
import { gltfImporter, objImporter, stlImporter } from "./mesh-importer.ts";
import { binaryStl, BOX_TRIANGLES, boxPoints, GltfBytes, soup, textStl } from "./testing.ts";

const folder = mkdtempSync(join(tmpdir(), "mesh-importer-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function read(importer: Importer, path: string): Promise<readonly SourceRecord[]> {
  expect(importer.recognise(fileHead(path))).toBeGreaterThan(0.5);
  const { records, failure } = await collect(importer, path);
  expect(failure).toBeUndefined();
  return records;
}

function modelOf(records: readonly SourceRecord[]): CadModel {
  const [record] = of(records, "model");
  if (record === undefined) throw new Error("no model");
  expect(decodeModel(encodeModel(record.model))).toEqual(record.model);
  return record.model;
}

/** Corners of the box around everything drawn, in the model's own space. */
function boxOf({ nodes, parts }: CadModel): readonly [Vector, Vector] {
  const world: Transform[] = [];
  const [from, to] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  for (const { parent, part, transform } of nodes) {
    const above = world[parent];
    const here = above === undefined ? transform : multiply(above, transform);
    world.push(here);
    const { positions = new Float32Array() } = parts[part]?.mesh ?? {};
    for (let at = 0; at < positions.length; at += 3) {
      const point = applyToPoint(here, [positions[at] ?? 0, positions[at + 1] ?? 0, positions[at + 2] ?? 0]);
      point.forEach((value, axis) => {
        from[axis] = Math.min(from[axis] ?? 0, value);
        to[axis] = Math.max(to[axis] ?? 0, value);
      });
    }
  }
  const rounded = (values: readonly number[]): Vector => {
    const [x = NaN, y = NaN, z = NaN] = values.map((value) => Math.round(value * 1e3) / 1e3 + 0);
    return [x, y, z];
  };
  return [rounded(from), rounded(to)];
}

const BOX = soup(boxPoints(10, 20, 30), BOX_TRIANGLES);
const remarksOf = (records: readonly SourceRecord[]): readonly string[] =>
  of(records, "remark").map(({ text }) => text);

describe("STL", () => {
  test.each([
    ["text", "bracket.stl", textStl("bracket of mine", BOX), "bracket of mine"],
    ["binary", "bracket.stl", binaryStl(BOX), "bracket"],
    ["binary that begins with solid", "bracket.stl", binaryStl(BOX, "solid thing"), "thing"],
  ])("%s: one part of one face, shaded flat, with twelve edges", async (_kind, file, content, name) => {
    const records = await read(stlImporter, write(file, content));
    const model = modelOf(records);
    expect(model.parts.map((part) => [part.number, part.name])).toEqual([["bracket", name]]);
    const mesh = model.parts[0]?.mesh;
    expect(mesh?.faces).toHaveLength(1);
    expect(mesh?.indices).toHaveLength(36);
    expect(mesh?.positions).toHaveLength(24 * 3);
    expect(mesh?.edges).toHaveLength(12 * 6);
    expect(measure(mesh ?? { positions: [], indices: [] }).volume).toBeCloseTo(6000, 6);
    expect(remarksOf(records)).toContainEqual(expect.stringContaining("states no unit"));
    expect(of(records, "part").map(({ part }) => part)).toEqual([{ name: "bracket", strength: "stated" }]);
  });

  test("a solid is a face, and a facet that is none costs itself", async () => {
    const text = `${textStl("one", BOX)}${textStl("two", BOX)}`.replace("vertex 10 0 0", "vertex 10 zero 0");
    const records = await read(stlImporter, write("two.stl", text));
    const faces = modelOf(records).parts[0]?.mesh?.faces ?? [];
    expect(faces.map(({ name, count }) => [name, count])).toEqual([
      ["one", 11],
      ["two", 12],
    ]);
    expect(of(records, "rejection")).toMatchObject([{ at: { line: 2 } }]);
  });

  test("a file that breaks off shows what it has, and says so", async () => {
    const bytes = binaryStl(BOX).subarray(0, 84 + 7 * 50 + 20);
    const records = await read(stlImporter, write("cut.stl", bytes));
    expect(modelOf(records).parts[0]?.mesh?.indices).toHaveLength(21);
    expect(remarksOf(records)).toContain(
      "The file breaks off: it holds 7 of the 12 triangles that it states.",
    );
  });

  test("a round body is smooth, its rims are sharp", async () => {
    const records = await read(stlImporter, write("round.stl", binaryStl(cylinder(5, 10, 32))));
    const mesh = modelOf(records).parts[0]?.mesh;
    // Two rims of 32 segments; none of the 32 lines along the side.
    expect(mesh?.edges).toHaveLength(64 * 6);
    const radial = Array.from({ length: (mesh?.normals.length ?? 0) / 3 }, (_, at) => at).filter(
      (at) => Math.abs(mesh?.normals[at * 3 + 2] ?? 1) < 0.01,
    );
    for (const at of radial) {
      const [x = 0, y = 0] = mesh?.positions.subarray(at * 3, at * 3 + 2) ?? [];
      const [nx = 0, ny = 0] = mesh?.normals.subarray(at * 3, at * 3 + 2) ?? [];
      expect((x * nx + y * ny) / 5).toBeGreaterThan(0.99);
    }
    expect(radial).toHaveLength(64);
  });
});

/** A closed cylinder on the z axis as triangles. */
function cylinder(radius: number, height: number, segments: number): readonly number[] {
  const rim = (at: number, z: number): number[] => {
    const angle = (2 * Math.PI * (at % segments)) / segments;
    return [Math.cos(angle) * radius, Math.sin(angle) * radius, z];
  };
  return Array.from({ length: segments }, (_, at): number[] => [
    ...rim(at, 0),
    ...rim(at + 1, 0),
    ...rim(at + 1, height),
    ...rim(at, 0),
    ...rim(at + 1, height),
    ...rim(at, height),
    0,
    0,
    0,
    ...rim(at + 1, 0),
    ...rim(at, 0),
    0,
    0,
    height,
    ...rim(at, height),
    ...rim(at + 1, height),
  ]).flat();
}

describe("OBJ", () => {
  const BODY = `# a test
mtllib paint.mtl
v 0 0 0
v 10 0 0
v 10 10 0
v 0 10 0
v 2 2 0
o 10-4120
g top
usemtl red
f 1 2 3 4
o Hammer
f -1//  -4 -5 # a triangle from the end
f 1 2 99
`;

  test("objects are parts, groups faces, materials their colours", async () => {
    write("obj/paint.mtl", "newmtl red\nKd 1 0 0.5\nd 0.25\nmap_Kd red.png\n");
    const records = await read(objImporter, write("obj/tool.obj", BODY));
    const model = modelOf(records);
    expect(model.parts.map(({ number, name }) => [number, name])).toEqual([
      ["tool", "tool"],
      ["10-4120", "10-4120"],
      ["tool:Hammer", "Hammer"],
    ]);
    expect(model.parts[1]?.mesh?.faces).toEqual([
      { first: 0, count: 2, colour: [1, 0, 0.5, 0.25], name: "top" },
    ]);
    expect(of(records, "rejection")).toEqual([
      {
        record: "rejection",
        at: { line: 14 },
        reason: "A face names the vertex 99, which is not there: left out.",
      },
    ]);
    expect(of(records, "bom-line").map(({ child, quantity }) => [child.name, quantity])).toEqual([
      ["10-4120", 1],
      ["tool:Hammer", 1],
    ]);
    expect(remarksOf(records)).toContain("Pictures on its surfaces are not drawn.");
  });

  test("a library that is missing, or lies elsewhere, is said", async () => {
    write("paint.mtl", "newmtl red\nKd 1 0 0\n");
    const text = BODY.replace("paint.mtl", "../paint.mtl");
    const records = await read(objImporter, write("obj/away.obj", text));
    expect(modelOf(records).parts[1]?.mesh?.faces[0]?.colour).toBeUndefined();
    expect(remarksOf(records)).toContain("Its colours lie in ../paint.mtl, which is not beside it.");
  });

  test("a concave polygon keeps its area", async () => {
    const text = "v 0 0 0\nv 4 0 0\nv 4 4 0\nv 2 1 0\nv 0 4 0\nf 1 2 3 4 5\n";
    const mesh = modelOf(await read(objImporter, write("concave.obj", text))).parts[0]?.mesh;
    expect(mesh?.indices).toHaveLength(9);
    expect(measure(mesh ?? { positions: [], indices: [] }).area).toBeCloseTo(10, 6);
  });
});

describe("glTF", () => {
  function assembly(bytes: GltfBytes): object {
    const wheel = bytes.box(0.1, 0.2, 0.3);
    const axle = bytes.box(1, 0.01, 0.01);
    return {
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [
        { name: "cart", children: [1, 2, 5] },
        { name: "front", children: [3], translation: [0, 1, 0] },
        { name: "rear", children: [4], translation: [0, 0, 2] },
        { name: "wheel left", mesh: 0 },
        { name: "wheel right", mesh: 0, scale: [-1, 1, 1] },
        { mesh: 1, rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2] },
        { name: "camera", camera: 0 },
      ],
      meshes: [
        {
          name: "10-55",
          primitives: [
            { ...wheel, material: 0 },
            { ...axle, material: 1 },
          ],
        },
        { primitives: [axle] },
      ],
      materials: [
        { pbrMetallicRoughness: { baseColorFactor: [1, 0.21404, 0, 0.5] } },
        { alphaMode: "BLEND", pbrMetallicRoughness: { baseColorFactor: [0, 0, 1, 0.5] } },
      ],
    };
  }

  test("GLB: tree, instances, a face per primitive, colours, mm and z up", async () => {
    const bytes = new GltfBytes();
    const records = await read(gltfImporter, write("cart.glb", bytes.glb(assembly(bytes))));
    const model = modelOf(records);
    expect(model.nodes.map(({ path }) => path)).toEqual([
      "cart",
      "cart/front",
      "cart/front/wheel left",
      "cart/rear",
      "cart/rear/wheel right",
      "cart/cart:unnamed",
    ]);
    const [left, right] = model.nodes.filter(({ occurrence }) => occurrence.startsWith("wheel"));
    expect(left?.part).toBe(right?.part);
    const wheel = model.parts[left?.part ?? -1];
    expect(wheel?.number).toBe("10-55");
    expect(wheel?.mesh?.faces.map(({ count }) => count)).toEqual([12, 12]);
    const [red, blue] = wheel?.mesh?.faces ?? [];
    expect(red?.colour?.map((value) => Math.round(value * 1000) / 1000)).toEqual([1, 0.5, 0, 1]);
    expect(blue?.colour).toEqual([0, 0, 1, 0.5]);
    // x right, y up, z to the viewer: (x, y, z) m is (x, -z, y) mm.
    expect(boxOf(model)).toEqual([
      [-1000, -2300, 0],
      [1000, 0, 1200],
    ]);
    expect(remarksOf(records)).toContainEqual(expect.stringContaining("turned so that z is up"));
    expect(of(records, "event")[0]?.details).toMatchObject({ schema: "glTF 2.0", system: "a test" });
  });

  test("JSON with its bytes beside it, and without", async () => {
    const bytes = new GltfBytes();
    const document = bytes.document(assembly(bytes), { uri: "the%20bytes.bin" });
    const path = write("beside/cart.gltf", JSON.stringify(document));
    const { failure } = await collect(gltfImporter, path);
    expect((failure as ImportError).message).toContain("lies in the bytes.bin, which is not beside it");
    write("beside/the bytes.bin", bytes.bytes());
    expect(boxOf(modelOf(await read(gltfImporter, path)))[0]).toEqual([-1000, -2300, 0]);
  });

  test.each(["1.0", 1])(
    "glTF %j, whose scene and nodes have names, is told by its version",
    async (version) => {
      const one = {
        asset: { version },
        scene: "first",
        scenes: { first: { nodes: ["a"] } },
        nodes: { a: {} },
      };
      const { failure } = await collect(gltfImporter, write("one.gltf", JSON.stringify(one)));
      expect((failure as ImportError).message).toBe(`It is glTF ${version}: only glTF 2 can be read.`);
    },
  );

  test("bytes outside of the folder are not read", async () => {
    write("outside.bin", "x".repeat(4096));
    const bytes = new GltfBytes();
    for (const uri of [
      "../outside.bin",
      join(folder, "outside.bin"),
      "file:///etc/passwd",
      "..%2foutside.bin",
    ]) {
      const path = write("inside/cart.gltf", JSON.stringify(bytes.document(assembly(bytes), { uri })));
      const { failure } = await collect(gltfImporter, path);
      expect((failure as ImportError).message).toContain("is not beside it");
    }
  });

  test("quantised, strips, sparse values", async () => {
    const bytes = new GltfBytes();
    const quantised = bytes.accessor(
      Int16Array.from([0, 0, 0, 32767, 0, 0, 0, 16384, 0, 32767, 16384, 0]),
      "VEC3",
      {
        normalized: true,
      },
    );
    const sparse = {
      componentType: 5126,
      count: 3,
      type: "VEC3",
      sparse: {
        count: 2,
        indices: { bufferView: bytes.view(Uint8Array.of(1, 2)), componentType: 5121 },
        values: { bufferView: bytes.view(new Uint8Array(Float32Array.of(2, 0, 0, 0, 2, 0).buffer)) },
      },
    };
    bytes.accessors.push(sparse);
    const glb = bytes.glb({
      extensionsRequired: ["KHR_mesh_quantization"],
      nodes: [{ mesh: 0 }],
      meshes: [
        {
          primitives: [
            { attributes: { POSITION: quantised }, mode: 5 },
            { attributes: { POSITION: bytes.accessors.length - 1 } },
          ],
        },
      ],
    });
    const mesh = modelOf(await read(gltfImporter, write("small.glb", glb))).parts[0]?.mesh;
    expect(mesh?.faces.map(({ count }) => count)).toEqual([2, 1]);
    expect(Array.from(mesh?.normals ?? []).filter((_, at) => at % 3 === 2)).toEqual(
      Array.from({ length: (mesh?.normals.length ?? 0) / 3 }, () => 1),
    );
    expect(Math.max(...(mesh?.positions ?? []))).toBe(2000);
  });

  test.each([["EXT_something", "can't be drawn without the extension EXT_something"]])(
    "%s is refused in one sentence",
    async (extension, sentence) => {
      const bytes = new GltfBytes();
      const glb = bytes.glb({ ...assembly(bytes), extensionsRequired: [extension] });
      const { failure } = await collect(gltfImporter, write("packed.glb", glb));
      expect(failure).toBeInstanceOf(ImportError);
      expect((failure as ImportError).message).toContain(sentence);
    },
  );

  test("two bodies of one name are two parts, whose numbers do not change with their order", async () => {
    const numbers = async (swap: boolean): Promise<readonly string[]> => {
      const bytes = new GltfBytes();
      const sizes = swap ? [2, 1] : [1, 2];
      const meshes = sizes.map((size) => ({ name: "Body-1x", primitives: [bytes.box(size, 1, 1)] }));
      const nodes = [{ name: "pair", children: [1, 2] }, { mesh: 0 }, { mesh: 1 }];
      const path = write("pair.glb", bytes.glb({ nodes, meshes, scenes: [{ nodes: [0] }] }));
      return modelOf(await read(gltfImporter, path)).parts.map(({ number }) => number);
    };
    const [one, other] = [await numbers(false), await numbers(true)];
    expect(new Set(one).size).toBe(3);
    expect(one.filter((number) => /^Body-1x ~[0-9a-f]{6}$/.test(number))).toHaveLength(2);
    expect([...one].sort()).toEqual([...other].sort());
  });

  test("a tree that holds itself ends", async () => {
    const bytes = new GltfBytes();
    const nodes = [{ mesh: 0, children: [1] }, { children: [0] }];
    const path = write(
      "loop.glb",
      bytes.glb({ nodes, meshes: [{ primitives: [bytes.box(1, 1, 1)] }], scenes: [{ nodes: [0] }] }),
    );
    const records = await read(gltfImporter, path);
    expect(remarksOf(records)).toContainEqual(expect.stringContaining("stands in several places"));
  });
});
