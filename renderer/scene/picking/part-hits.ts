/**
 * Where a ray meets a part first. By a tree over its triangles: of a small part built when it is first asked for, of a
 * large one beside the page, and until it is there by a look at every triangle.
 */
import { DoubleSide, Vector3, type Ray } from "three";
import type { MeshBVH } from "three-mesh-bvh";
import type { CadMesh } from "../../../shared/model/cad.ts";
import type { TreeBuilder } from "./tree-builder.ts";
import { triangleTree } from "./triangle-tree.ts";

export interface PartHit {
  readonly triangle: number;
  /** In the part's own coordinates, mm. */
  readonly point: Vector3;
  /** The ray comes from behind it. */
  readonly isBack: boolean;
}

export interface PartHits {
  /** @param near and @param far along the ray, in the part's own mm */
  readonly first: (mesh: CadMesh, ray: Ray, near: number, far: number) => PartHit | undefined;
  /** Builds the tree of a mesh, or asks for it: false where it is large and not there yet. */
  readonly prepare: (mesh: CadMesh) => boolean;
  readonly dispose: () => void;
}

/** Triangles whose tree takes a few milliseconds at most. */
const MOST_AT_ONCE = 20_000;

/** As long as the meshes: a model that comes back finds its trees. */
const known = new WeakMap<CadMesh, MeshBVH>();

/** @param builder of trees of large meshes; undefined: they are built at once too */
export function createPartHits(builder: TreeBuilder | undefined): PartHits {
  const gone = new AbortController();
  const asked = new WeakSet<CadMesh>();
  const treeOf = (mesh: CadMesh): MeshBVH | undefined => {
    const there = known.get(mesh);
    if (there !== undefined) return there;
    if (builder === undefined || mesh.indices.length < MOST_AT_ONCE * 3) {
      const tree = triangleTree(mesh);
      known.set(mesh, tree);
      return tree;
    }
    if (!asked.has(mesh)) {
      asked.add(mesh);
      builder.build(mesh, gone.signal).then(
        (tree) => known.set(mesh, tree),
        // Without a tree a pick looks at every triangle, slower but right.
        () => undefined,
      );
    }
    return undefined;
  };
  return {
    first: (mesh, ray, near, far) => {
      const tree = treeOf(mesh);
      if (tree === undefined) return firstOfAll(mesh, ray, near, far);
      const hit = tree.raycastFirst(ray, DoubleSide, near, far);
      if (hit?.faceIndex === undefined || hit.faceIndex === null) return undefined;
      const isBack = (hit.face?.normal.dot(ray.direction) ?? 0) > 0;
      return { triangle: hit.faceIndex, point: hit.point, isBack };
    },
    prepare: (mesh) => treeOf(mesh) !== undefined,
    dispose: () => gone.abort(new Error("the model has gone")),
  };
}

/** The same by a look at every triangle, from either side (Möller and Trumbore 1997). */
export function firstOfAll(
  { positions, indices }: Pick<CadMesh, "positions" | "indices">,
  { origin, direction }: Ray,
  near: number,
  far: number,
): PartHit | undefined {
  const { x: ox, y: oy, z: oz } = origin;
  const { x: dx, y: dy, z: dz } = direction;
  let [nearest, triangle, isBack] = [far, -1, false];
  for (let at = 0; at + 2 < indices.length; at += 3) {
    const a = (indices[at] as number) * 3;
    const b = (indices[at + 1] as number) * 3;
    const c = (indices[at + 2] as number) * 3;
    const ax = positions[a] as number;
    const ay = positions[a + 1] as number;
    const az = positions[a + 2] as number;
    const ux = (positions[b] as number) - ax;
    const uy = (positions[b + 1] as number) - ay;
    const uz = (positions[b + 2] as number) - az;
    const vx = (positions[c] as number) - ax;
    const vy = (positions[c + 1] as number) - ay;
    const vz = (positions[c + 2] as number) - az;
    const px = dy * vz - dz * vy;
    const py = dz * vx - dx * vz;
    const pz = dx * vy - dy * vx;
    const determinant = ux * px + uy * py + uz * pz;
    if (determinant === 0) continue;
    const tx = ox - ax;
    const ty = oy - ay;
    const tz = oz - az;
    const u = (tx * px + ty * py + tz * pz) / determinant;
    if (u < 0 || u > 1) continue;
    const qx = ty * uz - tz * uy;
    const qy = tz * ux - tx * uz;
    const qz = tx * uy - ty * ux;
    const v = (dx * qx + dy * qy + dz * qz) / determinant;
    if (v < 0 || u + v > 1) continue;
    const distance = (vx * qx + vy * qy + vz * qz) / determinant;
    if (distance < near || distance > nearest || (distance === nearest && triangle >= 0)) continue;
    nearest = distance;
    triangle = at / 3;
    // Its normal and the ray point the same way.
    isBack = determinant < 0;
  }
  if (triangle < 0) return undefined;
  return { triangle, point: new Vector3(dx, dy, dz).multiplyScalar(nearest).add(origin), isBack };
}
