import { expect, test } from "vitest";
import type { CadMesh } from "../../../shared/model/cad.ts";
import { boxMesh, cylinderMesh } from "../testing/generated-assembly.ts";
import { isClosed, openShare } from "../../../shared/geometry/closed-mesh.ts";

const without = (mesh: CadMesh, face: number): CadMesh => {
  const { first, count } = mesh.faces[face] ?? { first: 0, count: 0 };
  const kept = [...mesh.indices].filter((_, at) => at < first * 3 || at >= (first + count) * 3);
  return { ...mesh, indices: Uint32Array.from(kept) };
};

test("boxes and cylinders of separate faces are closed", () => {
  for (const mesh of [boxMesh(1, 2, 3), boxMesh(1e-3, 5, 2_000), cylinderMesh(4, 9, 32)]) {
    expect(openShare(mesh)).toBe(0);
    expect(isClosed(mesh)).toBe(true);
  }
});

test("without one of its faces nothing is, a tube without its ends neither", () => {
  for (let face = 0; face < 6; face++) expect(isClosed(without(boxMesh(10, 20, 30), face))).toBe(false);
  for (let face = 0; face < 3; face++) expect(isClosed(without(cylinderMesh(5, 9, 24), face))).toBe(false);
});

test("corners that differ by a rounding are one; a face turned over is a hole", () => {
  const box = boxMesh(10, 20, 30);
  const positions = box.positions.map((value, at) => value * (1 + ((at % 3) - 1) * 1e-8));
  expect(isClosed({ ...box, positions })).toBe(true);
  const indices = box.indices.slice();
  for (let at = 0; at < 6; at += 3) [indices[at], indices[at + 1]] = [indices[at + 1] ?? 0, indices[at] ?? 0];
  expect(isClosed({ ...box, indices })).toBe(false);
});

test("an empty mesh is not closed", () => {
  expect(isClosed({ ...boxMesh(1, 1, 1), indices: new Uint32Array(0) })).toBe(false);
});
