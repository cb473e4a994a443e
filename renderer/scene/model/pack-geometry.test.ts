import fc from "fast-check";
import { expect, test } from "vitest";
import type { CadMesh, CadModel, CadPart, Colour, MeshFace } from "../../../shared/model/cad.ts";
import { drawnNodes, planChunks } from "./batch-plan.ts";
import { faceOfTriangle } from "../picking/face-lookup.ts";
import { packGeometry } from "./pack-geometry.ts";

test("ends of curves have their colour, or the mark of none, and edges neither", () => {
  const bare = { positions: new Float32Array(9), normals: new Float32Array(9), faces: [] };
  const faced = { ...bare, indices: Uint32Array.of(0, 1, 2), edges: new Float32Array(18) };
  const alone = { ...bare, indices: new Uint32Array(), edges: new Float32Array(12) };
  const made = (mesh: CadMesh): CadPart => ({ number: "", name: "", mesh });
  expect(packGeometry([made(faced), made(alone)]).lineColours).toBeUndefined();
  const { lineColours, ranges } = packGeometry([
    made({ ...faced, curves: [{ count: 1 }, { count: 1, colour: [1, 0.2, 0, 1] }] }),
    made({ ...alone, curves: [{ count: 1, colour: [0, 0, 1, 1] }, { count: 1 }] }),
    made({ ...faced, edges: Float32Array.of(0, 0, 0, 1, 0, 0) }),
  ]);
  const both = (own: readonly number[]): readonly number[] => [...own, ...own];
  const edge = both([255, 255, 255, 255]);
  expect([...(lineColours ?? [])]).toEqual([
    ...edge,
    ...both([0, 0, 0, 128]),
    ...both([255, 51, 0, 0]),
    // Of a part of curves alone what has no colour is drawn as its occurrence is.
    ...both([0, 0, 255, 0]),
    ...both([0, 0, 0, 255]),
    ...edge,
  ]);
  expect(ranges.map((range) => range?.edgeCount)).toEqual([6, 4, 2]);
});

test("the box of a part goes around its curves too", () => {
  const mesh = {
    positions: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0),
    normals: new Float32Array(9),
    indices: Uint32Array.of(0, 1, 2),
    faces: [],
    edges: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 0, 5, 0, -3, 5),
  };
  const bounds = (curves: CadMesh["curves"]): unknown =>
    packGeometry([{ number: "", name: "", mesh: { ...mesh, ...(curves && { curves }) } }]).ranges[0]?.bounds;
  expect(bounds(undefined)).toEqual([0, 0, 0, 1, 1, 0]);
  expect(bounds([{ count: 1 }])).toEqual([0, -3, 0, 1, 1, 5]);
});

const COLOURS: readonly (Colour | undefined)[] = [
  undefined,
  [1, 0, 0, 1],
  [0.2, 0.4, 0.6, 1],
  [1, 0, 0, 0.5],
];

/** A mesh of random triangles over few vertices, so that faces share them; faces cover all triangles. */
const meshes: fc.Arbitrary<CadMesh> = fc
  .record({
    vertices: fc.integer({ min: 3, max: 12 }),
    faces: fc.array(fc.tuple(fc.nat({ max: 4 }), fc.constantFrom(...COLOURS)), { maxLength: 5 }),
    edges: fc.nat({ max: 4 }),
    seed: fc.nat({ max: 1_000 }),
  })
  .map(({ vertices, faces: sizes, edges, seed }) => {
    const faces: MeshFace[] = [];
    let first = 0;
    for (const [count, colour] of sizes) {
      faces.push({ first, count, ...(colour === undefined ? {} : { colour }) });
      first += count;
    }
    const value = (at: number): number => ((at * 7_919 + seed * 104_729) % 2_003) / 8 - 100;
    return {
      positions: Float32Array.from({ length: vertices * 3 }, (_, at) => value(at)),
      normals: Float32Array.from({ length: vertices * 3 }, (_, at) => value(at + 500)),
      indices: Uint32Array.from({ length: first * 3 }, (_, at) => (at * 31 + seed) % vertices),
      faces,
      edges: Float32Array.from({ length: edges * 6 }, (_, at) => value(at + 900)),
    };
  });
