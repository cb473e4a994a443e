/** Lines and points of OBJ and glTF, alone and beside faces. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { boundsOfMesh } from "../../../../../shared/geometry/bounds.ts";
import { decodeModel, encodeModel } from "../../../../../shared/geometry/mesh-blob.ts";
import {
  firstCurve,
  isCurves,
  type CadMesh,
  type CadModel,
  type Colour,
} from "../../../../../shared/model/cad.ts";
import type { Importer } from "../../importer.ts";
import { collect, of } from "../../testing.ts";
import { colourOfAll, crosses, curveMesh, withCurves } from "./curve-mesh.ts";
import { gltfImporter, objImporter } from "./mesh-importer.ts";
import { GltfBytes } from "./testing.ts";

const folder = mkdtempSync(join(tmpdir(), "curves-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function modelOf(importer: Importer, name: string, content: string | Uint8Array): Promise<CadModel> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const { records, failure } = await collect(importer, path);
  expect(failure).toBeUndefined();
  const [record] = of(records, "model");
  if (record === undefined) throw new Error("no model");
  expect(decodeModel(encodeModel(record.model))).toEqual(record.model);
  return record.model;
}

/** Segments of each part that has curves, by its name: those of its faces' edges are none. */
const segmentsOf = ({ parts }: CadModel): Readonly<Record<string, number[][]>> =>
  Object.fromEntries(
    parts.flatMap(({ name, mesh }) => {
      if (mesh === undefined || (!isCurves(mesh) && mesh.curves === undefined)) return [];
      const first = isCurves(mesh) ? 0 : firstCurve(mesh);
      return [
        [
          name,
          Array.from({ length: mesh.edges.length / 6 - first }, (_, at) =>
            Array.from(mesh.edges.subarray((first + at) * 6, (first + at) * 6 + 6)),
          ),
        ],
      ];
    }),
  );
