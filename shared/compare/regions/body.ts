/** One of two bodies that are compared by their triangles: its regions, and a tree to measure to. */
import { groupFaces, hasNoForm, type FaceGroup } from "../../links/face-groups.ts";
import type { CadMesh } from "../../model/cad.ts";
import { eachSample, skinOf, type Skin } from "../surface-samples.ts";
import { createTriangleTree, type TriangleTree } from "../triangle-tree.ts";
import { creaseRegions, type MeshRegions } from "./crease-regions.ts";

export interface Body {
  readonly mesh: CadMesh;
  readonly skin: Skin;
  readonly tree: TriangleTree;
  readonly regions: MeshRegions;
  /** Of a body with exact faces, which are its regions; else it is cut by its creases. */
  readonly groups: readonly FaceGroup[] | undefined;
}

/** Known by its triangles alone, as STL, OBJ, glTF and tessellations are, and bodies that are free-form all over. */
export function isMeshOnly({ faces }: CadMesh): boolean {
  return faces.every(({ surface }) => surface === undefined || hasNoForm(surface.kind));
}

export function bodyOf(mesh: CadMesh): Body {
  const skin = skinOf(mesh);
  const tree = createTriangleTree(mesh, skin.triangles.slice());
  const regions = creaseRegions(mesh);
  if (isMeshOnly(mesh)) return { mesh, skin, tree, regions, groups: undefined };
  const groups = groupFaces(mesh);
  const of = new Int32Array(mesh.indices.length / 3);
  groups.forEach(({ faces }, group) => {
    for (const face of faces) {
      const { first = 0, count = 0 } = mesh.faces[face] ?? {};
      of.fill(group, first, first + count);
    }
  });
  return { mesh, skin, tree, regions: { ...regions, of, count: groups.length }, groups };
}

/**
 * Per triangle of the one the greatest way of a point on it to the other, mm; 0 where none is above `floor`.
 * @param walked is told now and then which share of the body has been measured
 */
export function deviationsOf(
  { mesh, skin }: Body,
  other: TriangleTree,
  floor: number,
  walked: (share: number) => void,
): Float32Array {
  const ways = new Float32Array(mesh.indices.length / 3);
  const atCorners = new Float32Array(mesh.positions.length / 3);
  let last = -1;
  let done = 0;
  eachSample(mesh, skin, (x, y, z, triangle, vertex) => {
    const way = other.distance(x, y, z, floor);
    if (way > floor) {
      const [list, at] = vertex === -1 ? ([ways, triangle] as const) : ([atCorners, vertex] as const);
      if (way > (list[at] ?? 0)) list[at] = way;
    }
    if (triangle !== last) {
      last = triangle;
      done += 1;
      if (done % TOLD_EVERY === 0) walked(done / skin.triangles.length);
    }
    return false;
  });
  for (const triangle of skin.triangles)
    for (let corner = 0; corner < 3; corner++)
      ways[triangle] = Math.max(
        ways[triangle] ?? 0,
        atCorners[mesh.indices[triangle * 3 + corner] ?? 0] ?? 0,
      );
  return ways;
}

const TOLD_EVERY = 20_000;
