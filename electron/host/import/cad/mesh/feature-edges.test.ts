import { expect, test } from "vitest";
import { joinMeshes, type BodyMesh } from "./body-mesh.ts";
import { featureEdges } from "./feature-edges.ts";

/** Two unit squares that share the edge x = 0; the second is bent up by an angle. */
function bent(degrees: number): BodyMesh {
  const angle = (degrees * Math.PI) / 180;
  const [x, z] = [Math.cos(angle), Math.sin(angle)];
  return joinMeshes([
    {
      positions: Float64Array.from(
        [
          [-1, 0, 0],
          [0, 0, 0],
          [0, 1, 0],
          [-1, 1, 0],
          [-0, 0, 0],
          [x, 0, z],
          [x, 1, z],
          [-0, 1, 0],
        ].flat(),
      ),
      normals: new Float64Array(),
      indices: Uint32Array.of(0, 1, 2, 0, 2, 3, 4, 5, 6, 4, 6, 7),
      faceTriangles: Uint32Array.of(2, 2),
    },
  ]);
}

const count = (mesh: BodyMesh, exact: boolean): number => featureEdges(mesh, () => exact).length / 6;

test("an edge between faces at an angle is drawn once, with the rims in the open", () => {
  expect(count(bent(45), true)).toBe(7);
});

test("a smooth transition is left out, more of it where normals are means", () => {
  expect(count(bent(5), true)).toBe(6);
  expect(count(bent(15), true)).toBe(7);
  expect(count(bent(15), false)).toBe(6);
  expect(count(bent(25), false)).toBe(7);
});

test("a seam, where a face meets itself, is no edge", () => {
  const mesh = bent(45);
  const [first, second] = mesh.faces;
  if (first === undefined || second === undefined) throw new Error("no faces");
  const one = { ...first, triangles: 4, vertices: 8 };
  expect(count({ ...mesh, faces: [one] }, true)).toBe(6);
});

test("an edge of three faces is always drawn", () => {
  const flat = bent(0);
  const up = bent(90);
  const second = up.faces[1];
  if (second === undefined) throw new Error("no face");
  const three: BodyMesh = {
    positions: Float64Array.from([...flat.positions, ...up.positions]),
    normals: Float64Array.from([...flat.normals, ...up.normals]),
    indices: Uint32Array.from([...flat.indices, ...up.indices.map((index) => index + 8)]),
    faces: [...flat.faces, { ...second, firstTriangle: 6, firstVertex: 12 }],
  };
  expect(count(flat, true)).toBe(6);
  expect(count(three, true)).toBe(10);
});
