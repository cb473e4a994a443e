import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { decodeModel, encodeModel } from "../../../../../shared/geometry/mesh-blob.ts";
import type { CadMesh } from "../../../../../shared/model/cad.ts";
import type { Importer } from "../../importer.ts";
import { collect, of } from "../../testing.ts";
import { gltfImporter, objImporter, stlImporter } from "./mesh-importer.ts";
import { binaryStl, BOX_TRIANGLES, boxPoints, GltfBytes, soup } from "./testing.ts";

const folder = mkdtempSync(join(tmpdir(), "vertex-colours-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function meshOf(
  importer: Importer,
  name: string,
  content: string | Uint8Array,
): Promise<{ readonly mesh: CadMesh; readonly problems: readonly string[] }> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const { records, failure } = await collect(importer, path);
  expect(failure).toBeUndefined();
  const [record] = of(records, "model");
  const mesh = record?.model.parts.find((part) => part.mesh !== undefined)?.mesh;
  if (record === undefined || mesh === undefined) throw new Error("no mesh");
  expect(decodeModel(encodeModel(record.model))).toEqual(record.model);
  return { mesh, problems: record.model.problems };
}

/** What is worn at a corner of a triangle: its vertex's own, else its face's, as bytes of sRGB. */
function wornAt({ indices, faces, vertexColours }: CadMesh, corner: number): readonly number[] {
  const own = vertexColours?.subarray((indices[corner] ?? 0) * 4, (indices[corner] ?? 0) * 4 + 4);
  if (own?.[3] === 255) return [...own.subarray(0, 3)];
  const face = faces.find(({ first, count }) => corner >= first * 3 && corner < (first + count) * 3);
  return (face?.colour ?? []).slice(0, 3).map((share) => Math.round(share * 255));
}

/** By place, so that no order of vertices counts. */
function wornByPlace(mesh: CadMesh): ReadonlyMap<string, readonly number[]> {
  const worn = new Map<string, readonly number[]>();
  mesh.indices.forEach((vertex, corner) => {
    const place = [...mesh.positions.subarray(vertex * 3, vertex * 3 + 3)].join(" ");
    const colour = wornAt(mesh, corner);
    if (worn.has(place)) expect(worn.get(place)).toEqual(colour);
    worn.set(place, colour);
  });
  return worn;
}

describe("OBJ", () => {
  const QUAD = ["v 0 0 0 1 0 0", "v 10 0 0 0 1 0", "v 10 10 0 0 0 1", "v 0 10 0 0.5 0.5 0.5"];
  const text = (points: readonly string[]): string => `${points.join("\n")}\nf 1 2 3 4\n`;

  test("each point has its own, and the face their mean", async () => {
    const { mesh, problems } = await meshOf(objImporter, "scan.obj", text(QUAD));
    expect(problems).toEqual([]);
    expect(wornByPlace(mesh)).toEqual(
      new Map([
        ["0 0 0", [255, 0, 0]],
        ["10 0 0", [0, 255, 0]],
        ["10 10 0", [0, 0, 255]],
        ["0 10 0", [128, 128, 128]],
      ]),
    );
    expect(mesh.faces[0]?.colour?.[3]).toBe(1);
  });

  test("counted to 255 they are the same", async () => {
    const counted = QUAD.map((line) =>
      line.replace(/ (\S+) (\S+) (\S+)$/, (_, ...rgb: string[]) =>
        rgb
          .slice(0, 3)
          .map((value) => ` ${Number(value) * 255}`)
          .join(""),
      ),
    );
    const { mesh } = await meshOf(objImporter, "counted.obj", text(counted));
    const { mesh: plain } = await meshOf(objImporter, "shares.obj", text(QUAD));
    expect(wornByPlace(mesh)).toEqual(wornByPlace(plain));
  });

  test.each([
    [
      "all the same are one colour of the face",
      QUAD.map((line) => line.replace(/( \S+){3}$/, " 0 1 0")),
      [0, 255, 0],
    ],
    ["all white say nothing", QUAD.map((line) => line.replace(/( \S+){3}$/, " 1 1 1")), []],
    ["one without", QUAD.map((line, at) => (at === 2 ? "v 10 10 0" : line)), []],
    ["none has any; a fourth number is a weight", QUAD.map((line) => line.replace(/( \S+){3}$/, " 1.0")), []],
  ])("%s", async (_what, points, colour) => {
    const { mesh } = await meshOf(objImporter, "plain.obj", text(points));
    expect(mesh.vertexColours).toBeUndefined();
    expect(wornAt(mesh, 0)).toEqual(colour);
  });
});

