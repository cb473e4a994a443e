import { describe, expect, test } from "vitest";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { KernelMesh } from "../kernel/mesh-kernel.ts";
import { joinMeshes } from "./body-mesh.ts";
import { measure } from "./testing.ts";

/** A tetrahedron with one corner at the origin, each face with vertices of its own. */
function tetrahedron(): KernelMesh {
  const [o, x, y, z] = [
    [0, 0, 0],
    [1, 0, 0],
    [0, 2, 0],
    [0, 0, 3],
  ] as const;
  const faces = [
    [o, y, x],
    [o, x, z],
    [o, z, y],
    [x, y, z],
  ];
  return {
    positions: Float64Array.from(faces.flat(2)),
    normals: new Float64Array(),
    indices: Uint32Array.from({ length: 12 }, (_, at) => at),
    faceTriangles: Uint32Array.of(1, 1, 1, 1),
  };
}

describe("meshes of one body", () => {
  test("become one, each face with its triangles and vertices", () => {
    const { positions, indices, faces } = joinMeshes([tetrahedron(), tetrahedron()]);
    expect(positions).toHaveLength(72);
    expect(faces).toHaveLength(8);
    expect(faces[5]).toEqual({ firstTriangle: 5, triangles: 1, firstVertex: 15, vertices: 3 });
    expect(measure({ positions, indices }).volume).toBeCloseTo(2);
  });

  test("that lack normals get them, outward", () => {
    const { normals } = joinMeshes([tetrahedron()]);
    expect(Array.from(normals.subarray(0, 3))).toEqual([0, 0, -1]);
    expect(Math.hypot(...normals.slice(27, 30))).toBeCloseTo(1);
    expect(normals[27]).toBeGreaterThan(0);
  });

  test("that were moved, stretched and mirrored keep their outside outside", () => {
    const mirrored = [-2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 10, 20, 30, 1];
    const mesh = { ...tetrahedron(), normals: joinMeshes([tetrahedron()]).normals };
    const { positions, normals, indices } = joinMeshes([mesh], mirrored);
    expect(measure({ positions, indices }).volume).toBeCloseTo(2);
    expect(Array.from(positions.subarray(6, 9))).toEqual([8, 20, 30]);
    // The slanted face looked to +x and looks to -x now; stretched by two, it leans less that way.
    const slanted = normals.subarray(27, 30);
    const length = Math.hypot(0.5, 0.5, 1 / 3);
    expect(slanted[0]).toBeCloseTo(-0.5 / length);
    expect(slanted[1]).toBeCloseTo(0.5 / length);
    expect(slanted[2]).toBeCloseTo(1 / 3 / length);
  });

  test("with numbers that are none are refused", () => {
    const broken = (change: Partial<KernelMesh>): KernelMesh => ({ ...tetrahedron(), ...change });
    const huge = tetrahedron().positions.map((value) => value * 1e39);
    for (const mesh of [
      broken({ positions: tetrahedron().positions.fill(NaN, 4, 5) }),
      broken({ positions: huge }),
      broken({ indices: Uint32Array.of(0, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0) }),
      broken({ faceTriangles: Uint32Array.of(1, 1, 1) }),
    ])
      expect(() => joinMeshes([mesh])).toThrow(Failure);
  });
});
