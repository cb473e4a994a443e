import { afterAll, beforeAll, expect, test } from "vitest";
import type { CadModel } from "../../../shared/model/cad.ts";
import { createMaterials } from "../frame/materials.ts";
import { createModelView, type ModelView } from "../model/model-view.ts";
import { drawingStates } from "../presentation/node-states.ts";
import { createPicker, type Picker } from "../picking/picking.ts";
import { boxMesh, cylinderMesh, translation } from "../testing/generated-assembly.ts";
import type { SectionPlane } from "./section-planes.ts";

// Two blocks that touch at x = 10, and a small pin standing free to the right of them.
const MODEL: CadModel = {
  schema: "test",
  parts: [
    { number: "A", name: "A" },
    { number: "BLOCK", name: "Block", mesh: boxMesh(20, 20, 10) },
    { number: "PIN", name: "Pin", mesh: cylinderMesh(2, 10, 64) },
  ],
  nodes: [
    { parent: -1, part: 0, occurrence: "a", path: "a", transform: translation(0, 0, 0) },
    { parent: 0, part: 1, occurrence: "left", path: "a/left", transform: translation(0, 0, 0) },
    { parent: 0, part: 1, occurrence: "right", path: "a/right", transform: translation(20, 0, 0) },
    {
      parent: 0,
      part: 2,
      occurrence: "pin",
      path: "a/pin",
      // Mirrored across x and twice as large.
      transform: [-2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 50, 0, 0, 1],
    },
  ],
  problems: [],
};

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

const above: SectionPlane = { normal: [0, 0, 1], offset: 4 };
const left: SectionPlane = { normal: [-1, 0, 0], offset: 5 };

test("from the cut side the cut face is met, at the plane", () => {
  expect(picker.pick([3, 1, 100], [0, 0, -1], [above])).toEqual({
    node: 1,
    face: undefined,
    point: [3, 1, 4],
    surface: undefined,
    onCut: true,
  });
  expect(picker.pick([51, 0, 100], [0, 0, -1], [above])).toMatchObject({ node: 3, point: [51, 0, 4] });
});

test("where parts touch, the cut face belongs to the one that the ray is in", () => {
  expect(picker.pick([-100, 0, 5], [1, 0, 0], [left])).toMatchObject({
    node: 1,
    point: [-5, 0, 5],
    onCut: true,
  });
  const slanted = picker.pick([-100, 0, 5 + 1e-3], [1, 0, 0], [{ normal: [-1, 0, 0], offset: -9.99 }]);
  expect(slanted).toMatchObject({ node: 1, onCut: true });
  expect(slanted?.point[0]).toBeCloseTo(9.99, 9);
  expect(picker.pick([-100, 0, 5], [1, 0, 0], [{ normal: [-1, 0, 0], offset: -10.01 }])).toMatchObject({
    node: 2,
    onCut: true,
  });
});

test("beside the cut the faces are met as always, and what is cut away lets the ray through", () => {
  expect(picker.pick([-100, 0, 3], [1, 0, 0], [above])).toMatchObject({ node: 1, point: [-10, 0, 3] });
  expect(picker.pick([-100, 0, 6], [1, 0, 0], [above])).toBeUndefined();
  expect(picker.pick([0, 0, -100], [0, 0, 1], [above])).toMatchObject({ node: 1, point: [0, 0, 0] });
  // From the side where nothing is cut away.
  expect(picker.pick([100, 0, 3], [-1, 0, 0], [left])).toMatchObject({ node: 3, point: [54, 0, 3] });
});

test("a face that lies on the plane is cut away: its place is the cut face", () => {
  expect(picker.pick([3, 1, 100], [0, 0, -1], [{ normal: [0, 0, 1], offset: 10 }])).toMatchObject({
    point: [3, 1, 10],
    onCut: true,
  });
});

test("of two planes, the cut face of the one that the ray comes through last", () => {
  const hit = picker.pick([-20, 0, 24], [1, 0, -1], [above, left]);
  expect(hit).toMatchObject({ node: 1, onCut: true });
  expect(hit?.point[2]).toBeCloseTo(4, 9);
});
