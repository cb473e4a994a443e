/** What SharedBatch takes for granted of three's BatchedMesh: an update that moves a field fails here. */
import {
  BatchedMesh,
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  Matrix4,
  MeshBasicMaterial,
  PerspectiveCamera,
  Scene,
  type WebGLRenderer,
} from "three";
import { describe, expect, test } from "vitest";
import { unionBounds, type Bounds } from "./bounds.ts";
import { packGeometry } from "./pack-geometry.ts";
import { EdgeBatch, SharedBatch, type DrawRange } from "./shared-batch.ts";
import { boxMesh, cylinderMesh, translation } from "./testing/generated-assembly.ts";

const material = new MeshBasicMaterial();
const { positions, indices, edges, ranges } = packGeometry([
  { number: "box", name: "", mesh: boxMesh(2, 2, 2) },
  { number: "pin", name: "", mesh: cylinderMesh(1, 3, 8) },
]);
const faces = new BufferGeometry();
faces.setAttribute("position", new BufferAttribute(positions, 3));
faces.setIndex(new BufferAttribute(indices, 1));
const lines = new BufferGeometry();
lines.setAttribute("position", new BufferAttribute(edges, 3));

const NOTHING: Bounds = [0, 0, 0, 0, 0, 0];
const faceRanges = ranges.map((range): DrawRange => ({
  start: range?.indexStart ?? -1,
  count: range?.indexCount ?? -1,
  bounds: range?.bounds ?? NOTHING,
}));
const edgeRanges = ranges.map((range): DrawRange => ({
  start: range?.edgeStart ?? -1,
  count: range?.edgeCount ?? -1,
  bounds: range?.bounds ?? NOTHING,
}));
const bounds = unionBounds(faceRanges.map((range) => range.bounds));
const INSTANCES = [0, 1, 1, 0];
const batch = (): SharedBatch =>
  new SharedBatch({
    geometry: faces,
    ranges: faceRanges,
    instances: INSTANCES,
    material,
    bounds,
    matrices: (at) => translation(at * 10, at, 0),
  });

interface Drawn {
  readonly _multiDrawStarts: Int32Array;
  readonly _multiDrawCounts: Int32Array;
  readonly _multiDrawCount: number;
}

/** Ranges that three would hand to the graphics card, in indices or vertices. */
function drawn(of: SharedBatch): readonly (readonly [start: number, count: number])[] {
  of.onBeforeRender(
    { isWebGPURenderer: false } as unknown as WebGLRenderer,
    new Scene(),
    new PerspectiveCamera(),
    of.geometry,
    material,
    undefined as never,
  );
  const {
    _multiDrawStarts: starts,
    _multiDrawCounts: counts,
    _multiDrawCount: count,
  } = of as unknown as Drawn;
  const bytes = of.geometry.index?.array.BYTES_PER_ELEMENT ?? 1;
  return Array.from({ length: count }, (_, at) => [(starts[at] ?? NaN) / bytes, counts[at] ?? NaN]);
}

test("three's own batch keeps what we set in the fields that we set", () => {
  const own = new BatchedMesh(2, 100, 100, material);
  own.addInstance(own.addGeometry(new BoxGeometry()));
  own.computeBoundingBox();
  const fields = own as unknown as Record<string, unknown>;
  expect(fields["_geometryCount"]).toBe(1);
  expect(fields["_geometryInitialized"]).toBe(true);
  expect(fields["_instanceInfo"]).toEqual([expect.objectContaining({ visible: true })]);
  fields["_visibilityChanged"] = false;
  own.setVisibleAt(0, false);
  expect(fields["_visibilityChanged"]).toBe(true);
  expect(fields["_matricesTexture"]).toBeInstanceOf(DataTexture);
  expect(fields["_colorsTexture"]).toBeNull();
  expect(fields["_geometryInfo"]).toEqual([
    expect.objectContaining({ start: 0, count: 36, active: true, boundingBox: expect.anything() as unknown }),
  ]);
  expect(Object.keys((fields["_geometryInfo"] as object[])[0] ?? {})).toContain("boundingSphere");
});

describe("a batch", () => {
  test("draws for each instance the range of its part, in order", () => {
    expect(drawn(batch())).toEqual([
      [0, 36],
      [36, faceRanges[1]?.count],
      [36, faceRanges[1]?.count],
      [0, 36],
    ]);
  });

  test("draws what is shown alone, and is left out where nothing is", () => {
    const some = batch();
    const nodes = Int32Array.from([0, 1, 2, 3]);
    const show = (...states: number[]): void => some.showOnly(nodes, Uint8Array.from(states), 1);
    show(0, 1, 0, 1);
    expect(drawn(some)).toEqual([
      [36, faceRanges[1]?.count],
      [0, 36],
    ]);
    expect(some.visible).toBe(true);
    show(0, 2, 0, 0);
    expect([drawn(some), some.visible]).toEqual([[], false]);
    show(1, 1, 1, 1);
    expect([drawn(some).length, some.visible]).toEqual([4, true]);
  });

  test("places its instances, and those that stand at the same places share the matrices", () => {
    const solid = batch();
    const ghost = new SharedBatch({
      geometry: faces,
      ranges: faceRanges,
      instances: INSTANCES,
      material,
      bounds,
      placedAs: solid,
    });
    for (const each of [solid, ghost])
      expect(each.getMatrixAt(2, new Matrix4()).equals(new Matrix4().makeTranslation(20, 2, 0))).toBe(true);
    const texture = (of: SharedBatch): unknown =>
      (of as unknown as Record<string, unknown>)["_matricesTexture"];
    expect(texture(ghost)).toBe(texture(solid));
    // Yet they show and colour each its own.
    ghost.showOnly(new Int32Array(4), new Uint8Array(1), 1);
    ghost.colours[0] = 25;
    expect([solid.visible, solid.colours[0]]).toEqual([true, 255]);
  });

  test("has four values of colour per instance, sent when told", () => {
    const made = batch();
    expect(made.colours.length).toBeGreaterThanOrEqual(INSTANCES.length * 4);
    const texture = (made as unknown as { _colorsTexture: DataTexture })._colorsTexture;
    const before = texture.version;
    made.colours.set([10, 20, 30, 40], 8);
    made.coloursChanged();
    expect(texture.version).toBe(before + 1);
    expect([...(texture.image.data as Uint8Array).subarray(8, 12)]).toEqual([10, 20, 30, 40]);
  });

  test("without an instance draws nothing", () => {
    const none = new SharedBatch({ geometry: faces, ranges: faceRanges, instances: [], material, bounds });
    expect(drawn(none)).toEqual([]);
  });

  test("that ends leaves the shared vertices, unless it takes them with it", () => {
    let ended = 0;
    const count = (): void => void (ended += 1);
    faces.addEventListener("dispose", count);
    batch().disposeInstances();
    expect(ended).toBe(0);
    batch().dispose();
    expect(ended).toBe(1);
    faces.removeEventListener("dispose", count);
  });
});

test("edges are drawn as line segments, from vertices", () => {
  const edgeBatch = new EdgeBatch({
    geometry: lines,
    ranges: edgeRanges,
    instances: [1, 0],
    material,
    bounds,
    placedAs: batch(),
  });
  expect(edgeBatch).toMatchObject({ isMesh: false, isLine: true, isLineSegments: true, isBatchedMesh: true });
  expect(drawn(edgeBatch)).toEqual([
    [24, 8 * 2 * 2],
    [0, 24],
  ]);
});