describe("glTF", () => {
  const POINTS = Float32Array.of(0, 0, 0, 0.01, 0, 0, 0, 0.01, 0);
  const triangle = (bytes: GltfBytes, colour: number, material?: object): Uint8Array =>
    bytes.glb({
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      meshes: [
        {
          primitives: [
            {
              attributes: { POSITION: bytes.accessor(POINTS, "VEC3"), COLOR_0: colour },
              ...(material === undefined ? {} : { material: 0 }),
            },
          ],
        },
      ],
      ...(material === undefined ? {} : { materials: [material] }),
    });
  /** IEC 61966-2-1. */
  const srgb = (linear: number): number =>
    Math.round(255 * (linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055));
  // Red, green, blue and opacity of three corners, linear.
  const CORNERS = [1, 0, 0, 1, 0, 0.5, 0, 0.25, 0.2, 0.2, 1, 0.25];
  const rgb = CORNERS.filter((_, at) => at % 4 < 3);
  const expected = (factor: readonly [number, number, number] = [1, 1, 1]): unknown =>
    [0, 1, 2].map((corner) => factor.map((own, channel) => srgb((rgb[corner * 3 + channel] ?? 0) * own)));
  const worn = (mesh: CadMesh): unknown => [0, 1, 2].map((corner) => wornAt(mesh, corner));

  test("are linear, with or without an opacity, as floats or as bytes", async () => {
    const bytes = new GltfBytes();
    const floats = bytes.accessor(Float32Array.from(rgb), "VEC3");
    const { mesh, problems } = await meshOf(gltfImporter, "floats.glb", triangle(bytes, floats));
    expect(problems).toEqual([]);
    expect(worn(mesh)).toEqual(expected());
    const small = new GltfBytes();
    const packed = small.accessor(
      Uint16Array.from(CORNERS, (value) => Math.round(value * 65_535)),
      "VEC4",
      { normalized: true },
    );
    const { mesh: fromBytes } = await meshOf(gltfImporter, "words.glb", triangle(small, packed));
    expect(worn(fromBytes)).toEqual(expected());
    // Not blended: nothing is transparent.
    expect(fromBytes.faces[0]?.colour?.[3]).toBe(1);
  });

  test("are multiplied with the material; a blended face is as opaque as its corners are on an average", async () => {
    const bytes = new GltfBytes();
    const colour = bytes.accessor(Float32Array.from(CORNERS), "VEC4");
    const { mesh } = await meshOf(
      gltfImporter,
      "blended.glb",
      triangle(bytes, colour, {
        alphaMode: "BLEND",
        pbrMetallicRoughness: { baseColorFactor: [0.5, 1, 0.25, 0.8] },
      }),
    );
    expect(worn(mesh)).toEqual(expected([0.5, 1, 0.25]));
    expect(mesh.faces[0]?.colour?.[3]).toBeCloseTo(0.8 * 0.5, 9);
  });

  test("of another length, or none that there are: it is drawn without, and that is said", async () => {
    const short = new GltfBytes();
    const two = short.accessor(Float32Array.from(CORNERS.slice(0, 8)), "VEC4");
    for (const [name, content] of [
      ["short.glb", triangle(short, two)],
      ["missing.glb", triangle(new GltfBytes(), 99)],
    ] as const) {
      const { mesh, problems } = await meshOf(gltfImporter, name, content);
      expect(mesh.vertexColours).toBeUndefined();
      expect(mesh.indices).toHaveLength(3);
      expect(problems).toEqual(["The colours of vertices of 1 meshes can't be read."]);
    }
  });

  test("packed with Draco are the same", async () => {
    const packed = new GltfBytes();
    const view = packed.view(
      await dracoTriangle(
        POINTS,
        Uint8Array.from(CORNERS, (own) => Math.round(own * 255)),
      ),
    );
    const accessor = (type: string, componentType: number): number =>
      packed.accessors.push({
        count: 3,
        type,
        componentType,
        ...(componentType === 5121 ? { normalized: true } : {}),
      }) - 1;
    const content = packed.glb({
      extensionsRequired: ["KHR_draco_mesh_compression"],
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      meshes: [
        {
          primitives: [
            {
              attributes: { POSITION: accessor("VEC3", 5126), COLOR_0: accessor("VEC4", 5121) },
              extensions: {
                KHR_draco_mesh_compression: { bufferView: view, attributes: { POSITION: 0, COLOR_0: 1 } },
              },
            },
          ],
        },
      ],
    });
    const { mesh, problems } = await meshOf(gltfImporter, "packed.glb", content);
    expect(problems).toEqual([]);
    const byPlace = wornByPlace(mesh);
    const bytes = (corner: number): readonly number[] =>
      rgb.slice(corner * 3, corner * 3 + 3).map((own) => srgb(Math.round(own * 255) / 255));
    expect(byPlace.get("0 0 0")).toEqual(bytes(0));
    expect(byPlace.size).toBe(3);
    expect([...byPlace.values()]).toEqual(expect.arrayContaining([bytes(1), bytes(2)]));
  });
});

