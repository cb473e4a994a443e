import { expect, test } from "vitest";
import { deviation } from "../../../shared/compare/deviation.ts";
import type { CadMesh, CadModel } from "../../../shared/model/cad.ts";
import { withCoarseMeshes } from "./coarse-mesh.ts";

/** Rings of a body of revolution around z; a radius per ring, mm apart by `step`. Its normals point outwards. */
function turned(radii: readonly number[], around: number, step: number): CadMesh {
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  radii.forEach((radius, ring) => {
    for (let at = 0; at < around; at++) {
      const angle = (2 * Math.PI * at) / around;
      positions.push(radius * Math.cos(angle), radius * Math.sin(angle), ring * step);
      normals.push(Math.cos(angle), Math.sin(angle), 0);
      if (ring === 0) continue;
      const [a, b] = [ring * around + at, ring * around + ((at + 1) % around)];
      indices.push(a - around, b - around, a, b - around, b, a);
    }
  });
  return {
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    indices: Uint32Array.from(indices),
    faces: [{ first: 0, count: indices.length / 3 }],
    edges: new Float32Array(),
  };
}

const SHAFT = turned(
  Array.from({ length: 61 }, (_, ring) => 20 + 5 * Math.sin(ring / 12)),
  120,
  1,
);

function modelOf(mesh: CadMesh, more: Partial<CadModel> = {}): CadModel {
  const node = { parent: -1, part: 0, occurrence: "1", path: "1", transform: [] };
  return {
    schema: "AP242",
    parts: [{ number: "p", name: "Shaft", mesh }],
    nodes: [node],
    problems: [],
    ...more,
  };
}

async function coarseOf(mesh: CadMesh, more: Partial<CadModel> = {}): Promise<Uint32Array | undefined> {
  return (await withCoarseMeshes(modelOf(mesh, more))).parts[0]?.mesh?.coarse;
}

test("a smooth body keeps its shape with a fraction of its triangles", async () => {
  const coarse = await coarseOf(SHAFT);
  if (coarse === undefined) throw new Error("there is no coarse form");
  const whole = SHAFT.indices.length / 3;
  expect(coarse.length / 3).toBeLessThan(whole / 4);
  expect(coarse.every((vertex) => vertex < SHAFT.positions.length / 3)).toBe(true);
  // Measured both ways, by another means than the one that made it; 50 mm across, 60 mm long.
  const drawn: CadMesh = { ...SHAFT, indices: coarse, faces: [{ first: 0, count: coarse.length / 3 }] };
  expect(deviation({ mesh: SHAFT, faces: [0] }, { mesh: drawn, faces: [0] }, 0, false)).toBeLessThan(0.25);
});

test("the whole mesh, its faces and its vertices stay as they are", async () => {
  const model = await withCoarseMeshes(modelOf(SHAFT));
  expect(model.parts[0]?.mesh).toEqual({ ...SHAFT, coarse: expect.any(Uint32Array) });
  // Again is nothing again.
  expect((await withCoarseMeshes(model)).parts[0]).toBe(model.parts[0]);
});

test("a small mesh, and one still being read, are drawn whole", async () => {
  expect(await coarseOf(turned([10, 10, 10], 100, 1))).toBeUndefined();
  expect(await coarseOf(SHAFT, { isPartial: true })).toBeUndefined();
});

test("a mesh that can't be right is left as it is, for whoever stores it to say", async () => {
  const past = { ...SHAFT, indices: SHAFT.indices.slice() };
  past.indices[7] = SHAFT.positions.length;
  const nowhere = { ...SHAFT, positions: SHAFT.positions.slice() };
  nowhere.positions[11] = NaN;
  expect([await coarseOf(past), await coarseOf(nowhere)]).toEqual([undefined, undefined]);
});

test("where every triangle counts there is no coarse form", async () => {
  // Every corner stands out by far more than a coarse form may deviate.
  const spiked = turned(
    Array.from({ length: 61 }, (_, ring) => (ring % 2 === 0 ? 10 : 30)),
    24,
    5,
  );
  const coarse = await coarseOf(spiked);
  expect(coarse === undefined || coarse.length <= spiked.indices.length * 0.7).toBe(true);
});
