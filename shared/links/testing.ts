/** Meshes of single walls with exact surfaces, for tests of what is recognised on them. */
import type { CadMesh, MeshFace } from "../model/cad.ts";
import type { Vector } from "./face-groups.ts";

/** Builds a mesh from walls, a face each. */
export function createTestMesh(): {
  readonly wall: (options: WallOptions) => number;
  readonly plate: (centre: Vector, width: number, depth: number) => number;
  readonly mesh: () => CadMesh;
} {
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  const faces: MeshFace[] = [];
  const vertex = (point: Vector, normal: Vector): number => {
    positions.push(...point);
    normals.push(...normal);
    return positions.length / 3 - 1;
  };
  return {
    wall: ({ at: [x, y, z], radius, height, from = 0, to = 1, outside = false, axis = 1 }) => {
      const first = indices.length / 3;
      const steps = 24;
      const ring = Array.from({ length: steps + 1 }, (_, step) => {
        const angle = 2 * Math.PI * (from + ((to - from) * step) / steps);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const sign = outside ? 1 : -1;
        const low = vertex([x + radius * c, y + radius * s, z], [c * sign, s * sign, 0]);
        const high = vertex([x + radius * c, y + radius * s, z + height], [c * sign, s * sign, 0]);
        return [low, high] as const;
      });
      for (let step = 0; step < steps; step++) {
        const [[a, b], [c, d]] = [ring[step] ?? [0, 0], ring[step + 1] ?? [0, 0]];
        indices.push(a, c, b, c, d, b);
      }
      const surface = { kind: "cylinder", origin: [x, y, z], axis: [0, 0, axis], radius } as const;
      return faces.push({ first, count: steps * 2, surface }) - 1;
    },
    plate: ([x, y, z], width, depth) => {
      const first = indices.length / 3;
      const corners = [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ].map(([i = 0, j = 0]) => vertex([x + (i * width) / 2, y + (j * depth) / 2, z], [0, 0, 1]));
      const [a = 0, b = 0, c = 0, d = 0] = corners;
      indices.push(a, b, c, a, c, d);
      const surface = { kind: "plane", origin: [x, y, z], axis: [0, 0, 1] } as const;
      return faces.push({ first, count: 2, surface }) - 1;
    },
    mesh: () => ({
      positions: Float32Array.from(positions),
      normals: Float32Array.from(normals),
      indices: Uint32Array.from(indices),
      faces,
      edges: new Float32Array(0),
    }),
  };
}

export interface WallOptions {
  readonly at: Vector;
  readonly radius: number;
  readonly height: number;
  /** Share of the turn, 0…1. */
  readonly from?: number;
  readonly to?: number;
  /** A shaft; otherwise a hole. */
  readonly outside?: boolean;
  /** Which way the file writes its axis. */
  readonly axis?: 1 | -1;
}
