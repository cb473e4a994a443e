import { expect, test } from "vitest";
import type { CadMesh, CadModel } from "../../../shared/model/cad.ts";
import { boxMesh, cylinderMesh, translation } from "../../scene/testing/generated-assembly.ts";
import { axisCount, sameSizeFaces } from "./same-size.ts";

/** A cylinder turned inside out: a hole, as far as its faces say. */
function hole(radius: number): CadMesh {
  const mesh = cylinderMesh(radius, 5, 16);
  return { ...mesh, normals: mesh.normals.map((value) => -value) };
}
/** Its mantle in two halves, as many kernels give it. */
function halves(mesh: CadMesh): CadMesh {
  const [mantle, ...ends] = mesh.faces;
  if (mantle === undefined) return mesh;
  const half = mantle.count / 2;
  return {
    ...mesh,
    faces: [{ ...mantle, count: half }, { ...mantle, first: mantle.first + half, count: half }, ...ends],
  };
}
const model: CadModel = {
  schema: "generated",
  problems: [],
  parts: [
    { number: "pin", name: "Pin", mesh: cylinderMesh(2, 9, 16) },
    { number: "hole", name: "Hole", mesh: halves(hole(2)) },
    { number: "wide", name: "Wide hole", mesh: hole(2.5) },
    { number: "box", name: "Box", mesh: boxMesh(1, 2, 3) },
  ],
  nodes: [0, 1, 1, 2, 3, 0].map((part, at) => ({
    parent: -1,
    part,
    occurrence: `n${at}`,
    path: `n${at}`,
    transform: translation(at * 10, 0, 0),
  })),
};

test("holes with holes, pins with pins, of the same radius", () => {
  expect(sameSizeFaces(model, { node: 1, face: 0 })).toEqual([
    { node: 1, face: 0 },
    { node: 1, face: 1 },
    { node: 2, face: 0 },
    { node: 2, face: 1 },
  ]);
  expect(sameSizeFaces(model, { node: 0, face: 0 }).map(({ node }) => node)).toEqual([0, 5]);
});

test("within some nodes only", () => {
  expect(sameSizeFaces(model, { node: 1, face: 0 }, new Set([2])).map(({ node }) => node)).toEqual([2, 2]);
});

test("a flat face, or one that is not there, has none", () => {
  expect(sameSizeFaces(model, { node: 4, face: 0 })).toEqual([]);
  expect(sameSizeFaces(model, { node: 9, face: 0 })).toEqual([]);
});

test("two halves about one axis are one hole", () => {
  expect(axisCount(model, sameSizeFaces(model, { node: 1, face: 0 }))).toBe(2);
});
