import { expect, test } from "vitest";
import type { CadMesh } from "../../../shared/model/cad.ts";
import { smoothChain } from "./face-chain.ts";
import { boxMesh, cylinderMesh } from "../testing/generated-assembly.ts";

/** Strips about the y axis, each a face of its own: flat, a quarter round in `steps`, flat, then a sharp corner. */
function bentSheet(steps: number): CadMesh {
  const profile: (readonly [x: number, z: number, nx: number, nz: number])[] = [
    [-5, 0, 0, 1],
    [0, 0, 0, 1],
  ];
  for (let step = 0; step <= steps; step++) {
    const angle = (Math.PI / 2) * (step / steps);
    profile.push([Math.sin(angle) * 2, 2 - 2 + Math.cos(angle) * 2 - 2, Math.sin(angle), Math.cos(angle)]);
  }
  profile.push([2, -2, 1, 0], [2, -7, 1, 0], [2, -7, 0, -1], [-5, -7, 0, -1]);
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  const faces = [];
  const faceOf = [
    [0, 2],
    [2, steps + 1],
    [steps + 3, 2],
    [steps + 5, 2],
  ] as const;
  for (const [first, count] of faceOf) {
    const start = indices.length / 3;
    for (let at = first; at < first + count; at++) {
      const [x, z, nx, nz] = profile[at] ?? [0, 0, 0, 0];
      const vertex = positions.length / 3;
      positions.push(x, 0, z, x, 10, z);
      normals.push(nx, 0, nz, nx, 0, nz);
      if (at > first) indices.push(vertex - 2, vertex, vertex + 1, vertex - 2, vertex + 1, vertex - 1);
    }
    faces.push({ first: start, count: indices.length / 3 - start });
  }
  return {
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    indices: Uint32Array.from(indices),
    faces,
    edges: new Float32Array(0),
  };
}

test("a bend goes on into the planes beside it, and stops at the sharp corner", () => {
  expect(smoothChain(bentSheet(6), 0)).toEqual([0, 1, 2]);
  expect(smoothChain(bentSheet(6), 2)).toEqual([0, 1, 2]);
  expect(smoothChain(bentSheet(6), 3)).toEqual([3]);
});

test("faces of a box and the ends of a cylinder stand alone", () => {
  expect(smoothChain(boxMesh(3, 4, 5), 2)).toEqual([2]);
  expect(smoothChain(cylinderMesh(2, 5, 24), 0)).toEqual([0]);
});
