/**
 * How far two faces without an exact surface are from each other. Points of each are measured to the other: all
 * corners and middles of triangles, and between them so close that a hole as wide as two steps is met by one.
 */
import type { CadMesh } from "../model/cad.ts";
import { eachSample, skinOf, type Skin } from "./surface-samples.ts";
import { createTriangleTree, type TriangleTree } from "./triangle-tree.ts";

/** One face, which may be several of the mesh. */
export interface FaceOfMesh {
  readonly mesh: CadMesh;
  readonly faces: readonly number[];
}

type Vector = readonly [number, number, number];
const NOWHERE: Vector = [0, 0, 0];

/**
 * The largest way of a point of one face to the other, mm, where it is above `floor`, else `floor`.
 * @param stop the first way above `floor` is enough
 * @param shift of `a`, mm
 */
export function deviation(
  a: FaceOfMesh,
  b: FaceOfMesh,
  floor: number,
  stop: boolean,
  shift: Vector = NOWHERE,
): number {
  const [ownA, ownB] = [skinOf(a.mesh, a.faces), skinOf(b.mesh, b.faces)];
  const back: Vector = [-shift[0], -shift[1], -shift[2]];
  // Before the trees put their triangles into an order of their own.
  const [treeA, treeB] = [
    createTriangleTree(a.mesh, ownA.triangles.slice()),
    createTriangleTree(b.mesh, ownB.triangles.slice()),
  ];
  const most = farthest(a.mesh, ownA, treeB, floor, stop, shift);
  return stop && most > floor ? most : farthest(b.mesh, ownB, treeA, most, stop, back);
}

function farthest(
  mesh: CadMesh,
  skin: Skin,
  other: TriangleTree,
  floor: number,
  stop: boolean,
  [dx, dy, dz]: Vector,
): number {
  let most = floor;
  eachSample(mesh, skin, (x, y, z) => {
    most = Math.max(most, other.distance(x + dx, y + dy, z + dz, most));
    return stop && most > floor;
  });
  return most;
}
