/** A mesh whose faces are its regions: the same triangles in another order, so that each region is one run. */
import type { CadModel, CadMesh, MeshFace } from "../../model/cad.ts";

export interface RegionOrder {
  /** Old index of each triangle, in the new order. */
  readonly triangles: Uint32Array;
  /** Triangles of each face, in order; none is empty. */
  readonly counts: Uint32Array;
  /** Face of each region; -1 of one that a cut left without a triangle. */
  readonly faceOf: Int32Array;
}

/** What a comparison hands out of it. */
export interface PartRegions extends Pick<RegionOrder, "triangles" | "counts"> {
  readonly part: number;
}

/** @param of region of each triangle */
export function regionOrder(of: Int32Array, count: number): RegionOrder {
  const sizes = new Uint32Array(count);
  of.forEach((region) => {
    sizes[region] = (sizes[region] ?? 0) + 1;
  });
  const faceOf = new Int32Array(count).fill(-1);
  const starts = new Uint32Array(count);
  const counts: number[] = [];
  let at = 0;
  sizes.forEach((size, region) => {
    starts[region] = at;
    at += size;
    if (size > 0) faceOf[region] = counts.push(size) - 1;
  });
  const triangles = new Uint32Array(of.length);
  of.forEach((region, triangle) => {
    const place = starts[region] ?? 0;
    triangles[place] = triangle;
    starts[region] = place + 1;
  });
  return { triangles, counts: Uint32Array.from(counts), faceOf };
}

/** A model as a comparison sees it; the model itself where it cuts nothing. Regions of another mesh are left out. */
export function withRegions(model: CadModel, regions: readonly PartRegions[]): CadModel {
  if (regions.length === 0) return model;
  const byPart = new Map(regions.map((own) => [own.part, own]));
  return {
    ...model,
    parts: model.parts.map((part, at) => {
      const own = byPart.get(at);
      return own === undefined || part.mesh?.indices.length !== own.triangles.length * 3
        ? part
        : { ...part, mesh: reordered(part.mesh, own) };
    }),
  };
}

function reordered(mesh: CadMesh, { triangles, counts }: PartRegions): CadMesh {
  const indices = new Uint32Array(mesh.indices.length);
  triangles.forEach((old, at) => {
    indices[at * 3] = mesh.indices[old * 3] ?? 0;
    indices[at * 3 + 1] = mesh.indices[old * 3 + 1] ?? 0;
    indices[at * 3 + 2] = mesh.indices[old * 3 + 2] ?? 0;
  });
  const faceOf = new Int32Array(triangles.length);
  mesh.faces.forEach(({ first, count }, face) => faceOf.fill(face, first, first + count));
  let first = 0;
  const faces = Array.from(counts, (count): MeshFace => {
    // A region lies within one face: it looks as that does.
    const { colour, name } = mesh.faces[faceOf[triangles[first] ?? 0] ?? 0] ?? {};
    const face: MeshFace = {
      first,
      count,
      ...(colour === undefined ? {} : { colour }),
      ...(name === undefined ? {} : { name }),
    };
    first += count;
    return face;
  });
  return { ...mesh, indices, faces };
}
