/** Cut faces against an independent reading: every triangle of every part, and how often a ray leaves each. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMaterials } from "../frame/materials.ts";
import { createModelView, type ModelView } from "../model/model-view.ts";
import { drawingStates } from "../presentation/node-states.ts";
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { createPicker, type Picker } from "../picking/picking.ts";
import { generateAssembly } from "../testing/generated-assembly.ts";
import { cross, unit } from "../vectors.ts";

const MODEL = generateAssembly({ parts: 12, occurrences: 60, perSubassembly: 12 });

let view: ModelView;
let picker: Picker;
beforeAll(() => {
  view = createModelView(MODEL, createMaterials());
  picker = createPicker(view);
  view.show(drawingStates(view.ends, { hidden: new Set(), ghosted: new Set() }));
});
afterAll(() => {
  picker.dispose();
  view.dispose();
});

/** Möller and Trumbore (1997): how far along the ray each triangle of a node is met. */
function crossings(node: number, origin: Vector, direction: Vector): readonly number[] {
  const mesh = MODEL.parts[MODEL.nodes[node]?.part ?? -1]?.mesh;
  if (mesh === undefined) return [];
  const m = view.world.subarray(node * 16, node * 16 + 16);
  const corner = (index: number): Vector => {
    const [x = 0, y = 0, z = 0] = mesh.positions.subarray(index * 3, index * 3 + 3);
    const row = (i: number): number => m[i]! * x + m[4 + i]! * y + m[8 + i]! * z + m[12 + i]!;
    return [row(0), row(1), row(2)];
  };
  const found: number[] = [];
  for (let at = 0; at < mesh.indices.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((i) => corner(mesh.indices[at + i] ?? 0)) as [Vector, Vector, Vector];
    const [ab, ac] = [subtract(b, a), subtract(c, a)];
    const p = cross(direction, ac);
    const volume = dot(ab, p);
    if (Math.abs(volume) < 1e-12) continue;
    const to = subtract(origin, a);
    const u = dot(to, p) / volume;
    const q = cross(to, ab);
    const v = dot(direction, q) / volume;
    if (u >= 0 && v >= 0 && u + v <= 1) found.push(dot(ac, q) / volume);
  }
  return found;
}

test("a place on a plane is a cut face just where a ray leaves a part once more than it enters it", () => {
  // No numbers so small that their reciprocal has no value.
  const coordinate = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 1e6);
  const direction = fc
    .tuple(coordinate, coordinate, coordinate)
    .filter((vector) => Math.hypot(...vector) > 0.1)
    .map(unit);
  const nodes = MODEL.nodes.map((_, node) => node);
  let cut = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: nodes.length - 1 }),
      direction,
      direction,
      fc.tuple(coordinate, coordinate, coordinate),
      (about, normal, ahead, shift) => {
        const slope = dot(normal, ahead);
        fc.pre(Math.abs(slope) > 0.05);
        const m = view.world.subarray(about * 16, about * 16 + 16);
        const place: Vector = [m[12]! + shift[0] * 4, m[13]! + shift[1] * 4, m[14]! + 3 + shift[2] * 4];
        // The ray comes from the side that is cut away.
        const outwards: Vector = slope < 0 ? normal : along([0, 0, 0], normal, -1);
        const plane = { normal: outwards, offset: dot(outwards, place) };
        const origin = along(place, ahead, -200);
        const within = nodes.filter((node) => {
          const beyond = crossings(node, origin, ahead).filter((t) => t > 200);
          // Grazing a corner or an edge counts twice or not at all: not what this is about.
          const twice = beyond.some((t, i) => beyond.some((other, j) => i < j && Math.abs(t - other) < 1e-4));
          fc.pre(!twice && beyond.every((t) => t > 200.01));
          return beyond.length % 2 === 1;
        });
        const hit = picker.pick(origin, ahead, [plane]);
        if (within.length === 0) expect(hit?.onCut).toBeUndefined();
        else {
          cut += 1;
          expect(hit).toMatchObject({ node: within[0], onCut: true });
          for (let axis = 0; axis < 3; axis++) expect(hit?.point[axis]).toBeCloseTo(place[axis] ?? NaN, 6);
        }
      },
    ),
    { seed: 1997, numRuns: 600 },
  );
  expect(cut).toBeGreaterThan(100);
});