interface Encoder {
  readonly POSITION: number;
  readonly COLOR: number;
  readonly Mesh: new () => object;
  readonly MeshBuilder: new () => {
    AddFacesToMesh(mesh: object, faces: number, indices: Uint32Array): void;
    AddFloatAttributeToMesh(
      mesh: object,
      type: number,
      count: number,
      width: number,
      values: Float32Array,
    ): number;
    AddUInt8Attribute(mesh: object, type: number, count: number, width: number, values: Uint8Array): number;
  };
  readonly Encoder: new () => { EncodeMeshToDracoBuffer(mesh: object, into: object): number };
  readonly DracoInt8Array: new () => { GetValue(at: number): number };
}

/** One triangle as Draco's own encoder packs it. */
async function dracoTriangle(points: Float32Array, colours: Uint8Array): Promise<Uint8Array> {
  const start = createRequire(import.meta.url)("draco3d/draco_encoder_nodejs.js") as () => Promise<Encoder>;
  const draco = await start();
  const [mesh, builder, into] = [new draco.Mesh(), new draco.MeshBuilder(), new draco.DracoInt8Array()];
  builder.AddFacesToMesh(mesh, 1, Uint32Array.of(0, 1, 2));
  builder.AddFloatAttributeToMesh(mesh, draco.POSITION, 3, 3, points);
  builder.AddUInt8Attribute(mesh, draco.COLOR, 3, 4, colours);
  const length = new draco.Encoder().EncodeMeshToDracoBuffer(mesh, into);
  return Uint8Array.from({ length }, (_, at) => into.GetValue(at) & 255);
}

describe("STL", () => {
  const TRIANGLES = soup(boxPoints(10, 20, 30), BOX_TRIANGLES);
  const coloured = (words: readonly number[], header?: string): Uint8Array => {
    const bytes = binaryStl(TRIANGLES, header);
    const view = new DataView(bytes.buffer);
    words.forEach((word, at) => view.setUint16(84 + at * 50 + 48, word, true));
    return bytes;
  };
  const MAGICS = "COLOR=\x20\x40\x80\xff,MATERIAL=";
  const [MARK, HIGH, LOW] = [0x8000, 31 << 10, 31];
  /** Of the first corner of each triangle. */
  const worn = (mesh: CadMesh): unknown => Array.from({ length: 3 }, (_, at) => wornAt(mesh, at * 3));

  test("VisCAM and SolidView: with the mark, red in the highest bits; the rest has none", async () => {
    const { mesh, problems } = await meshOf(
      stlImporter,
      "viscam.stl",
      coloured([MARK | HIGH, MARK | LOW, HIGH]),
    );
    expect(problems).toEqual([]);
    expect(mesh.indices).toHaveLength(36);
    expect(worn(mesh)).toEqual([
      [255, 0, 0],
      [0, 0, 255],
      [179, 189, 199],
    ]);
  });

  test("Magics: without the mark, red in the lowest bits; with it the colour of the whole", async () => {
    const words = [LOW, HIGH, MARK | LOW, ...Array.from({ length: 9 }, () => MARK)];
    const { mesh, problems } = await meshOf(stlImporter, "magics.stl", coloured(words, MAGICS));
    expect(problems).toEqual([]);
    expect(worn(mesh)).toEqual([
      [255, 0, 0],
      [0, 0, 255],
      [32, 64, 128],
    ]);
  });

  test.each([
    ["no mark: other bytes of a writer", [HIGH, LOW, 7], undefined, []],
    ["Magics without colours of triangles", [], MAGICS, [32, 64, 128]],
    ["all the same", Array.from({ length: 12 }, () => MARK | HIGH), undefined, [255, 0, 0]],
  ])("%s: one colour or none", async (_what, words, header, colour) => {
    const { mesh } = await meshOf(stlImporter, "plain.stl", coloured(words, header));
    expect(mesh.vertexColours).toBeUndefined();
    // Corners of a side are one vertex where they have one colour.
    expect(mesh.positions).toHaveLength(24 * 3);
    expect(wornAt(mesh, 0)).toEqual(colour);
  });
});
