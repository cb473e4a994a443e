/** Written files, read back by three's own loaders. */
import {
  Box3,
  Color,
  LineSegments,
  Matrix4,
  Mesh,
  Vector3,
  type LineBasicMaterial,
  type MeshStandardMaterial,
} from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import { STLLoader } from "three/addons/loaders/STLLoader.js";
import { expect, test } from "vitest";
import type { CadModel } from "../../../shared/model/cad.ts";
import { boxMesh, cylinderMesh, generateAssembly, turned } from "../testing/generated-assembly.ts";
import { composeTransforms } from "../../../shared/geometry/transforms.ts";
import type { ExportRun } from "./export-run.ts";
import { writeGlb } from "./glb.ts";
import { writeStl } from "./stl.ts";

const run = (more: Partial<ExportRun> = {}): ExportRun => ({
  signal: new AbortController().signal,
  progress: () => undefined,
  pause: () => Promise.resolve(),
  ...more,
});
const joined = async (pieces: Promise<readonly Uint8Array<ArrayBuffer>[]>): Promise<ArrayBuffer> =>
  new Blob([...(await pieces)]).arrayBuffer();
const all = (model: CadModel): Uint8Array => new Uint8Array(model.nodes.length).fill(1);

const MIRRORED = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 40, 0, 0, 1];
const box = boxMesh(10, 20, 30);
const painted = {
  ...box,
  faces: box.faces.map((face, at) =>
    at === 2 || at === 3 ? { ...face, colour: [1, 0, 0, at === 2 ? 1 : 0.25] as const } : face,
  ),
};
const model: CadModel = {
  schema: "generated",
  problems: [],
  parts: [
    { number: "A", name: "Assembly" },
    { number: "B", name: "Block", mesh: painted, colour: [0.5, 0.5, 0.5, 1] },
    { number: "P", name: "Pin", mesh: cylinderMesh(4, 12, 24) },
  ],
  nodes: [
    { parent: -1, part: 0, occurrence: "top", path: "top", transform: turned(0, 0, 0, 0) },
    { parent: 0, part: 1, occurrence: "block:1", path: "top/block:1", transform: turned(1, 100, 0, 5) },
    { parent: 0, part: 1, occurrence: "block:2", path: "top/block:2", transform: MIRRORED },
    {
      parent: 0,
      part: 2,
      occurrence: "pin:1",
      path: "top/pin:1",
      transform: turned(0, -50, 0, 0),
      colour: [0, 0, 1, 0.5],
    },
  ],
};

/** World box in mm, worked out from the model's own numbers. */
function expectedBox(of: CadModel, nodes: Iterable<number>): Box3 {
  const world = composeTransforms(of.nodes);
  const found = new Box3();
  for (const node of nodes) {
    const mesh = of.parts[of.nodes[node]?.part ?? -1]?.mesh;
    if (mesh === undefined) continue;
    const matrix = new Matrix4().fromArray(world, node * 16);
    for (let at = 0; at < mesh.positions.length; at += 3)
      found.expandByPoint(new Vector3().fromArray(mesh.positions, at).applyMatrix4(matrix));
  }
  return found;
}

async function readGlb(
  bytes: ArrayBuffer,
): Promise<{ readonly meshes: readonly Mesh[]; readonly names: readonly string[]; readonly box: Box3 }> {
  const { scene } = await new GLTFLoader().parseAsync(bytes, "");
  scene.updateMatrixWorld(true);
  const meshes: Mesh[] = [];
  const names: string[] = [];
  scene.traverse((object) => {
    if (object instanceof Mesh) meshes.push(object);
    names.push(String(object.userData["path"] ?? ""));
  });
  return { meshes, names, box: new Box3().setFromObject(scene, true) };
}

test("GLB: metres with Y up, names and structure, instances share their mesh", async () => {
  const { meshes, names, box: found } = await readGlb(await joined(writeGlb(model, all(model), run())));
  const mm = expectedBox(model, model.nodes.keys());
  // x stays, z becomes y, y becomes -z; thousandths.
  expect(found.min.x).toBeCloseTo(mm.min.x / 1000, 6);
  expect(found.max.y).toBeCloseTo(mm.max.z / 1000, 6);
  expect(found.min.z).toBeCloseTo(-mm.max.y / 1000, 6);
  expect(names).toEqual(expect.arrayContaining(["top", "top/block:1", "top/block:2", "top/pin:1"]));
  const blocks = meshes.filter(
    ({ geometry }) => geometry.getAttribute("position").count === box.positions.length / 3,
  );
  expect(new Set(blocks.map(({ geometry }) => geometry.getAttribute("position"))).size).toBe(1);
});