/** Middle and half length of crosses. */
const crossesOf = (segments: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  segments.flatMap((segment, at) => {
    if (at % 3 !== 0) return [];
    const [x = NaN, y = NaN, z = NaN, toX = NaN] = segment;
    return [[(x + toX) / 2, y, z, (toX - x) / 2]];
  });

const POINTS = "v 0 0 0\nv 10 0 0\nv 10 10 0\nv 0 10 5\n";

describe("OBJ", () => {
  test("lines of an object are a part, or stand with its faces in the colour of their material", async () => {
    writeFileSync(join(folder, "wire.mtl"), "newmtl red\nKd 1 0 0\nnewmtl blue\nKd 0 0 1\n");
    const text = `mtllib wire.mtl\n${POINTS}o wire\nl 1 2/1 3 # a corner\nl -1 -4\no plate\nf 1 2 3\nusemtl red\nl 1 4\nusemtl blue\nl 2 4 3\n`;
    const model = await modelOf(objImporter, "wire.obj", text);
    expect(segmentsOf(model)).toEqual({
      wire: [
        [0, 0, 0, 10, 0, 0],
        [10, 0, 0, 10, 10, 0],
        [0, 10, 5, 0, 0, 0],
      ],
      plate: [
        [0, 0, 0, 0, 10, 5],
        [10, 0, 0, 0, 10, 5],
        [0, 10, 5, 10, 10, 0],
      ],
    });
    const plate = model.parts.find(({ name }) => name === "plate");
    expect(plate?.mesh?.curves).toEqual([
      { count: 1, colour: [1, 0, 0, 1] },
      { count: 2, colour: [0, 0, 1, 1] },
    ]);
    expect(plate?.mesh?.faces).toHaveLength(1);
    expect(boundsOfMesh(plate?.mesh as CadMesh)).toEqual([0, 0, 0, 10, 10, 5]);
    expect(model.problems).toEqual([]);
  });

  test("points are crosses of a size that goes with what they stand in", async () => {
    const model = await modelOf(objImporter, "points.obj", `${POINTS}o plate\nf 1 2 3\np 4 -4 99\n`);
    const half = Math.hypot(10, 10, 5) * 0.012;
    expect(crossesOf(segmentsOf(model)["plate"] ?? [])).toEqual([
      [0, 10, 5, half].map((value) => expect.closeTo(value, 4) as number),
      [0, 0, 0, half].map((value) => expect.closeTo(value, 4) as number),
    ]);
    const alone = await modelOf(objImporter, "point.obj", "v 1 2 3\np 1\n");
    expect(crossesOf(Object.values(segmentsOf(alone)).flat())).toEqual([[1, 2, 3, 0.5]]);
  });

  test("a file of lines alone is drawn, without what is no point", async () => {
    const model = await modelOf(
      objImporter,
      "lines.obj",
      `${POINTS}v 1 none 2\nl 1 2 99 3 4\nl 5 1\nl 1 1\n`,
    );
    expect(segmentsOf(model)).toEqual({
      lines: [
        [0, 0, 0, 10, 0, 0],
        [10, 10, 0, 0, 10, 5],
      ],
    });
  });
});

describe("glTF", () => {
  const RED = { pbrMetallicRoughness: { baseColorFactor: [1, 0, 0, 1] } };
  const file = (primitives: (bytes: GltfBytes, position: number) => readonly object[]): Uint8Array => {
    const bytes = new GltfBytes();
    const position = bytes.accessor(Float32Array.of(0, 0, 0, 0.01, 0, 0, 0.01, 0.02, 0), "VEC3");
    return bytes.glb({
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      meshes: [{ name: "wire", primitives: primitives(bytes, position) }],
      materials: [RED],
    });
  };
  const [A, B, C] = [
    [0, 0, 0],
    [10, 0, 0],
    [10, 20, 0],
  ] as const;

  test.each([
    ["single ones", 1, [[...A, ...B]]],
    [
      "a loop",
      2,
      [
        [...A, ...B],
        [...B, ...C],
        [...C, ...A],
      ],
    ],
    [
      "a strip",
      3,
      [
        [...A, ...B],
        [...B, ...C],
      ],
    ],
  ])("%s, in millimetres and in the colour of their material", async (_what, mode, segments) => {
    const model = await modelOf(
      gltfImporter,
      "wire.glb",
      file((_, POSITION) => [{ attributes: { POSITION }, mode, material: 0 }]),
    );
    expect(Object.values(segmentsOf(model)).flat()).toEqual(
      segments.map((segment) => segment.map((value) => expect.closeTo(value, 4) as number)),
    );
    expect(model.parts.find(({ mesh }) => mesh !== undefined)?.colour).toEqual([1, 0, 0, 1]);
    expect(model.problems).toEqual([]);
  });

  test("indices that name no point cost their segment; lines and points stand beside faces", async () => {
    const listed = await modelOf(
      gltfImporter,
      "listed.glb",
      file((bytes, POSITION) => [
        {
          attributes: { POSITION },
          mode: 1,
          indices: bytes.accessor(Uint16Array.of(0, 1, 1, 9, 2, 0), "SCALAR"),
        },
        { attributes: { POSITION }, mode: 0 },
      ]),
    );
    // Two lines, and three points of three segments each.
    expect(Object.values(segmentsOf(listed)).flat()).toHaveLength(2 + 9);
    expect(listed.problems).toEqual([]);
    const beside = await modelOf(
      gltfImporter,
      "beside.glb",
      file((_, POSITION) => [
        { attributes: { POSITION }, mode: 3, material: 0 },
        { attributes: { POSITION }, mode: 4 },
      ]),
    );
    expect(Object.values(segmentsOf(beside)).flat()).toHaveLength(2);
    const [mesh] = beside.parts.flatMap((part) => part.mesh ?? []);
    expect(mesh?.faces).toHaveLength(1);
    expect(mesh?.curves).toEqual([{ count: 2, colour: [1, 0, 0, 1] }]);
    expect(beside.problems).toEqual([]);
  });
});

test("of more points than are drawn some are, spread over all of them", () => {
  const points = Float64Array.from({ length: 150_000 * 3 }, (_, at) => Math.floor(at / 3));
  const { curves, left } = crosses([{ points }], []);
  expect(left).toBe(100_000);
  const drawn = curves[0]?.segments ?? [];
  expect(drawn).toHaveLength(50_000 * 18);
  expect([drawn[1], drawn[drawn.length - 17]]).toEqual([0, 149_997]);
});

test("curves of one colour are the colour of their part, of several runs of it", () => {
  const segments = [0, 0, 0, 1, 0, 0];
  const red: Colour = [1, 0, 0, 1];
  const blue: Colour = [0, 0, 1, 1];
  expect(withCurves(undefined, [{ segments, colour: red }])?.curves).toBeUndefined();
  expect(
    withCurves(undefined, [{ segments, colour: red }, { segments, colour: red }, { segments }])?.curves,
  ).toEqual([{ count: 2, colour: red }, { count: 1 }]);
  expect(
    colourOfAll([
      { segments, colour: red },
      { segments: [], colour: blue },
    ]),
  ).toEqual(red);
  expect(colourOfAll([{ segments, colour: red }, { segments }])).toBeUndefined();
});

test("of segments that are none nothing is left", () => {
  expect(curveMesh([1, 2, 3, 1, 2, 3, 0, 0, 0, NaN, 0, 0, 1, 2, 3])).toBeUndefined();
});
