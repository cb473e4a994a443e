/** The picker's trees against a look at every triangle. */
import fc from "fast-check";
import { Matrix4, Vector3 } from "three";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CadModel } from "../../../shared/model/cad.ts";
import { createMaterials } from "../frame/materials.ts";
import { createModelView, type ModelView } from "../model/model-view.ts";
import { drawingStates, SOLID } from "../presentation/node-states.ts";
import { createPicker, type Picker } from "./picking.ts";
import { generateAssembly } from "../testing/generated-assembly.ts";

interface Triangle {
  readonly node: number;
  readonly face: number;
  readonly corners: readonly [Vector3, Vector3, Vector3];
}

/** The product lies askew in space, its parts stand within each other, and one of them is mirrored. */
function askew(model: CadModel): CadModel {
  const turn = new Matrix4()
    .makeRotationAxis(new Vector3(1, 2, 3).normalize(), 0.7)
    .setPosition(120, -40, 15);
  const mirror = new Matrix4().makeScale(-1, 1, 1);
  return {
    ...model,
    nodes: model.nodes.map((node, at) => {
      const own = new Matrix4().fromArray(node.transform);
      if (at === 0) return { ...node, transform: turn.multiply(own).toArray() };
      own.setPosition(new Vector3().setFromMatrixPosition(own).multiplyScalar(0.5));
      return at === 5 ? { ...node, transform: own.multiply(mirror).toArray() } : node;
    }),
  };
}

const MODEL = askew(generateAssembly({ parts: 6, occurrences: 40, perSubassembly: 12 }));

function trianglesOf({ nodes, parts }: CadModel): readonly Triangle[] {
  const world: Matrix4[] = [];
  return nodes.flatMap(({ parent, part, transform }, node) => {
    const own = new Matrix4().fromArray(transform);
    const matrix = parent < 0 ? own : new Matrix4().multiplyMatrices(world[parent] ?? own, own);
    world.push(matrix);
    const mesh = parts[part]?.mesh;
    if (mesh === undefined) return [];
    return mesh.faces.flatMap(({ first, count }, face) =>
      Array.from({ length: count }, (_, at): Triangle => {
        const corner = (which: number): Vector3 => {
          const vertex = mesh.indices[(first + at) * 3 + which] ?? 0;
          return new Vector3().fromArray(mesh.positions, vertex * 3).applyMatrix4(matrix);
        };
        return { node, face, corners: [corner(0), corner(1), corner(2)] };
      }),
    );
  });
}

/** Distance along a ray to a triangle, from either side (Möller and Trumbore 1997); undefined: beside it. */
function distanceTo(
  { corners: [a, b, c] }: Triangle,
  origin: Vector3,
  direction: Vector3,
): number | undefined {
  const [one, two] = [b.clone().sub(a), c.clone().sub(a)];
  const cross = direction.clone().cross(two);
  const determinant = one.dot(cross);
  if (Math.abs(determinant) < 1e-12) return undefined;
  const offset = origin.clone().sub(a);
  const u = offset.dot(cross) / determinant;
  const across = offset.clone().cross(one);
  const v = direction.dot(across) / determinant;
  const distance = two.dot(across) / determinant;
  return u >= 0 && v >= 0 && u + v <= 1 && distance >= 0 ? distance : undefined;
}

const triangles = trianglesOf(MODEL);
let view: ModelView;
let picker: Picker;
beforeAll(() => {
  view = createModelView(MODEL, createMaterials());
  picker = createPicker(view);
});
afterAll(() => {
  picker.dispose();
  view.dispose();
});

/** Evenly spread: fast-check's own doubles are mostly next to nothing. */
const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000);
const nodes = fc.integer({ min: 0, max: MODEL.nodes.length - 1 });
const some = fc.uniqueArray(nodes, { maxLength: 3 });
const shownAlone = fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: some });
/** From anywhere around or within, most of them towards a part. */
const rays = fc
  .tuple(nodes, real(-4, 4), real(-4, 4), real(0, 5), real(-1, 1), real(-1, 1), real(-1, 1), real(0, 150))
  .filter(([, , , , x, y, z]) => Math.hypot(x, y, z) > 0.1);

test("the nearest hit is that of every triangle on its own, whatever is hidden, a ghost or shown alone", () => {
  let hits = 0;
  fc.assert(
    fc.property(rays, some, some, shownAlone, (ray, hidden, ghosted, isolated) => {
      const states = drawingStates(view.ends, {
        hidden: new Set(hidden),
        ghosted: new Set(ghosted),
        isolated: isolated === undefined || isolated.length === 0 ? undefined : new Set(isolated),
      });
      view.show(states);
      const [node, dx, dy, dz, x, y, z, away] = ray;
      const goal = new Vector3(dx, dy, dz).applyMatrix4(new Matrix4().fromArray(view.world, node * 16));
      const direction = new Vector3(x, y, z).normalize();
      const origin = goal.clone().addScaledVector(direction, -away);
      const met = triangles.flatMap((triangle) => {
        const distance =
          states[triangle.node] === SOLID ? distanceTo(triangle, origin, direction) : undefined;
        return distance === undefined ? [] : [{ ...triangle, distance }];
      });
      const nearest = Math.min(...met.map(({ distance }) => distance));
      const pick = picker.pick(origin.toArray(), direction.toArray());
      if (nearest === Infinity) {
        expect(pick).toBeUndefined();
        return;
      }
      hits += 1;
      // Where a ray meets an edge it meets both faces of it.
      const nearestOnes = met
        .filter(({ distance }) => distance < nearest + 1e-3)
        .map((one) => `${one.node} ${one.face}`);
      expect(nearestOnes).toContain(`${pick?.node} ${pick?.face}`);
      const point = origin.clone().addScaledVector(direction, nearest);
      expect(point.distanceTo(new Vector3(...(pick?.point ?? [NaN])))).toBeLessThan(1e-3);
      const { part = -1 } = MODEL.nodes[pick?.node ?? -1] ?? {};
      expect(pick?.surface).toBe(MODEL.parts[part]?.mesh?.faces[pick?.face ?? -1]?.surface);
    }),
    { seed: 351, numRuns: 600 },
  );
  expect(hits).toBeGreaterThan(200);
});

test("a direction may have any length", () => {
  view.show(drawingStates(view.ends, { hidden: new Set(), ghosted: new Set() }));
  const goal = new Vector3(0, 0, 1).applyMatrix4(new Matrix4().fromArray(view.world, 7 * 16));
  const along = (length: number): unknown => picker.pick([goal.x, goal.y, goal.z + 300], [0, 0, -length]);
  expect(along(1)).toBeDefined();
  expect(along(0.001)).toEqual(along(1));
  expect(along(1_000)).toEqual(along(1));
});

test("a model without a mesh has nothing to pick", () => {
  const empty = createModelView(
    { ...MODEL, parts: MODEL.parts.map(({ number, name }) => ({ number, name })) },
    createMaterials(),
  );
  const none = createPicker(empty);
  none.prepare(() => 50);
  expect(none.pick([0, 0, 100], [0, 0, -1])).toBeUndefined();
  none.dispose();
  empty.dispose();
});
