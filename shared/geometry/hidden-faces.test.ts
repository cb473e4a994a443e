import { expect, test } from "vitest";
import type { CadMesh, CadModel, CadNode } from "../model/cad.ts";
import { hasHiddenBodies, withHiddenBodies } from "./hidden-bodies.ts";
import { hasHiddenFaces, meshWithout, withoutHiddenFaces } from "./hidden-faces.ts";
import { decodeModel, encodeModel } from "./mesh-blob.ts";

/** A unit cube of six faces with vertices of their own, and its twelve edges; face 2 * axis + side. */
function cube(): CadMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  const edges: number[] = [];
  for (const axis of [0, 1, 2])
    for (const side of [0, 1]) {
      const first = positions.length / 3;
      for (const [u, v] of [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ] as const) {
        const point = [0, 0, 0];
        point[axis] = side;
        point[(axis + 1) % 3] = u;
        point[(axis + 2) % 3] = v;
        positions.push(...point);
      }
      indices.push(...[0, 1, 2, 0, 2, 3].map((at) => first + at));
    }
  for (const axis of [0, 1, 2])
    for (const [u, v] of [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ] as const) {
      const point = [0, 0, 0];
      point[(axis + 1) % 3] = u;
      point[(axis + 2) % 3] = v;
      edges.push(...point);
      point[axis] = 1;
      edges.push(...point);
    }
  return {
    positions: Float32Array.from(positions),
    normals: new Float32Array(positions.length).fill(1),
    indices: Uint32Array.from(indices),
    faces: Array.from({ length: 6 }, (_, at) => ({ first: at * 2, count: 2, name: `side ${at}` })),
    edges: Float32Array.from(edges),
    coarse: Uint32Array.from(indices),
    vertexColours: Uint8Array.from({ length: (positions.length / 3) * 4 }, (_, at) => at),
  };
}

const trianglesOf = ({ indices, positions }: CadMesh, from: number, count: number): unknown =>
  [...indices.subarray(from * 3, (from + count) * 3)].map((vertex) => [
    ...positions.subarray(vertex * 3, vertex * 3 + 3),
  ]);

test("hidden faces have no triangles, vertices and edges any more, and all others keep their number", () => {
  const mesh = cube();
  // x = 0 and y = 0, which meet in one edge.
  const left = meshWithout(mesh, new Set([0, 2]));
  if (left === undefined) throw new Error("nothing left");
  expect(left.faces.map(({ name, count }) => [name, count])).toEqual([
    ["side 0", 0],
    ["side 1", 2],
    ["side 2", 0],
    ["side 3", 2],
    ["side 4", 2],
    ["side 5", 2],
  ]);
  left.faces.forEach(({ first, count }, at) => {
    if (count > 0) expect(trianglesOf(left, first, count)).toEqual(trianglesOf(mesh, at * 2, 2));
  });
  expect(left.positions).toHaveLength(4 * 4 * 3);
  expect(left.normals).toHaveLength(4 * 4 * 3);
  expect([...(left.vertexColours ?? [])].filter((_, at) => at % 4 === 0)).toEqual(
    [4, 5, 6, 7, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23].map((vertex) => vertex * 4),
  );
  expect([...(left.coarse ?? [])]).toEqual([...left.indices]);
  // Only the edge between the two, along z, has gone.
  const kept = Array.from({ length: left.edges.length / 6 }, (_, at) => [
    ...left.edges.subarray(at * 6, at * 6 + 6),
  ]);
  expect(kept).toHaveLength(11);
  expect(kept).not.toContainEqual([0, 0, 0, 0, 0, 1]);
});

test("very many faces may meet in one point", () => {
  const count = 20_000;
  const rim = (at: number): number[] => [Math.cos(at), Math.sin(at), at];
  const positions = Float32Array.from([
    0,
    0,
    0,
    ...Array.from({ length: count + 1 }, (_, at) => rim(at)).flat(),
  ]);
  const fan: CadMesh = {
    positions,
    normals: new Float32Array(positions.length),
    indices: Uint32Array.from(Array.from({ length: count }, (_, at) => [0, at + 1, at + 2]).flat()),
    faces: Array.from({ length: count }, (_, first) => ({ first, count: 1 })),
    edges: Float32Array.from(Array.from({ length: count + 1 }, (_, at) => [0, 0, 0, ...rim(at)]).flat()),
  };
  // The first side is of the first face alone, the second one of two.
  expect(meshWithout(fan, new Set([0]))?.edges).toEqual(fan.edges.subarray(6));
});

test("curves stay, and of a mesh that hides all there is nothing", () => {
  const every = new Set([0, 1, 2, 3, 4, 5]);
  expect(meshWithout(cube(), every)).toBeUndefined();
  const { edges, ...mesh } = cube();
  const lined = { ...mesh, edges: Float32Array.of(...edges, 0, 0, 0, 5, 0, 0), curves: [{ count: 1 }] };
  expect(meshWithout(lined, every)).toMatchObject({
    edges: Float32Array.of(0, 0, 0, 5, 0, 0),
    curves: [{ count: 1 }],
  });
});

const node = (part: number, hiddenFaces?: readonly number[]): CadNode => ({
  parent: -1,
  part,
  occurrence: "",
  path: "",
  transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  ...(hiddenFaces === undefined ? {} : { hiddenFaces }),
});

test("occurrences with hidden faces are of a part behind all others, shared by those that hide the same", () => {
  const hidden = [1, 4];
  const model: CadModel = {
    schema: "AP214",
    parts: [
      { number: "1", name: "", mesh: cube() },
      { number: "2", name: "" },
    ],
    nodes: [node(0), node(0, hidden), node(1), node(0, hidden), node(0, [5])],
    problems: [],
  };
  expect([hasHiddenFaces(model), hasHiddenBodies(model)]).toEqual([true, true]);
  const without = withoutHiddenFaces(model);
  expect(withoutHiddenFaces(model)).toBe(without);
  expect(without.nodes.map(({ part }) => part)).toEqual([0, 2, 1, 2, 3]);
  expect(without.parts.slice(0, 2)).toEqual(model.parts);
  expect(without.parts.slice(2).map(({ number, mesh }) => [number, mesh?.indices.length])).toEqual([
    ["1", 24],
    ["1", 30],
  ]);
  // Asked for, they are there.
  expect(withHiddenBodies(model)).toBe(model);
  const plain = { ...model, nodes: [node(0)] };
  expect(withoutHiddenFaces(plain)).toBe(plain);

  const read = decodeModel(encodeModel(model));
  expect(read.nodes.map(({ hiddenFaces }) => hiddenFaces)).toEqual([
    undefined,
    hidden,
    undefined,
    hidden,
    [5],
  ]);
  expect(read.nodes[1]?.hiddenFaces).toBe(read.nodes[3]?.hiddenFaces);
  for (const faces of [[6], [2, 1]])
    expect(() => encodeModel({ ...model, nodes: [node(0, faces)] })).toThrow("hidden face");
});