test("GLB: colours of faces, parts and occurrences, transparency", async () => {
  const { meshes } = await readGlb(await joined(writeGlb(model, all(model), run())));
  const said = meshes.map(({ material }) => {
    const { color, opacity, transparent } = material as MeshStandardMaterial;
    return `${color.getHexString()} ${opacity} ${transparent}`;
  });
  expect(new Set(said)).toEqual(
    new Set(["808080 1 false", "ff0000 1 false", "ff0000 0.25 true", "0000ff 0.5 true"]),
  );
});

test("GLB: colours of single faces of one occurrence, over the vertices that all share", async () => {
  const worn = [{ face: 0, colour: [0, 1, 0, 1] as const }];
  const nodes = model.nodes.map((node, at) => (at === 2 ? { ...node, faceColours: worn } : node));
  const { meshes } = await readGlb(await joined(writeGlb({ ...model, nodes }, all(model), run())));
  const green = meshes.filter(
    ({ material }) => (material as MeshStandardMaterial).color.getHexString() === "00ff00",
  );
  expect(green).toHaveLength(1);
  expect(green[0]?.parent?.userData["path"]).toBe("top/block:2");
  // A side of a box.
  expect(green[0]?.geometry.index?.count).toBe(6);
  const whole = box.positions.length / 3;
  const blocks = meshes.filter(({ geometry }) => geometry.getAttribute("position").count === whole);
  expect(new Set(blocks.map(({ geometry }) => geometry.getAttribute("position"))).size).toBe(1);
});

test("GLB: a face without triangles, which could not be meshed, leaves nothing empty", async () => {
  const faces = [...box.faces, { first: box.indices.length / 3, count: 0, colour: [0, 1, 0, 1] as const }];
  const parts = [{ number: "B", name: "Block", mesh: { ...box, faces } }];
  const nodes = [{ parent: -1, part: 0, occurrence: "b", path: "b", transform: turned(0, 0, 0, 0) }];
  const { meshes } = await readGlb(
    await joined(writeGlb({ ...model, parts, nodes }, new Uint8Array([1]), run())),
  );
  expect(meshes.map(({ geometry }) => geometry.index?.count)).toEqual([box.indices.length]);
});

test("GLB: colours of single vertices are linear, and their faces white but as opaque as before", async () => {
  const vertexColours = new Uint8Array((box.positions.length / 3) * 4);
  const { first, count } = box.faces[1] ?? { first: 0, count: 0 };
  for (const vertex of box.indices.subarray(first * 3, (first + count) * 3))
    vertexColours.set([128, 0, vertex, 255], vertex * 4);
  const faces = box.faces.map((face, at) =>
    at === 1 ? { ...face, colour: [0.2, 0, 0, 0.5] as const } : face,
  );
  const parts = model.parts.map((part, at) =>
    at === 1 ? { ...part, mesh: { ...box, faces, vertexColours } } : part,
  );
  const { meshes } = await readGlb(await joined(writeGlb({ ...model, parts }, all(model), run())));
  const tinted = meshes.filter(({ geometry }) => geometry.hasAttribute("color"));
  // Both blocks share it.
  expect(tinted).toHaveLength(2);
  for (const { geometry, material } of tinted) {
    expect((material as MeshStandardMaterial).vertexColors).toBe(true);
    expect((material as MeshStandardMaterial).color.getHexString()).toBe("ffffff");
    expect((material as MeshStandardMaterial).opacity).toBe(0.5);
    expect(geometry.index?.count).toBe(count * 3);
    const colours = geometry.getAttribute("color");
    for (const vertex of geometry.index?.array ?? []) {
      const own = new Color(colours.getX(vertex), colours.getY(vertex), colours.getZ(vertex));
      expect(own.getHex()).toBe((128 << 16) | vertex);
    }
  }
});

