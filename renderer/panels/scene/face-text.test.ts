import { expect, test } from "vitest";
import type { CadMesh, MeshFace } from "../../../shared/model/cad.ts";
import { boxMesh, cylinderMesh } from "../../scene/testing/generated-assembly.ts";
import { faceNumber, faceText, isInside } from "./face-text.ts";

const pin = cylinderMesh(2, 10, 16);
/** The same surface seen from the material around it. */
const hole: CadMesh = { ...pin, normals: pin.normals.map((value) => -value) };
const [mantle, lid] = pin.faces as readonly [MeshFace, MeshFace];

test("a cylinder says its exact diameter and which side the material is on", () => {
  expect(faceText(pin, mantle)).toBe("outer cylinder Ø 4 mm · R 2 mm");
  expect(faceText(hole, mantle)).toBe("inner cylinder Ø 4 mm · R 2 mm");
  expect(isInside(hole, mantle)).toBe(true);
});

test("a measure of the kernel loses its noise, not its digits", () => {
  const face: MeshFace = {
    ...mantle,
    surface: { kind: "cylinder", origin: [0, 0, 0], axis: [0, 0, 1], radius: 2.0125000000004 },
  };
  expect(faceText(pin, face)).toBe("outer cylinder Ø 4.025 mm · R 2.0125 mm");
});

test("what has no size of its own says its area, as exactly as triangles know it", () => {
  // A circle of sixteen chords: 8 r² sin(2π / 16).
  expect(faceText(pin, lid)).toBe("plane 12.2 mm²");
  expect(faceText(boxMesh(20, 10, 5), { first: 0, count: 2 })).toMatch(
    /^surface not known (200|100|50) mm²$/,
  );
  const other = { ...lid, surface: { kind: "other" } } as const;
  expect(faceText(pin, other)).toBe("free-form 12.2 mm²");
  // Nothing is there to be seen: it has no area to say.
  expect(faceText(pin, { first: 0, count: 0 })).toBe("surface not known");
});

test("faces are counted from 1", () => {
  expect(faceNumber(0)).toBe("Face 1");
});

test("cones, spheres and tori say theirs", () => {
  const at = { origin: [0, 0, 0], axis: [0, 0, 1] } as const;
  const face = (surface: MeshFace["surface"]): MeshFace =>
    surface === undefined ? mantle : { ...mantle, surface };
  expect(faceText(pin, face({ kind: "cone", ...at, radius: 2, semiAngle: Math.PI / 4 }))).toBe(
    "outer cone 90° wide",
  );
  expect(faceText(pin, face({ kind: "sphere", ...at, radius: 3 }))).toBe("sphere Ø 6 mm · R 3 mm");
  expect(faceText(pin, face({ kind: "torus", ...at, radius: 8, minorRadius: 1 }))).toBe(
    "torus R 8 mm · r 1 mm",
  );
});
