/**
 * The same ball unpacked and packed: written by glTF Transform 4.5.1 with the encoders of Draco 1.5.9 and
 * meshoptimizer 1.3.0.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { mutate } from "../../../../../../tests/faults/mutate.ts";
import type { CadMesh, CadModel } from "../../../../../../shared/model/cad.ts";
import { ImportError } from "../../../importer.ts";
import { collect, of } from "../../../testing.ts";
import { boxOf, type Box } from "../../mesh/box.ts";
import { measure } from "../../mesh/testing.ts";
import { pointAt } from "../../mesh/vector.ts";
import { applyToPoint, multiply, type Transform } from "../../structure/transform.ts";
import { gltfImporter } from "../mesh-importer.ts";

const folder = mkdtempSync(join(tmpdir(), "packed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ball = (name: string): string => join(import.meta.dirname, "testing", name);

async function modelOf(path: string): Promise<CadModel> {
  const { records, failure } = await collect(gltfImporter, path);
  expect(failure).toBeUndefined();
  const model = of(records, "model")[0]?.model;
  if (model === undefined) throw new Error("no model");
  return model;
}

function onlyMesh({ parts }: CadModel): CadMesh {
  const [mesh, ...more] = parts.flatMap((part) => part.mesh ?? []);
  if (mesh === undefined || more.length > 0) throw new Error("one mesh expected");
  return mesh;
}

/** In its place, mm. */
function placedBox({ nodes, parts }: CadModel): Box {
  const world: Transform[] = [];
  return boxOf(
    nodes.flatMap(({ parent, part, transform }) => {
      const above = world[parent];
      const here = above === undefined ? transform : multiply(above, transform);
      world.push(here);
      const positions = parts[part]?.mesh?.positions ?? new Float32Array();
      return Array.from({ length: positions.length / 3 }, (_, at) =>
        applyToPoint(here, pointAt(positions, at)),
      );
    }),
  );
}

describe.each([
  "ball-draco-edgebreaker.glb",
  "ball-draco-sequential.glb",
  "ball-meshopt.glb",
  "ball-meshopt-filtered.glb",
])("%s", (name) => {
  test("is the ball that it was packed from", async () => {
    const [plain, packed] = [await modelOf(ball("ball.glb")), await modelOf(ball(name))];
    expect(packed.problems).toEqual([]);
    const [own, stated] = [onlyMesh(packed), onlyMesh(plain)];
    expect(own.indices).toHaveLength(stated.indices.length);
    expect(own.faces.map(({ colour }) => colour)).toEqual(stated.faces.map(({ colour }) => colour));
    const [box, plainBox] = [placedBox(packed), placedBox(plain)];
    // 14 bits over 100 mm.
    for (const axis of [0, 1, 2]) {
      expect(Math.abs((box.from[axis] ?? 0) - (plainBox.from[axis] ?? NaN))).toBeLessThan(0.01);
      expect(Math.abs((box.to[axis] ?? 0) - (plainBox.to[axis] ?? NaN))).toBeLessThan(0.01);
    }
    // Its own space may be scaled: a packer puts what it divides by into the node.
    const size = (model: CadModel): number => Math.cbrt(Math.abs(measure(onlyMesh(model)).volume));
    const scale =
      (plainBox.to[0] - plainBox.from[0]) / (boxOf(points(own)).to[0] - boxOf(points(own)).from[0]);
    expect((size(packed) * scale) / size(plain)).toBeCloseTo(1, 3);
    // Normals look outward.
    for (let at = 0; at < own.positions.length / 3; at++) {
      const [p, n] = [pointAt(own.positions, at), pointAt(own.normals, at)];
      const length = Math.hypot(...p);
      expect((p[0] * n[0] + p[1] * n[1] + p[2] * n[2]) / length).toBeGreaterThan(0.97);
    }
  });

  test("damaged it is a model or one sentence, and nothing else", async () => {
    const sound = readFileSync(ball(name));
    const path = join(folder, name);
    for (let seed = 1; seed <= 60; seed++) {
      writeFileSync(path, mutate(sound, seed));
      const { failure } = await collect(gltfImporter, path);
      if (failure !== undefined) expect(failure, `seed ${seed}`).toBeInstanceOf(ImportError);
    }
    // Only the packed bytes are hurt, the document is sound.
    const json = 20 + sound.readUInt32LE(12);
    for (let seed = 1; seed <= 60; seed++) {
      const damaged = Buffer.concat([sound.subarray(0, json + 8), mutate(sound.subarray(json + 8), seed)]);
      writeFileSync(path, damaged);
      const { failure } = await collect(gltfImporter, path);
      if (failure === undefined) continue;
      expect(failure, `seed ${seed}`).toBeInstanceOf(ImportError);
      expect((failure as ImportError).message).toMatch(/^It can't be drawn: .*\.$/);
    }
  }, 60_000);
});

function points({ positions }: CadMesh): readonly (readonly [number, number, number])[] {
  return Array.from({ length: positions.length / 3 }, (_, at) => pointAt(positions, at));
}

test("copies of a mesh stand in their places, and are one part", async () => {
  const model = await modelOf(ball("balls-instanced.glb"));
  expect(model.problems).toEqual([]);
  const drawn = model.nodes.filter(({ part }) => model.parts[part]?.mesh !== undefined);
  expect(drawn).toHaveLength(3);
  expect(new Set(drawn.map(({ part }) => part)).size).toBe(1);
  expect(new Set(drawn.map(({ path }) => path)).size).toBe(3);
  // The node is at (100, 200, 300) mm with y up; copies are beside it at 0, 200 mm along x and twice as large, 400 mm up.
  const { from, to } = placedBox(model);
  expect([from[0], to[0]].map(Math.round)).toEqual([50, 400]);
  expect([from[1], to[1]].map(Math.round)).toEqual([-400, -200]);
  expect([from[2], to[2]].map(Math.round)).toEqual([100, 650]);
});

test.each([
  ["of unequal lists", { TRANSLATION: 3, SCALE: 0 }],
  ["of an accessor that is not there", { TRANSLATION: 99 }],
])("copies %s: the mesh stands once, and it is said", async (_what, attributes) => {
  const sound = readFileSync(ball("balls-instanced.glb"));
  const length = sound.readUInt32LE(12);
  const json = JSON.parse(sound.subarray(20, 20 + length).toString()) as {
    nodes: { extensions: { EXT_mesh_gpu_instancing: { attributes: object } } }[];
  };
  const [node] = json.nodes;
  if (node === undefined) throw new Error("no node");
  node.extensions.EXT_mesh_gpu_instancing.attributes = attributes;
  const written = Buffer.from(JSON.stringify(json).padEnd(length));
  expect(written).toHaveLength(length);
  const path = join(folder, "copies.glb");
  writeFileSync(path, Buffer.concat([sound.subarray(0, 20), written, sound.subarray(20 + length)]));
  const model = await modelOf(path);
  expect(model.nodes.filter(({ part }) => model.parts[part]?.mesh !== undefined)).toHaveLength(1);
  expect(model.problems[0]).toMatch(/^Copies of a mesh can't be read, and stand once: /);
});
