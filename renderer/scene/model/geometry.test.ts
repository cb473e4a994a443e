/** From the model to what lies on the graphics card: packing, chunks, faces of triangles. */
import { expect, test } from "vitest";
import type { CadMesh, CadPart } from "../../../shared/model/cad.ts";
import { drawnNodes, planChunks } from "./batch-plan.ts";
import { faceOfTriangle } from "../picking/face-lookup.ts";
import { packGeometry } from "./pack-geometry.ts";
import { boxMesh, cylinderMesh, generateAssembly } from "../testing/generated-assembly.ts";

test("every triangle belongs to the face whose range holds it", () => {
  const { faces } = cylinderMesh(2, 5, 8);
  expect([0, 15, 16, 23, 24, 31].map((triangle) => faceOfTriangle(faces, triangle))).toEqual([
    0, 0, 1, 1, 2, 2,
  ]);
  expect(faceOfTriangle(faces, 32)).toBeUndefined();
  expect(faceOfTriangle([], 0)).toBeUndefined();
});

test("chunks hold every drawn node once, none too many", () => {
  const model = generateAssembly({ parts: 5, occurrences: 300 });
  const nodes = drawnNodes(model);
  expect(nodes.length).toBe(300);
  const centres = Float64Array.from({ length: nodes.length * 3 }, (_, at) => (at * 7919) % 1_000);
  const chunks = planChunks(nodes, centres, 64);
  expect(chunks.every((chunk) => chunk.length > 0 && chunk.length <= 64)).toBe(true);
  expect(chunks.flatMap((chunk) => [...chunk]).sort((a, b) => a - b)).toEqual([...nodes]);
});

test("meshes are packed one after the other, parts without one leave no trace", () => {
  const box = boxMesh(1, 1, 1);
  const parts: CadPart[] = [
    { number: "a", name: "", mesh: box },
    { number: "b", name: "" },
    { number: "c", name: "", mesh: cylinderMesh(1, 1, 6) },
  ];
  const { ranges, indices, positions, edges } = packGeometry(parts);
  expect(ranges[1]).toBeUndefined();
  expect(ranges[2]).toMatchObject({ vertexStart: 24, indexStart: 36, edgeStart: 24 });
  expect(Math.min(...indices.subarray(36))).toBe(24);
  expect(Math.max(...indices)).toBe(positions.length / 3 - 1);
  expect(edges.length).toBe((box.edges.length / 3 + 6 * 2 * 2) * 3);
});

test("a vertex between two colours becomes two, one without stays the part's own", () => {
  const shared: CadMesh = {
    positions: Float32Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0]),
    normals: new Float32Array(12),
    indices: Uint32Array.from([0, 1, 2, 2, 1, 3]),
    faces: [
      { first: 0, count: 1, colour: [1, 0, 0, 1] },
      { first: 1, count: 1 },
    ],
    edges: new Float32Array(0),
  };
  const { indices, faceColours, positions } = packGeometry([{ number: "a", name: "", mesh: shared }]);
  expect([...indices]).toEqual([0, 1, 2, 4, 5, 3]);
  expect([...positions.subarray(12)]).toEqual([0, 1, 0, 1, 0, 0]);
  expect([...faceColours.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
  expect([...faceColours.subarray(12, 24)]).toEqual(Array.from({ length: 12 }, () => 0));
});
