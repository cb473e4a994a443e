import { expect, test } from "vitest";
import { modelOf, type TestPart } from "../compare/testing.ts";
import { groupFaces } from "./face-groups.ts";
import { faceKeyOf } from "./face-key.ts";
import { findGoneParts } from "./find-gone-part.ts";
import { findOnModel } from "./find-on-model.ts";

const part = (number: string, more: Partial<TestPart> = {}): TestPart => ({
  number,
  name: "Plate",
  revision: "A",
  shape: { width: 40, height: 5, holes: [{ x: 0, y: 0, radius: 2 }] },
  lines: [],
  ...more,
});
const top = (...parts: readonly TestPart[]): ReturnType<typeof modelOf> =>
  modelOf([
    ...parts,
    part("TOP", {
      name: "Top",
      shape: undefined,
      lines: parts.map((_, at) => ({ part: at, name: `L${at}`, at: [at * 100, 0, 0], turn: 0 })),
    }),
  ]);

test("of a part without a shape nothing is said, which is not the same as that its faces are gone", () => {
  const model = top(part("P", { shape: undefined }), part("Q"));
  const mesh = model.parts[1]?.mesh;
  if (mesh === undefined) throw new Error("a mesh expected");
  const faces = groupFaces(mesh).map((group) => faceKeyOf(group));
  const [ofP, ofQ, ofNone] = findOnModel(model, [
    { partNumber: "P", faces },
    { partNumber: "Q", faces },
    { partNumber: "NONE", faces },
  ]);
  expect([ofP, ofNone]).toEqual([undefined, undefined]);
  expect(ofQ).toEqual(faces);
});

test("a part without a number is found under the one that it is kept under, gone or not", () => {
  const [before, after] = [top(part(" ")), top(part("NEW"))];
  expect(findOnModel(before, [{ partNumber: "unnamed", faces: [] }])).toEqual([[]]);
  expect(findGoneParts(before, after, ["unnamed"], 0.01)[0]?.number).toBe("NEW");
  expect(findGoneParts(after, before, ["NEW"], 0.01)[0]?.number).toBe("unnamed");
});
