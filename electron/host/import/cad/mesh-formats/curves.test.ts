/** Parts that have lines alone, of OBJ and glTF. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { decodeModel, encodeModel } from "../../../../../shared/geometry/mesh-blob.ts";
import { isCurves, type CadModel } from "../../../../../shared/model/cad.ts";
import type { Importer } from "../../importer.ts";
import { collect, of } from "../../testing.ts";
import { curveMesh } from "./curve-mesh.ts";
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

/** Segments of each part that has curves alone, by its name. */
const segmentsOf = ({ parts }: CadModel): Readonly<Record<string, number[][]>> =>
  Object.fromEntries(
    parts.flatMap(({ name, mesh }) =>
      mesh === undefined || !isCurves(mesh)
        ? []
        : [
            [
              name,
              Array.from({ length: mesh.edges.length / 6 }, (_, at) =>
                Array.from(mesh.edges.subarray(at * 6, at * 6 + 6)),
              ),
            ],
          ],
    ),
  );

const POINTS = "v 0 0 0\nv 10 0 0\nv 10 10 0\nv 0 10 5\n";

describe("OBJ", () => {
  test("lines of an object without faces are a part; beside faces they are said", async () => {
    const text = `${POINTS}o wire\nl 1 2/1 3 # a corner\nl -1 -4\no plate\nf 1 2 3\nl 1 2\np 1\n`;
    const model = await modelOf(objImporter, "wire.obj", text);
    expect(segmentsOf(model)).toEqual({
      wire: [
        [0, 0, 0, 10, 0, 0],
        [10, 0, 0, 10, 10, 0],
        [0, 10, 5, 0, 0, 0],
      ],
    });
    expect(model.problems).toEqual([
      "1 loose points are not drawn.",
      "1 lines beside surfaces are not drawn.",
    ]);
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

  test("indices that name no point cost their segment; lines beside faces, and points, are said", async () => {
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
    expect(Object.values(segmentsOf(listed)).flat()).toHaveLength(2);
    expect(listed.problems).toEqual(["1 meshes of loose points are not drawn."]);
    const beside = await modelOf(
      gltfImporter,
      "beside.glb",
      file((_, POSITION) => [
        { attributes: { POSITION }, mode: 3 },
        { attributes: { POSITION }, mode: 4 },
      ]),
    );
    expect(segmentsOf(beside)).toEqual({});
    expect(beside.problems).toEqual(["1 meshes of lines beside surfaces are not drawn."]);
  });
});

test("of segments that are none nothing is left", () => {
  expect(curveMesh([1, 2, 3, 1, 2, 3, 0, 0, 0, NaN, 0, 0, 1, 2, 3])).toBeUndefined();
});
