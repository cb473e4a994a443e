import { expect, test } from "vitest";
import type { CadMesh, CadModel } from "../model/cad.ts";
import { hasHiddenBodies, withHiddenBodies } from "./hidden-bodies.ts";

/** Triangles that follow each other along x from `start`, each a face, told by its name. */
function strip(start: number, names: readonly string[], coarse = false): CadMesh {
  const indices = Uint32Array.from(names.flatMap((_, at) => [at * 3, at * 3 + 1, at * 3 + 2]));
  return {
    positions: Float32Array.from(
      names.flatMap((_, at) => [start + at, 0, 0, start + at + 1, 0, 0, start + at, 1, 0]),
    ),
    normals: Float32Array.from(names.flatMap(() => [0, 0, 1, 0, 0, 1, 0, 0, 1])),
    indices,
    faces: names.map((name, at) => ({ first: at, count: 1, name })),
    edges: Float32Array.from([start, 0, 0, start + names.length, 0, 0]),
    ...(coarse ? { coarse: indices.slice(0, 3) } : {}),
  };
}

function modelOf(...parts: CadModel["parts"]): CadModel {
  return { schema: "AP242", parts, nodes: [], problems: [] };
}

/** Corners of the triangles of each face, by name. */
function facesOf({ faces, indices, positions }: CadMesh): Record<string, readonly number[]> {
  return Object.fromEntries(
    faces.map(({ name = "", first, count }) => [
      name,
      [...indices.subarray(first * 3, (first + count) * 3)].map((vertex) => positions[vertex * 3] ?? NaN),
    ]),
  );
}

test("hidden bodies come behind the faces of their part, in their places, and leave its own as they are", () => {
  const shown = strip(0, ["a", "b"], true);
  const model = modelOf(
    { number: "1", name: "", mesh: shown, hidden: { count: 1, mesh: strip(10, ["c"]) } },
    { number: "2", name: "", hidden: { count: 2, mesh: strip(20, ["d", "e"]) } },
    { number: "3", name: "", mesh: strip(30, ["f"]), hidden: { count: 1 } },
  );
  expect(hasHiddenBodies(model)).toBe(true);
  const whole = withHiddenBodies(model);
  expect(withHiddenBodies(model)).toBe(whole);
  const [first, second, third] = whole.parts;
  expect(first?.mesh?.faces.slice(0, 2)).toEqual(shown.faces);
  expect(facesOf(first?.mesh ?? shown)).toEqual({ a: [0, 1, 0], b: [1, 2, 1], c: [10, 11, 10] });
  expect([...(first?.mesh?.coarse ?? [])]).toEqual([0, 1, 2, 6, 7, 8]);
  expect(first?.mesh?.normals).toHaveLength(first?.mesh?.positions.length ?? 0);
  expect([...(first?.mesh?.edges ?? [])]).toEqual([0, 0, 0, 2, 0, 0, 10, 0, 0, 11, 0, 0]);
  expect(second?.mesh).toBe(model.parts[1]?.hidden?.mesh);
  // What can't be drawn changes nothing.
  expect(third).toBe(model.parts[2]);
});

test("curves of a part stay behind the edges of all its faces", () => {
  const mesh = {
    ...strip(0, ["a"]),
    edges: Float32Array.of(0, 0, 0, 1, 0, 0, 5, 5, 5, 6, 6, 6),
    curves: [{ count: 1 }],
  };
  const part = { number: "1", name: "", mesh, hidden: { count: 1, mesh: strip(10, ["c"]) } };
  const whole = withHiddenBodies(modelOf(part)).parts[0]?.mesh;
  expect([...(whole?.edges ?? [])]).toEqual([0, 0, 0, 1, 0, 0, 10, 0, 0, 11, 0, 0, 5, 5, 5, 6, 6, 6]);
  expect(whole?.curves).toEqual([{ count: 1 }]);
});

test("a model that hides nothing is the very model", () => {
  const model = modelOf({ number: "1", name: "", mesh: strip(0, ["a"]) });
  expect(hasHiddenBodies(model)).toBe(false);
  expect(withHiddenBodies(model)).toBe(model);
});