const parts: fc.Arbitrary<CadPart> = fc.oneof(
  { weight: 4, arbitrary: meshes.map((mesh): CadPart => ({ number: "p", name: "", mesh })) },
  { weight: 1, arbitrary: fc.constant<CadPart>({ number: "assembly", name: "" }) },
);

/** By triangles, or by curves alone. */
const isDrawn = ({ mesh }: CadPart): boolean =>
  mesh !== undefined && mesh.indices.length + mesh.edges.length > 0;
const isGlass = ({ faces }: CadMesh): boolean =>
  faces.every(({ count, colour }) => count === 0 || colour?.[3] === 0.5);
const of = (values: ArrayLike<number>, item: number, size: number): number[] =>
  Array.from({ length: size }, (_, at) => values[item * size + at] ?? NaN);

test("vertices have their own colours with the opacity of their face, others the face's", () => {
  const vertexColours = Uint8Array.of(
    1,
    2,
    3,
    255,
    4,
    5,
    6,
    255,
    7,
    8,
    9,
    255,
    ...Array.from({ length: 12 }, () => 0),
  );
  const mesh: CadMesh = {
    positions: new Float32Array(18),
    normals: new Float32Array(18),
    indices: Uint32Array.of(0, 1, 2, 3, 4, 5),
    edges: new Float32Array(),
    faces: [
      { first: 0, count: 1, colour: [1, 1, 1, 0.5] },
      { first: 1, count: 1, colour: [1, 0, 0, 1] },
    ],
    vertexColours,
  };
  const { faceColours } = packGeometry([{ number: "p", name: "", mesh }]);
  expect([...faceColours]).toEqual([
    1, 2, 3, 128, 4, 5, 6, 128, 7, 8, 9, 128, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255,
  ]);
});

test("every triangle of every part is packed once, with its points, normals and the colour of its face", () => {
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), (made) => {
      const { positions, normals, faceColours, indices, ranges } = packGeometry(made);
      expect(ranges.map((range) => range !== undefined)).toEqual(made.map(isDrawn));
      made.forEach(({ mesh }, part) => {
        const range = ranges[part];
        if (mesh === undefined || range === undefined) return;
        expect(range.indexCount).toBe(mesh.indices.length);
        for (const [at, vertex] of mesh.indices.entries()) {
          const packed = indices[range.indexStart + at] ?? -1;
          expect(packed).toBeGreaterThanOrEqual(range.vertexStart);
          expect(packed).toBeLessThan(range.vertexStart + range.vertexCount);
          expect(of(positions, packed, 3)).toEqual(of(mesh.positions, vertex, 3));
          expect(of(normals, packed, 3)).toEqual(of(mesh.normals, vertex, 3));
          const triangle = Math.floor(at / 3);
          const face = mesh.faces.find(({ first, count }) => triangle >= first && triangle < first + count);
          const [red, green, blue, opacity] = face?.colour ?? [0, 0, 0, 0];
          // Half, or where the whole body is so and it is looked through twice, as much of it twice.
          const seen = opacity === 0.5 && isGlass(mesh) ? 1 - Math.SQRT1_2 : opacity;
          expect(of(faceColours, packed, 4)).toEqual(
            [red, green, blue, seen].map((channel) => Math.round(channel * 255)),
          );
        }
      });
    }),
    { seed: 331, numRuns: 150 },
  );
});

test("ranges lie one after the other and leave nothing between, before or after", () => {
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), (made) => {
      const { positions, normals, faceColours, indices, edges, ranges } = packGeometry(made);
      const end = { vertex: 0, index: 0, edge: 0 };
      made.forEach(({ mesh }, part) => {
        const range = ranges[part];
        if (mesh === undefined || range === undefined) return;
        expect([range.vertexStart, range.indexStart, range.edgeStart]).toEqual([
          end.vertex,
          end.index,
          end.edge,
        ]);
        end.vertex += range.vertexCount;
        end.index += range.indexCount;
        end.edge += range.edgeCount;
        // A vertex of two colours is doubled, none is dropped.
        expect(range.vertexCount).toBeGreaterThanOrEqual(mesh.positions.length / 3);
        expect([...edges.subarray(range.edgeStart * 3, end.edge * 3)]).toEqual([...mesh.edges]);
      });
      expect([positions, normals].map(({ length }) => length)).toEqual([end.vertex * 3, end.vertex * 3]);
      expect(faceColours).toHaveLength(end.vertex * 4);
      expect(indices).toHaveLength(end.index);
      expect(edges).toHaveLength(end.edge * 3);
    }),
    { seed: 332, numRuns: 150 },
  );
});

