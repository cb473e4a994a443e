import { expect, test } from "vitest";
import type { CadModel } from "../../../../shared/model/cad.ts";
import { boxMesh, cylinderMesh, turned } from "../../../scene/testing/generated-assembly.ts";
import { isCutAway } from "../../../scene/section/section-planes.ts";
import { planeOf } from "./cuts.ts";
import { faceCut } from "./face-plane.ts";

const MODEL: CadModel = {
  schema: "test",
  parts: [
    { number: "A", name: "A" },
    { number: "BLOCK", name: "Block", mesh: boxMesh(20, 10, 5) },
    { number: "PIN", name: "Pin", mesh: cylinderMesh(2, 10, 16) },
  ],
  nodes: [
    { parent: -1, part: 0, occurrence: "a", path: "a", transform: turned(Math.PI / 2, 100, 0, 0) },
    { parent: 0, part: 1, occurrence: "b", path: "a/b", transform: turned(0, 0, 0, 7) },
    { parent: 0, part: 2, occurrence: "p", path: "a/p", transform: turned(0, 0, 0, 0) },
  ],
  problems: [],
};

test("each plane face of a placed block cuts away what is before it, and keeps the block", () => {
  for (let face = 0; face < 6; face++) {
    const cut = faceCut(MODEL, { node: 1, face });
    if (cut === undefined) throw new Error("no plane");
    const plane = planeOf({ ...cut, id: 1 });
    expect(isCutAway([plane], [100, 0, 9.5])).toBe(false);
  }
  // The upper side: z is up through both transforms.
  const top = faceCut(MODEL, { node: 1, face: 5 });
  expect(top).toMatchObject({ zero: 12, offset: 0, flipped: false });
  expect(top?.direction[2]).toBeCloseTo(1, 12);
});

test("a face that is not plane, or not there, is no plane", () => {
  expect(faceCut(MODEL, { node: 2, face: 0 })).toBeUndefined();
  expect(faceCut(MODEL, { node: 2, face: 9 })).toBeUndefined();
  expect(faceCut(MODEL, { node: 9, face: 0 })).toBeUndefined();
  expect(faceCut(MODEL, undefined)).toBeUndefined();
});
