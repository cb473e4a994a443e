import { expect, test } from "vitest";
import type { CadModel } from "../../../shared/model/cad.ts";
import { faceDirection } from "./face-direction.ts";
import { boxMesh, cylinderMesh, turned } from "../testing/generated-assembly.ts";
import { composeTransforms } from "../../../shared/geometry/transforms.ts";

const MIRROR = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 0, 0, 1];
const model: CadModel = {
  schema: "generated",
  problems: [],
  parts: [
    { number: "B", name: "Box", mesh: boxMesh(4, 3, 2) },
    { number: "C", name: "Pin", mesh: cylinderMesh(2, 9, 24) },
  ],
  nodes: [
    { parent: -1, part: 0, occurrence: "a", path: "a", transform: turned(Math.PI / 2, 7, 8, 9) },
    { parent: -1, part: 1, occurrence: "b", path: "b", transform: turned(0, 0, 0, 0) },
    { parent: -1, part: 0, occurrence: "c", path: "c", transform: MIRROR },
  ],
};
const world = composeTransforms(model.nodes);
const close = (found: readonly number[] | undefined, expected: readonly number[]): void =>
  expected.forEach((value, axis) => expect(found?.[axis]).toBeCloseTo(value, 6));

test("a plane is looked at along its outward normal, turned with its occurrence", () => {
  // Face 1 of the box looks along +X; a quarter turn about Z makes that +Y.
  close(faceDirection(model, world, 0, 1, [0, 0, 1]), [0, 1, 0]);
});

test("a mirrored occurrence still shows its outside", () => {
  close(faceDirection(model, world, 2, 1, [0, 0, 1]), [-1, 0, 0]);
});

test("a round face is looked at along the end of its axis that is nearer to the eye", () => {
  close(faceDirection(model, world, 1, 0, [0.1, 0, 0.9]), [0, 0, 1]);
  close(faceDirection(model, world, 1, 0, [0.1, 0, -0.9]), [0, 0, -1]);
});

test("a face that is not there has no direction", () => {
  expect(faceDirection(model, world, 0, 99, [0, 0, 1])).toBeUndefined();
  expect(faceDirection(model, world, 99, 0, [0, 0, 1])).toBeUndefined();
});