test("a part without colours on its faces keeps its vertices as they are", () => {
  fc.assert(
    fc.property(meshes, (mesh) => {
      const plain = { ...mesh, faces: mesh.faces.map(({ first, count }) => ({ first, count })) };
      const { positions, indices } = packGeometry([{ number: "p", name: "", mesh: plain }]);
      if (!isDrawn({ number: "p", name: "", mesh })) expect(positions).toHaveLength(0);
      else {
        expect([...positions]).toEqual([...mesh.positions]);
        expect([...indices]).toEqual([...mesh.indices]);
      }
    }),
    { seed: 333 },
  );
});

test("every node with a mesh is in one chunk, chunks are in node order, none is too large", () => {
  const place = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -50, max: 50 }) },
    { weight: 1, arbitrary: fc.constant(NaN) },
  );
  fc.assert(
    fc.property(
      fc.array(parts, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(), place, place, place), { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (made, placed, most) => {
        const model: CadModel = {
          schema: "test",
          parts: made,
          nodes: placed.map(([pick]) => ({
            parent: -1,
            part: pick % made.length,
            occurrence: "",
            path: "",
            transform: [],
          })),
          problems: [],
        };
        const nodes = drawnNodes(model);
        expect([...nodes]).toEqual(
          model.nodes.flatMap(({ part }, node) =>
            isDrawn(made[part] ?? { number: "", name: "" }) ? [node] : [],
          ),
        );
        const centres = Float64Array.from([...nodes].flatMap((node) => placed[node]?.slice(1) ?? []));
        const chunks = planChunks(nodes, centres, most).map((chunk) => [...chunk]);
        expect(chunks.flat().toSorted((a, b) => a - b)).toEqual([...nodes]);
        for (const chunk of chunks) {
          expect(chunk.length).toBeGreaterThan(0);
          expect(chunk.length).toBeLessThanOrEqual(most);
          expect(chunk).toEqual(chunk.toSorted((a, b) => a - b));
        }
        // Halving never needs more than twice the chunks.
        expect(chunks.length).toBeLessThanOrEqual(Math.max(1, Math.ceil((2 * nodes.length) / most)));
        expect(planChunks(nodes, centres, most).map((chunk) => [...chunk])).toEqual(chunks);
      },
    ),
    { seed: 334, numRuns: 200 },
  );
});

test("chunks are near together: they split along the longest axis", () => {
  const nodes = Int32Array.from({ length: 64 }, (_, at) => at);
  // Two rows of parts a hundred apart, mixed in node order.
  const centres = Float64Array.from([...nodes].flatMap((at) => [at % 8, (at % 2) * 100, 0]));
  const rows = planChunks(nodes, centres, 32).map((chunk) => new Set([...chunk].map((node) => node % 2)));
  expect(rows.map(({ size }) => size)).toEqual([1, 1]);
});

test("the face of a triangle is the one that a look through all of them finds", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 5 }), { maxLength: 12 }),
      fc.nat({ max: 40 }),
      fc.nat({ max: 3 }),
      (counts, triangle, gap) => {
        const faces: MeshFace[] = [];
        let first = 0;
        for (const count of counts) {
          first += gap;
          faces.push({ first, count });
          first += count;
        }
        const found = faces.findIndex((face) => triangle >= face.first && triangle < face.first + face.count);
        expect(faceOfTriangle(faces, triangle)).toBe(found === -1 ? undefined : found);
      },
    ),
    { seed: 335, numRuns: 300 },
  );
});
