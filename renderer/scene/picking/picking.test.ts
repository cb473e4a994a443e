import { afterAll, beforeAll, expect, test } from "vitest";
import type { CadModel } from "../../../shared/model/cad.ts";
import { createMaterials } from "../frame/materials.ts";
import { createModelView, type ModelView } from "../model/model-view.ts";
import { drawingStates } from "../presentation/node-states.ts";
import { createPicker, type Picker } from "./picking.ts";
import { projectBounds } from "../camera/project-node.ts";
import { createCameraRig } from "../camera/camera-rig.ts";
import { boxMesh, cylinderMesh, translation } from "../testing/generated-assembly.ts";

// A plate, and a pin standing on it 20 mm to the right; z is up.
const MODEL: CadModel = {
  schema: "test",
  parts: [
    { number: "A", name: "A" },
    { number: "PLATE", name: "Plate", mesh: boxMesh(60, 20, 5) },
    { number: "PIN", name: "Pin", mesh: cylinderMesh(2, 10, 32) },
  ],
  nodes: [
    { parent: -1, part: 0, occurrence: "a", path: "a", transform: translation(0, 0, 0) },
    { parent: 0, part: 1, occurrence: "plate", path: "a/plate", transform: translation(0, 0, 0) },
    { parent: 0, part: 2, occurrence: "pin", path: "a/pin", transform: translation(20, 0, 5) },
  ],
  problems: [],
};

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

function show(hidden: number[], ghosted: number[] = []): void {
  view.show(drawingStates(view.ends, { hidden: new Set(hidden), ghosted: new Set(ghosted) }));
}

test("from above: the pin's lid, and the plate beside it, each with its face and point", () => {
  show([]);
  expect(picker.pick([20.5, 0.5, 100], [0, 0, -1])).toMatchObject({
    node: 2,
    face: 2,
    point: [20.5, 0.5, 15],
  });
  const plate = picker.pick([0, 0, 100], [0, 0, -1]);
  expect(plate).toMatchObject({ node: 1, point: [0, 0, 5], surface: { kind: "plane", axis: [0, 0, 1] } });
  expect(picker.pick([500, 0, 100], [0, 0, -1])).toBeUndefined();
});

test("from the side: the pin's mantle with its exact radius", () => {
  show([]);
  expect(picker.pick([20, -100, 10], [0, 1, 0])).toMatchObject({
    node: 2,
    face: 0,
    surface: { kind: "cylinder", radius: 2 },
  });
});

test("what is hidden or a ghost lets the ray through", () => {
  show([2]);
  expect(picker.pick([20.5, 0.5, 100], [0, 0, -1])).toMatchObject({ node: 1 });
  show([], [2]);
  expect(picker.pick([20.5, 0.5, 100], [0, 0, -1])).toMatchObject({ node: 1 });
  show([1], [2]);
  expect(picker.pick([20.5, 0.5, 100], [0, 0, -1])).toBeUndefined();
});

test("a tag's place: the middle of its part, and the top of it on the screen", () => {
  const rig = createCameraRig(
    { target: [0, 0, 0], azimuth: 0, polar: Math.PI / 2, distance: 200 },
    "orthographic",
  );
  const camera = rig.camera(2, view.subtreeBounds(0));
  const size = { width: 800, height: 400 };
  const whole = projectBounds(view.subtreeBounds(0), camera, size);
  const pin = projectBounds(view.subtreeBounds(2), camera, size);
  expect(whole?.x).toBeCloseTo(400, 6);
  expect(pin?.visible).toBe(true);
  expect(pin?.x).toBeGreaterThan(whole?.x ?? NaN);
  expect(pin?.top).toBeLessThan(pin?.y ?? NaN);
});

test("a picker that is asked after its model has gone finds nothing and breaks nothing", () => {
  const gone = createModelView(MODEL, createMaterials());
  const late = createPicker(gone);
  late.dispose();
  gone.dispose();
  late.prepare(() => 50);
  expect(late.pick([0, 0, 100], [0, 0, -1])).toBeUndefined();
});
