/** An assembly for tests and measurements: unique boxes and cylinders with faces, placed on a grid of sub-assemblies. */
import type { CadMesh, CadModel, CadNode, CadPart, Colour, MeshFace } from "../../../shared/model/cad.ts";

export interface AssemblySize {
  readonly parts: number;
  /** Occurrences with a mesh; sub-assemblies come on top. */
  readonly occurrences: number;
  readonly perSubassembly?: number;
  /** Of a cylinder. */
  readonly segments?: number;
}

const COLOURS: readonly (Colour | undefined)[] = [
  undefined,
  [0.1, 0.1, 0.12, 1],
  [0.75, 0.65, 0.2, 1],
  [0.2, 0.35, 0.7, 1],
  undefined,
  [0.9, 0.9, 0.92, 1],
];

/** Part 0 is the product, part 1 its sub-assembly; the others have meshes, boxes and cylinders in turn. */
export function generateAssembly({
  parts,
  occurrences,
  perSubassembly = 50,
  segments = 32,
}: AssemblySize): CadModel {
  const unique: CadPart[] = [
    { number: "A-0", name: "Product" },
    { number: "A-1", name: "Group" },
  ];
  for (let index = 0; index < parts; index++) {
    const colour = COLOURS[index % COLOURS.length];
    const size = 5 + (index % 4);
    const mesh =
      index % 2 === 0
        ? boxMesh(size, size * 0.8, 3 + (index % 3) * 2)
        : cylinderMesh(size * 0.45, 4 + (index % 5), segments);
    unique.push({
      number: `P-${index}`,
      name: index % 2 === 0 ? `Block ${index}` : `Pin ${index}`,
      mesh,
      ...(colour === undefined ? {} : { colour }),
    });
  }
  const nodes: CadNode[] = [
    { parent: -1, part: 0, occurrence: "product", path: "product", transform: translation(0, 0, 0) },
  ];
  const side = Math.ceil(Math.sqrt(perSubassembly));
  const groupSide = Math.ceil(Math.sqrt(Math.ceil(occurrences / perSubassembly)));
  let group = -1;
  for (let index = 0; index < occurrences; index++) {
    const within = index % perSubassembly;
    const groupIndex = Math.floor(index / perSubassembly);
    if (within === 0) {
      const occurrence = `group-${groupIndex}`;
      const transform = translation(
        (groupIndex % groupSide) * side * 12,
        Math.floor(groupIndex / groupSide) * side * 12,
        0,
      );
      group = nodes.push({ parent: 0, part: 1, occurrence, path: `product/${occurrence}`, transform }) - 1;
    }
    const occurrence = `p-${index}`;
    const path = `product/group-${groupIndex}/${occurrence}`;
    const transform = turned((index % 7) * 0.3, (within % side) * 12, Math.floor(within / side) * 12, 0);
    nodes.push({ parent: group, part: 2 + (index % parts), occurrence, path, transform });
  }
  return { schema: "generated", parts: unique, nodes, problems: [] };
}

export function translation(x: number, y: number, z: number): readonly number[] {
  return turned(0, x, y, z);
}

/** About Z by an angle, then moved. */
export function turned(angle: number, x: number, y: number, z: number): readonly number[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c, s, 0, 0, -s, c, 0, 0, 0, 0, 1, 0, x, y, z, 1];
}

/** Six plane faces of two triangles, four vertices each; standing on z = 0, centred in x and y. */
export function boxMesh(width: number, depth: number, height: number): CadMesh {
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  const faces: MeshFace[] = [];
  const corner = (x: number, y: number, z: number): number[] => [
    (x - 0.5) * width,
    (y - 0.5) * depth,
    z * height,
  ];
  for (let axis = 0; axis < 3; axis++) {
    for (const side of [0, 1]) {
      const normal = [0, 0, 0];
      normal[axis] = side === 0 ? -1 : 1;
      const first = positions.length / 3;
      const around = [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ] as const;
      for (const [u, v] of side === 1 ? around : [...around].reverse()) {
        const place = [0, 0, 0];
        place[axis] = side;
        place[(axis + 1) % 3] = u;
        place[(axis + 2) % 3] = v;
        positions.push(...corner(place[0] ?? 0, place[1] ?? 0, place[2] ?? 0));
        normals.push(...normal);
      }
      faces.push({
        first: indices.length / 3,
        count: 2,
        surface: { kind: "plane", axis: [normal[0] ?? 0, normal[1] ?? 0, normal[2] ?? 0] },
      });
      indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
    }
  }
  const edges: number[] = [];
  for (let axis = 0; axis < 3; axis++) {
    for (const [u, v] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      for (const end of [0, 1]) {
        const place = [0, 0, 0];
        place[axis] = end;
        place[(axis + 1) % 3] = u;
        place[(axis + 2) % 3] = v;
        edges.push(...corner(place[0] ?? 0, place[1] ?? 0, place[2] ?? 0));
      }
    }
  }
  return meshOf(positions, normals, indices, faces, edges);
}

/** Mantle, bottom, top as three faces; standing on z = 0 about the z axis. */
export function cylinderMesh(radius: number, height: number, segments: number): CadMesh {
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  const edges: number[] = [];
  const ring = (segment: number): readonly [number, number] => {
    const angle = (2 * Math.PI * segment) / segments;
    return [Math.cos(angle), Math.sin(angle)];
  };
  for (let segment = 0; segment <= segments; segment++) {
    const [x, y] = ring(segment);
    positions.push(x * radius, y * radius, 0, x * radius, y * radius, height);
    normals.push(x, y, 0, x, y, 0);
    if (segment === segments) continue;
    const at = segment * 2;
    indices.push(at, at + 2, at + 3, at, at + 3, at + 1);
    const [nextX, nextY] = ring(segment + 1);
    for (const z of [0, height]) edges.push(x * radius, y * radius, z, nextX * radius, nextY * radius, z);
  }
  const faces: MeshFace[] = [
    {
      first: 0,
      count: segments * 2,
      surface: { kind: "cylinder", origin: [0, 0, 0], axis: [0, 0, 1], radius },
    },
  ];
  for (const [z, up] of [
    [0, -1],
    [height, 1],
  ] as const) {
    const centre = positions.length / 3;
    positions.push(0, 0, z);
    normals.push(0, 0, up);
    for (let segment = 0; segment < segments; segment++) {
      const [x, y] = ring(segment);
      positions.push(x * radius, y * radius, z);
      normals.push(0, 0, up);
    }
    faces.push({ first: indices.length / 3, count: segments, surface: { kind: "plane", axis: [0, 0, up] } });
    for (let segment = 0; segment < segments; segment++) {
      const [a, b] = [centre + 1 + segment, centre + 1 + ((segment + 1) % segments)];
      indices.push(centre, ...(up === 1 ? [a, b] : [b, a]));
    }
  }
  return meshOf(positions, normals, indices, faces, edges);
}

function meshOf(
  positions: readonly number[],
  normals: readonly number[],
  indices: readonly number[],
  faces: readonly MeshFace[],
  edges: readonly number[],
): CadMesh {
  return {
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    indices: Uint32Array.from(indices),
    faces,
    edges: Float32Array.from(edges),
  };
}
