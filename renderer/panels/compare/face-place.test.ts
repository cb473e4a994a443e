import { expect, test } from "vitest";
import type { DifferencePlace } from "../../../shared/compare/comparison.ts";
import { placeModel } from "../../../shared/compare/placed-model.ts";
import { modelOf } from "../../../shared/compare/testing.ts";
import { basisOf, dot, type Pose, type Vector } from "../../scene/camera/orbit.ts";
import { turnedTo } from "./face-place.ts";
import { place } from "./testing/difference-place.ts";

/** Faces: below (wound upwards as the one above is), above, and the wall of a hole. */
const part = {
  number: "PL",
  name: "Plate",
  revision: "A",
  shape: { width: 20, height: 5, holes: [{ x: 0, y: 0, radius: 2 }] },
  lines: [],
};
/** A quarter turn about z, where a turn must count. */
const root = {
  number: "BOX",
  name: "Box",
  revision: "A",
  shape: undefined,
  lines: [{ part: 0, name: "a", at: [10, 0, 0] as const, turn: Math.PI / 2 }],
};
const placed = placeModel(modelOf([part, root]));
const of = (face: number): DifferencePlace => place({ nodes: [], part: 0, faces: [face] });
const pose = (polar: number): Pose => ({ target: [0, 0, 0], azimuth: 0.4, polar, distance: 50 });
const cosine = (after: Pose, direction: Vector): number => dot(basisOf(after).back, direction);

test("a face that is seen leaves the view; one that looks away turns it, not straight on", () => {
  expect(turnedTo(pose(1), of(1), placed)).toEqual(pose(1));
  const turned = turnedTo(pose(2.8), of(1), placed);
  expect(cosine(turned, [0, 0, 1])).toBeGreaterThan(0.7);
  expect(cosine(turned, [0, 0, 1])).toBeLessThan(0.999);
  expect(turned).toMatchObject({ target: [0, 0, 0], distance: 50 });
});

test("into a hole one looks along its axis, from the nearer end", () => {
  expect(cosine(turnedTo(pose(1.5), of(2), placed), [0, 0, 1])).toBeGreaterThan(0.7);
  expect(cosine(turnedTo(pose(1.7), of(2), placed), [0, 0, -1])).toBeGreaterThan(0.7);
  expect(turnedTo(pose(0.5), of(2), placed)).toEqual(pose(0.5));
});

test("a whole part, and faces that are not there, leave the view", () => {
  expect(turnedTo(pose(2.8), place({ nodes: [1], part: 0, faces: [] }), placed)).toEqual(pose(2.8));
  expect(turnedTo(pose(2.8), of(99), placed)).toEqual(pose(2.8));
});
