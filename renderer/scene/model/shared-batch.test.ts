/** What SharedBatch takes for granted of three's BatchedMesh: an update that moves a field fails here. */
import {
  BatchedMesh,
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  Layers,
  Matrix4,
  MeshBasicMaterial,
  OrthographicCamera,
  PerspectiveCamera,
  Scene,
  ShaderMaterial,
  type WebGLRenderer,
} from "three";
import { describe, expect, test } from "vitest";
import { unionBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import { createCells } from "./cells.ts";
import { sizeCode } from "./occurrence-size.ts";
import { packGeometry } from "./pack-geometry.ts";
import { EdgeBatch } from "./edge-batch.ts";
import { SharedBatch, type DrawRange } from "./shared-batch.ts";
import { boxMesh, cylinderMesh, translation } from "../testing/generated-assembly.ts";

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
/** Nodes in the order of the instances, each where `matrix` says. */
function placed(
  count: number,
  matrix: (at: number) => readonly number[],
): { readonly world: Float64Array; readonly nodes: Int32Array } {
  const nodes = Int32Array.from({ length: count }, (_, at) => at);
  return { world: Float64Array.from([...nodes].flatMap(matrix)), nodes };
}
const batch = (): SharedBatch =>
  new SharedBatch({
    geometry: faces,
    ranges: faceRanges,
    instances: INSTANCES,
    material,
    bounds,
    matrices: placed(INSTANCES.length, (at) => translation(at * 10, at, 0)),
  });

interface Call {
  readonly mode: string;
  readonly starts: readonly number[];
  readonly counts: readonly number[];
  readonly instances: readonly number[];
}

/** What a batch asks of the graphics card after three has set it up, in indices or vertices. */
function calls(of: SharedBatch, camera = new PerspectiveCamera(), multi = true): readonly Call[] {
  const made: Call[] = [];
  const some = (list: ArrayLike<number>, count: number): number[] => Array.from(list).slice(0, count);
  const record = (mode: number, starts: number[], counts: number[], instances: number[]): void =>
    void made.push({ mode: mode === 1 ? "lines" : "triangles", starts, counts, instances });
  const gl = {
    LINES: 1,
    TRIANGLES: 4,
    UNSIGNED_INT: 5125,
    CURRENT_PROGRAM: 35725,
    getParameter: () => ({}),
    getUniformLocation: () => ({}),
    uniform1i: () => undefined,
    drawElementsInstanced: (mode: number, count: number, _: number, start: number, times: number) =>
      record(mode, [start / 4], [count], [times]),
    drawArraysInstanced: (mode: number, start: number, count: number, times: number) =>
      record(mode, [start], [count], [times]),
  };
  const extensions = {
    get: () =>
      multi
        ? {
            multiDrawElementsInstancedWEBGL: (
              ...[mode, counts, , , starts, , instances, , count]: MultiDraw
            ) =>
              record(
                mode,
                some(starts, count).map((start) => start / 4),
                some(counts, count),
                some(instances, count),
              ),
            multiDrawArraysInstancedWEBGL: (
              mode: number,
              starts: Int32Array,
              _first: number,
              counts: Int32Array,
              _second: number,
              instances: Int32Array,
              _third: number,
              count: number,
            ) => record(mode, some(starts, count), some(counts, count), some(instances, count)),
          }
        : null,
  };
  const renderer = { getContext: () => gl, extensions, info: { update: () => undefined } };
  of.onAfterRender(renderer as unknown as WebGLRenderer, new Scene(), camera, of.geometry, of.material);
  return made;
}

type MultiDraw = [
  mode: number,
  counts: Int32Array,
  countsFrom: number,
  type: number,
  starts: Int32Array,
  startsFrom: number,
  instances: Int32Array,
  instancesFrom: number,
  count: number,
];

test("three's own batch keeps what we set in the fields that we set", () => {
  const own = new BatchedMesh(2, 100, 100, material);
  own.addInstance(own.addGeometry(new BoxGeometry()));
  own.computeBoundingBox();
  const fields = own as unknown as Record<string, unknown>;
  expect(fields["_geometryCount"]).toBe(1);
  expect(fields["_geometryInitialized"]).toBe(true);
  expect(fields["_instanceInfo"]).toEqual([expect.objectContaining({ geometryIndex: 0 })]);
  expect(fields["_matricesTexture"]).toBeInstanceOf(DataTexture);
  expect(fields["_indirectTexture"]).toBeInstanceOf(DataTexture);
  // What three itself would draw of ours: nothing, because its own list is never made.
  expect(new BatchedMesh(2, 100, 100, material)).toMatchObject({ _multiDrawCount: 0 });
  expect(fields["_colorsTexture"]).toBeNull();
  expect(fields["_geometryInfo"]).toEqual([
    expect.objectContaining({ start: 0, count: 36, active: true, boundingBox: expect.anything() as unknown }),
  ]);
  expect(Object.keys((fields["_geometryInfo"] as object[])[0] ?? {})).toContain("boundingSphere");
});

describe("a batch", () => {
  test("draws neighbours of one part as one run", () => {
    const pin = faceRanges[1]?.count;
    const [call, ...rest] = calls(batch());
    expect(rest).toEqual([]);
    expect(call).toEqual({
      mode: "triangles",
      starts: [0, 36, 0],
      counts: [36, pin, 36],
      instances: [1, 2, 1],
    });
    expect(batch().drawn()).toEqual([
      { range: 0, instances: [0] },
      { range: 1, instances: [1, 2] },
      { range: 0, instances: [3] },
    ]);
  });

  test("draws run by run where the browser can't draw many at once", () => {
    expect(calls(batch(), new PerspectiveCamera(), false)).toEqual([
      { mode: "triangles", starts: [0], counts: [36], instances: [1] },
      { mode: "triangles", starts: [36], counts: [faceRanges[1]?.count], instances: [2] },
      { mode: "triangles", starts: [0], counts: [36], instances: [1] },
    ]);
  });

  test("draws what is shown alone, and is left out where nothing is", () => {
    const some = batch();
    const nodes = Int32Array.from([0, 1, 2, 3]);
    const show = (...states: number[]): void => some.showOnly(nodes, Uint8Array.from(states), 1);
    show(0, 1, 0, 1);
    expect(some.drawn()).toEqual([
      { range: 1, instances: [1] },
      { range: 0, instances: [3] },
    ]);
    // A run of which nothing is shown keeps its number.
    expect(calls(some)).toMatchObject([{ starts: [0, 36, 0], instances: [0, 1, 1] }]);
    expect(calls(some, new PerspectiveCamera(), false)).toMatchObject([{ starts: [36] }, { starts: [0] }]);
    expect(some.visible).toBe(true);
    show(0, 1, 1, 0);
    expect(some.drawn()).toEqual([{ range: 1, instances: [1, 2] }]);
    // What comes after the last one is not handed over.
    expect(calls(some)).toMatchObject([{ starts: [0, 36], instances: [0, 2] }]);
    show(0, 2, 0, 0);
    expect([calls(some), some.visible]).toEqual([[], false]);
    show(1, 1, 1, 1);
    expect([some.drawn().length, some.visible]).toEqual([3, true]);
  });

  test("shows what another one shows, where it is told so", () => {
    const solid = batch();
    const options = { geometry: faces, ranges: faceRanges, instances: INSTANCES, material, bounds };
    const lines = new SharedBatch({ ...options, placedAs: solid, shownAs: solid, colouredAs: solid });
    solid.showOnly(new Int32Array(4), Uint8Array.of(0), 1);
    lines.follow();
    expect([lines.visible, lines.getVisibleAt(0)]).toEqual([false, false]);
    solid.colours[5] = 77;
    expect(lines.colours[5]).toBe(77);
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
    expect(calls(none)).toEqual([]);
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

test("edges are drawn as line segments, from vertices, and not where they would be too small", () => {
  const edgeMaterial = new ShaderMaterial({ uniforms: { viewHeight: { value: 1_000 } } });
  const edgeBatch = new EdgeBatch({
    geometry: lines,
    ranges: edgeRanges,
    instances: [1, 0],
    material: edgeMaterial,
    bounds,
    placedAs: batch(),
  });
  expect(edgeBatch).toMatchObject({ isMesh: false, isLine: true, isLineSegments: true, isBatchedMesh: true });
  expect(calls(edgeBatch)).toEqual([
    { mode: "lines", starts: [24, 0], counts: [8 * 2 * 2, 24], instances: [1, 1] },
  ]);
});

test("a share of a batch is its first runs whole and some of each other one, and edges follow their faces", () => {
  // Of two cells: a box, then many pins, then boxes.
  const cell = [0, ...Array.from({ length: 20 }, () => 1), ...Array.from({ length: 10 }, () => 0)];
  const instances = [...cell, ...cell];
  const cells = createCells(Int32Array.of(0, cell.length), [bounds, bounds]);
  const faceBatch = new SharedBatch({
    geometry: faces,
    ranges: faceRanges,
    instances,
    material,
    bounds,
    cells,
    matrices: placed(instances.length, (at) => translation(at, 0, 0)),
  });
  const edgeMaterial = new ShaderMaterial({ uniforms: { viewHeight: { value: 1_000 } } });
  const edgeBatch = new EdgeBatch({
    geometry: lines,
    ranges: edgeRanges,
    instances,
    material: edgeMaterial,
    bounds,
    cells,
    placedAs: faceBatch,
    shownAs: faceBatch,
  });
  instances.forEach((_, at) => (edgeBatch.colours[at * 4 + 3] = sizeCode(100)));
  const camera = new PerspectiveCamera();
  const whole = [1, 20, 10, 1, 20, 10];
  /** Instances per run, as they are handed over, of faces and of edges. */
  const drawn = (share: number): readonly (readonly number[])[] => {
    faceBatch.prepare(camera, share);
    edgeBatch.prepare(camera);
    return [faceBatch, edgeBatch].map((each) => {
      const handed = calls(each, camera)[0]?.instances ?? [];
      return whole.map((_, run) => handed[run] ?? 0);
    });
  };
  const elements = (counts: readonly number[]): number =>
    counts.reduce((sum, count, run) => sum + count * (faceRanges[[0, 1, 0][run % 3] ?? 0]?.count ?? 0), 0);
  expect(drawn(1)).toEqual([whole, whole]);
  for (const share of [0.5, 0.2, 0.05]) {
    const [ofFaces = [], ofEdges = []] = drawn(share);
    expect(ofEdges).toEqual(ofFaces);
    // The first of a cell is whole, the others are there in part.
    expect(ofFaces[0]).toBe(1);
    expect(ofFaces[3]).toBe(1);
    expect(elements(ofFaces)).toBeLessThanOrEqual(elements(whole) * share);
    expect(elements(ofFaces)).toBeGreaterThan(elements(whole) * share * 0.6);
  }
  faceBatch.runs.show(1, false);
  faceBatch.runs.changed();
  expect(drawn(1)[0]).toEqual([1, 19, 10, 1, 20, 10]);
  expect(drawn(1)[1]).toEqual([1, 19, 10, 1, 20, 10]);
});

/** Whole diameters in pixels of two occurrences, the larger one first, and how many are drawn. */
test.each([
  { radii: [100, 50], distance: 1_000, drawn: 2 },
  { radii: [100, 1], distance: 10_000, drawn: 1 },
  { radii: [100, 50], distance: 100_000, drawn: 0 },
])("edges of $radii mm from $distance mm away: $drawn drawn", ({ radii, distance, drawn }) => {
  const edgeMaterial = new ShaderMaterial({ uniforms: { viewHeight: { value: 1_000 } } });
  const edgeBatch = new EdgeBatch({
    geometry: lines,
    ranges: edgeRanges,
    instances: [1, 0],
    material: edgeMaterial,
    bounds: [-1, -1, -1, 1, 1, 1],
    placedAs: batch(),
  });
  radii.forEach((radius, at) => (edgeBatch.colours[at * 4 + 3] = sizeCode(radius)));
  for (const camera of [new PerspectiveCamera(90, 1, 1, 1e6), new OrthographicCamera()]) {
    camera.position.z = distance;
    if (camera instanceof OrthographicCamera) {
      camera.top = distance;
      camera.bottom = -distance;
      camera.updateProjectionMatrix();
    }
    camera.updateMatrixWorld(true);
    const made: number[] = [];
    const many = {
      multiDrawArraysInstancedWEBGL: (...values: unknown[]) => made.push(values.at(-1) as number),
    };
    const renderer = {
      getContext: () => ({}),
      extensions: { get: () => many },
      info: { update: () => undefined },
    };
    edgeBatch.onAfterRender(
      renderer as unknown as WebGLRenderer,
      new Scene(),
      camera,
      edgeBatch.geometry,
      edgeMaterial,
    );
    expect(made).toEqual(drawn === 0 ? [] : [drawn]);
    // Three need not even set it up then.
    edgeBatch.prepare(camera);
    expect(edgeBatch.layers.test(new Layers())).toBe(drawn > 0);
  }
});
