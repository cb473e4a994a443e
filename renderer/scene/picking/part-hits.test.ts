/** Rays at parts: by a tree and by a look at every triangle, on random meshes with a kept seed; and which when. */
import fc from "fast-check";
import { Ray, Vector3 } from "three";
import type { MeshBVH } from "three-mesh-bvh";
import { expect, test } from "vitest";
import type { CadMesh } from "../../../shared/model/cad.ts";
import { createPartHits, firstOfAll, type PartHit } from "./part-hits.ts";
import { createTreeBuilder, type TreeBuilder, type TreePort, type TreeRequest } from "./tree-builder.ts";
import { partsOfTree, triangleTree } from "./triangle-tree.ts";

/** Grid of points over a bowl: every triangle another way. */
function bowl(side: number, depth: number): CadMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let row = 0; row <= side; row++)
    for (let column = 0; column <= side; column++) {
      const [x, y] = [(column / side) * 2 - 1, (row / side) * 2 - 1];
      positions.push(x * 50, y * 50, depth * (x * x + y * y + 0.1 * Math.sin(9 * x + 5 * y)));
    }
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const at = row * (side + 1) + column;
      indices.push(at, at + 1, at + side + 2, at, at + side + 2, at + side + 1);
    }
  return {
    positions: Float32Array.from(positions),
    normals: new Float32Array(positions.length),
    indices: Uint32Array.from(indices),
    faces: [{ first: 0, count: indices.length / 3 }],
    edges: new Float32Array(0),
  };
}

const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000);
const rays = fc
  .tuple(real(-80, 80), real(-80, 80), real(-90, 90), real(-60, 60), real(-60, 60), real(-30, 60))
  .map(([x, y, z, toX, toY, toZ]) => {
    const origin = new Vector3(x, y, z);
    return new Ray(origin, new Vector3(toX, toY, toZ).sub(origin).normalize());
  })
  .filter(({ direction }) => direction.length() > 0.5);

test("a look at every triangle finds what a tree finds, from either side, within the same stretch", () => {
  const mesh = bowl(12, 40);
  const byTree = createPartHits(undefined);
  let met = 0;
  fc.assert(
    fc.property(rays, real(0, 60), real(20, 300), (ray, near, length) => {
      const [tree, all] = [
        byTree.first(mesh, ray, near, near + length),
        firstOfAll(mesh, ray, near, near + length),
      ];
      expect(all === undefined).toBe(tree === undefined);
      if (tree === undefined || all === undefined) return;
      met += 1;
      expect(all.point.distanceTo(tree.point)).toBeLessThan(1e-4);
      // On an edge both triangles are right.
      if (all.triangle === tree.triangle) expect(all.isBack).toBe(tree.isBack);
    }),
    { seed: 2711, numRuns: 1_500 },
  );
  expect(met).toBeGreaterThan(300);
});

const DOWN = new Ray(new Vector3(10.3, 5.2, 100), new Vector3(0, 0, -1));
const places = (hit: PartHit | undefined): readonly number[] | undefined =>
  hit?.point.toArray().map((value) => Math.round(value * 1e3) / 1e3);

test("a large part answers before its tree is there, and the same after", async () => {
  const mesh = bowl(160, 30);
  const built: CadMesh[] = [];
  let give: ((tree: MeshBVH) => void) | undefined;
  const builder: TreeBuilder = {
    build: (asked) => {
      built.push(asked);
      return new Promise((done) => (give = done));
    },
    dispose: () => undefined,
  };
  const hits = createPartHits(builder);
  expect(hits.prepare(mesh)).toBe(false);
  const before = hits.first(mesh, DOWN, 0, 1_000);
  expect(places(before)).toHaveLength(3);
  // Asked for once, however often it is picked.
  expect(built).toEqual([mesh]);
  const tree = triangleTree(mesh);
  give?.(tree);
  await Promise.resolve();
  expect(hits.prepare(mesh)).toBe(true);
  expect(places(hits.first(mesh, DOWN, 0, 1_000))).toEqual(places(before));
  expect(built).toHaveLength(1);
  // A model that comes back finds it.
  expect(createPartHits(builder).prepare(mesh)).toBe(true);
});

test("a small part is built when it is asked for", () => {
  const mesh = bowl(4, 30);
  const builder: TreeBuilder = {
    build: () => Promise.reject(new Error("not asked")),
    dispose: () => undefined,
  };
  expect(createPartHits(builder).prepare(mesh)).toBe(true);
});

test("a tree that comes from a worker is the tree of the page's own mesh", async () => {
  const mesh = bowl(40, 30);
  const port = (): TreePort => {
    let tell: ((event: MessageEvent) => void) | undefined;
    return {
      postMessage: ({ id, positions, indices }: TreeRequest) => {
        // As it is cloned on its way to the worker.
        const copy = { positions: positions.slice(), indices: indices.slice() };
        const data = { id, tree: partsOfTree(triangleTree(copy)) };
        queueMicrotask(() => tell?.(new MessageEvent("message", { data })));
      },
      terminate: () => undefined,
      addEventListener: (type: string, listener: (event: never) => void) => {
        if (type === "message") tell = listener as typeof tell;
      },
    };
  };
  const tree = await createTreeBuilder(port).build(mesh, new AbortController().signal);
  expect(tree.geometry.getAttribute("position").array).toBe(mesh.positions);
  expect(tree.geometry.index?.array).toBe(mesh.indices);
  const hit = tree.raycastFirst(DOWN);
  expect(hit?.point.distanceTo(firstOfAll(mesh, DOWN, 0, 1_000)?.point ?? new Vector3())).toBeLessThan(1e-4);
});
