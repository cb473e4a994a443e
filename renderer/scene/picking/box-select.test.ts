import fc from "fast-check";
import { Matrix4, OrthographicCamera, PerspectiveCamera, Vector3 } from "three";
import { expect, test } from "vitest";
import type { CadMesh, CadModel } from "../../../shared/model/cad.ts";
import { nodesInBox, screenBox, type ScreenBox } from "./box-select.ts";
import { SOLID } from "../presentation/node-states.ts";
import { packGeometry } from "../model/pack-geometry.ts";
import { boxMesh, cylinderMesh, generateAssembly, translation } from "../testing/generated-assembly.ts";
import { composeTransforms } from "../../../shared/geometry/transforms.ts";

function viewOf(model: CadModel): Parameters<typeof nodesInBox>[0] {
  const nodes = Int32Array.from(model.nodes.keys());
  return {
    model,
    world: composeTransforms(model.nodes),
    ranges: packGeometry(model.parts).ranges,
    chunks: [{ nodes }] as unknown as Parameters<typeof nodesInBox>[0]["chunks"],
  };
}

function modelOf(meshes: readonly CadMesh[]): CadModel {
  return {
    schema: "generated",
    problems: [],
    parts: meshes.map((mesh, at) => ({ number: `p${at}`, name: `p${at}`, mesh })),
    nodes: meshes.map((_, at) => ({
      parent: -1,
      part: at,
      occurrence: `n${at}`,
      path: `n${at}`,
      transform: translation(at * 10, 0, 0),
    })),
  };
}

/** Looks down on the xy plane, one mm to a unit of the screen's ±20. */
function above(): Matrix4 {
  const camera = new OrthographicCamera(-20, 20, 20, -20, 0.1, 100);
  camera.position.set(0, 0, 50);
  camera.updateMatrixWorld();
  camera.updateProjectionMatrix();
  return new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
}
const rectangle = (left: number, right: number, bottom: number, top: number): ScreenBox => ({
  left: left / 20,
  right: right / 20,
  bottom: bottom / 20,
  top: top / 20,
});
const solid = (model: CadModel): Uint8Array => new Uint8Array(model.nodes.length).fill(SOLID);

test("to the right only what is inside, to the left what is touched too", () => {
  const model = modelOf([boxMesh(4, 4, 2), boxMesh(4, 4, 2)]);
  const take = (box: ScreenBox, touching: boolean): number[] =>
    nodesInBox(viewOf(model), solid(model), above(), box, touching);
  expect(take(rectangle(-3, 9, -3, 3), false)).toEqual([0]);
  expect(take(rectangle(-3, 9, -3, 3), true)).toEqual([0, 1]);
  expect(take(rectangle(4, 6, -3, 3), true)).toEqual([]);
});

test("a rectangle within a face touches the part, though no corner of it lies in the rectangle", () => {
  const model = modelOf([boxMesh(8, 8, 2)]);
  expect(nodesInBox(viewOf(model), solid(model), above(), rectangle(1, 1.5, 1, 1.5), true)).toEqual([0]);
});

test("a rectangle in the corner of a round part's box touches nothing", () => {
  const model = modelOf([cylinderMesh(4, 2, 64)]);
  expect(nodesInBox(viewOf(model), solid(model), above(), rectangle(3.6, 3.9, 3.6, 3.9), true)).toEqual([]);
});

test("curves are taken by their segments, and not by what lies between them", () => {
  const edges = Float32Array.of(-10, -10, 0, -10, 10, 0, -10, 10, 0, 10, 10, 0);
  const normals = new Float32Array(12);
  const view = viewOf(modelOf([{ positions: edges, normals, indices: new Uint32Array(), faces: [], edges }]));
  // 40 mm across: the corner of the wire is at the top left.
  const take = (touching: boolean, left: number, right: number, bottom: number, top: number): number[] =>
    nodesInBox(view, Uint8Array.of(SOLID), above(), { left, right, bottom, top }, touching);
  expect(take(false, -0.6, 0.6, -0.6, 0.6)).toEqual([0]);
  expect(take(false, -0.6, 0.4, -0.6, 0.6)).toEqual([]);
  expect(take(true, -0.6, -0.4, -0.1, 0.1)).toEqual([0]);
  expect(take(true, 0.1, 0.3, -0.4, -0.2)).toEqual([]);
});

test("curves beside faces count as these do", () => {
  // A block of 4 × 4 mm around the middle, and a line far out from it.
  const block = boxMesh(4, 4, 2);
  const edges = Float32Array.of(...block.edges, 10, 10, 0, 15, 10, 0);
  const view = viewOf(modelOf([{ ...block, edges, curves: [{ count: 1 }] }]));
  const take = (touching: boolean, box: ScreenBox): number[] =>
    nodesInBox(view, Uint8Array.of(SOLID), above(), box, touching);
  expect(take(false, rectangle(-5, 5, -5, 5))).toEqual([]);
  expect(take(false, rectangle(-5, 16, -5, 16))).toEqual([0]);
  expect(take(true, rectangle(11, 12, 9, 11))).toEqual([0]);
  expect(take(true, rectangle(11, 12, 5, 7))).toEqual([]);
});

test("what is not drawn solid is not taken", () => {
  const model = modelOf([boxMesh(4, 4, 2), boxMesh(4, 4, 2)]);
  const states = solid(model);
  states[0] = 0;
  expect(nodesInBox(viewOf(model), states, above(), rectangle(-19, 19, -19, 19), false)).toEqual([1]);
});

test("in perspective it is as every corner of every triangle says", () => {
  const model = generateAssembly({ parts: 6, occurrences: 60, perSubassembly: 20 });
  const view = viewOf(model);
  const camera = new PerspectiveCamera(40, 1.4, 0.1, 1_000);
  camera.up.set(0, 0, 1);
  camera.position.set(-40, -60, 70);
  camera.lookAt(30, 30, 0);
  camera.updateMatrixWorld();
  const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
  const inside = (node: number, box: ScreenBox): boolean => {
    const mesh = model.parts[model.nodes[node]?.part ?? -1]?.mesh;
    if (mesh === undefined) return false;
    const world = new Matrix4().fromArray(view.world, node * 16);
    return Array.from(mesh.indices).every((vertex) => {
      const point = new Vector3()
        .fromArray(mesh.positions, vertex * 3)
        .applyMatrix4(world)
        .project(camera);
      return point.x >= box.left && point.x <= box.right && point.y >= box.bottom && point.y <= box.top;
    });
  };
  const side = fc.integer({ min: -100, max: 100 }).map((value) => value / 100);
  fc.assert(
    fc.property(side, side, side, side, (a, b, c, d) => {
      const box = {
        left: Math.min(a, b),
        right: Math.max(a, b),
        bottom: Math.min(c, d),
        top: Math.max(c, d),
      };
      const taken = nodesInBox(view, solid(model), matrix, box, false);
      expect(taken).toEqual([...model.nodes.keys()].filter((node) => inside(node, box)));
      const touched = nodesInBox(view, solid(model), matrix, box, true);
      for (const node of taken) expect(touched).toContain(node);
    }),
    { seed: 20261125, numRuns: 100 },
  );
});

test("a rectangle is the same from whichever corner it was drawn", () => {
  const size = { width: 200, height: 100 };
  const box = { left: -0.5, right: 0, bottom: -1, top: 0.5 };
  expect(screenBox([50, 25], [100, 100], size)).toEqual(box);
  expect(screenBox([100, 100], [50, 25], size)).toEqual(box);
  expect(screenBox([100, 25], [50, 100], size)).toEqual(box);
});