test("GLB: a part of curves alone as lines in its colour", async () => {
  const edges = Float32Array.of(0, 0, 0, 10, 0, 0, 10, 0, 0, 10, 20, 0);
  const wire = {
    positions: edges,
    normals: new Float32Array(12),
    indices: new Uint32Array(),
    faces: [],
    edges,
  };
  const parts = model.parts.map((part, at) => (at === 2 ? { ...part, mesh: wire } : part));
  const { scene } = await new GLTFLoader().parseAsync(
    await joined(writeGlb({ ...model, parts }, Uint8Array.from([0, 0, 0, 1]), run())),
    "",
  );
  const found: LineSegments[] = [];
  scene.traverse((object) => {
    if (object instanceof LineSegments) found.push(object as LineSegments);
  });
  expect(found).toHaveLength(1);
  for (const { geometry, material } of found) {
    expect([...geometry.getAttribute("position").array]).toEqual([...edges]);
    expect((material as LineBasicMaterial).color.getHexString()).toBe("0000ff");
  }
});

test("GLB: curves beside faces as lines, each run in its colour or the part's; edges of faces are none", async () => {
  const curves = [{ count: 1, colour: [1, 0, 0, 1] as const }, { count: 1 }];
  const lined: CadModel = {
    ...model,
    parts: model.parts.map((part, at) =>
      at === 2 && part.mesh !== undefined
        ? {
            ...part,
            mesh: {
              ...part.mesh,
              edges: Float32Array.of(9, 9, 9, 8, 8, 8, 0, 0, 0, 10, 0, 0, 10, 0, 0, 10, 20, 0),
              curves,
            },
          }
        : part,
    ),
  };
  const file = await joined(writeGlb(lined, Uint8Array.from([0, 0, 0, 1]), run()));
  const { scene } = await new GLTFLoader().parseAsync(file, "");
  const found: [number[], string][] = [];
  let faces = 0;
  scene.traverse((object) => {
    if (object instanceof LineSegments)
      found.push([
        [...object.geometry.getAttribute("position").array],
        (object.material as LineBasicMaterial).color.getHexString(),
      ]);
    else if (object instanceof Mesh) faces += 1;
  });
  expect(found).toEqual([
    [[0, 0, 0, 10, 0, 0], "ff0000"],
    [[10, 0, 0, 10, 20, 0], "0000ff"],
  ]);
  expect(faces).toBeGreaterThan(0);
});

test("only what is wanted is written, with the assemblies above it", async () => {
  const wanted = Uint8Array.from([0, 0, 0, 1]);
  const { meshes, names } = await readGlb(await joined(writeGlb(model, wanted, run())));
  expect(meshes).toHaveLength(1);
  expect(names.filter((name) => name !== "")).toEqual(["top", "top/pin:1"]);
  const nothing = await readGlb(await joined(writeGlb(model, new Uint8Array(4), run())));
  expect(nothing.meshes).toHaveLength(0);
});

test("STL: every triangle in its place in mm, looking outwards, mirrored ones too", async () => {
  const bytes = await joined(writeStl(model, all(model), composeTransforms(model.nodes), run()));
  const geometry = new STLLoader().parse(bytes);
  const triangles = (2 * box.indices.length + (model.parts[2]?.mesh?.indices.length ?? 0)) / 3;
  expect(geometry.getAttribute("position").count).toBe(triangles * 3);
  geometry.computeBoundingBox();
  const mm = expectedBox(model, model.nodes.keys());
  expect(geometry.boundingBox?.min.distanceTo(mm.min)).toBeLessThan(1e-4);
  expect(geometry.boundingBox?.max.distanceTo(mm.max)).toBeLessThan(1e-4);
  // Volume by the divergence theorem: positive only where all triangles look outwards.
  const position = geometry.getAttribute("position");
  let volume = 0;
  for (let at = 0; at < position.count; at += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => new Vector3().fromBufferAttribute(position, at + corner)) as [
      Vector3,
      Vector3,
      Vector3,
    ];
    volume += a.dot(b.cross(c)) / 6;
  }
  const pin = 0.5 * 24 * Math.sin((2 * Math.PI) / 24) * 16 * 12;
  expect(volume).toBeCloseTo(2 * 6_000 + pin, 0);
});

test("both can be cancelled, and say how far they are", async () => {
  const large = generateAssembly({ parts: 4, occurrences: 4_000 });
  const shares: number[] = [];
  const cancel = new AbortController();
  const told = run({
    signal: cancel.signal,
    progress: (share) => {
      shares.push(share);
      if (shares.length === 2) cancel.abort(new Error("enough"));
    },
  });
  await expect(writeStl(large, all(large), composeTransforms(large.nodes), told)).rejects.toThrow("enough");
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThan(1);
});
