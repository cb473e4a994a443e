/** A tree over the triangles of a part, for rays. */
import { BufferAttribute, BufferGeometry } from "three";
import { MeshBVH, type SerializedBVH } from "three-mesh-bvh";
import type { CadMesh } from "../../../shared/model/cad.ts";

type Triangles = Pick<CadMesh, "positions" | "indices">;

/** What a tree is beside the mesh: sent from one thread to another. */
export type TreeParts = Pick<SerializedBVH, "roots" | "indirectBuffer">;

/** Over the mesh's own arrays; indirect, because reordered triangles would lose their faces. */
export function triangleTree(mesh: Triangles): MeshBVH {
  return new MeshBVH(geometryOf(mesh), { indirect: true });
}

export function partsOfTree(tree: MeshBVH): TreeParts {
  const { roots, indirectBuffer } = MeshBVH.serialize(tree, { cloneBuffers: false });
  return { roots, indirectBuffer };
}

/** The tree whose parts these are, of the same mesh. */
export function treeOfParts(parts: TreeParts, mesh: Triangles): MeshBVH {
  const data = { version: 1, index: null, ...parts };
  return MeshBVH.deserialize(data, geometryOf(mesh), { setIndex: false });
}

function geometryOf({ positions, indices }: Triangles): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(positions, 3));
  geometry.setIndex(new BufferAttribute(indices, 1));
  return geometry;
}
