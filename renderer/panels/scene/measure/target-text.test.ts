import fc from "fast-check";
import { expect, test } from "vitest";
import type { CadMesh, CadModel, CadNode } from "../../../../shared/model/cad.ts";
import type { Target } from "../../../scene/measure/entity.ts";
import { boxMesh, cylinderMesh, translation } from "../../../scene/testing/generated-assembly.ts";
import { targetLine, targetTexts, tellingApart } from "./target-text.ts";

const block = boxMesh(20, 10, 5);
/** The same without any surface, as a free-form body has it. */
const free: CadMesh = {
  ...block,
  faces: block.faces.map(({ first, count }) => ({ first, count, surface: { kind: "other" } })),
};
const node = (parent: number, part: number, occurrence: string, path: string): CadNode => ({
  parent,
  part,
  occurrence,
  path,
  transform: translation(0, 0, 0),
});
const model: CadModel = {
  schema: "test",
  parts: [
    { number: "A", name: "A" },
    { number: "B", name: "B", mesh: free },
    { number: "C", name: "C", mesh: cylinderMesh(3, 10, 48) },
  ],
  nodes: [
    node(-1, 0, "rig", "rig"),
    node(0, 0, "left", "rig/left"),
    node(1, 1, "body", "rig/left/body"),
    node(0, 0, "right", "rig/right"),
    node(3, 1, "body", "rig/right/body"),
    node(0, 2, "pin", "rig/pin"),
  ],
  problems: [],
};

/** The middle of a face's first triangle. */
function onFace(mesh: CadMesh, path: string, index: number): Target {
  const first = (mesh.faces[index]?.first ?? 0) * 3;
  const corners = [...mesh.indices.subarray(first, first + 3)];
  const at = [0, 1, 2].map(
    (axis) => corners.reduce((sum, corner) => sum + (mesh.positions[corner * 3 + axis] ?? 0), 0) / 3,
  ) as [number, number, number];
  return { kind: "face", path, index, at };
}

test("two free-form faces of one body have different names, and each its size", () => {
  const texts = targetTexts(
    model,
    [0, 2].map((face) => onFace(free, "rig/left/body", face)),
  );
  expect(texts.map(({ name }) => name)).toEqual(["Face 1 of body", "Face 3 of body"]);
  for (const { size } of texts) expect(size).toMatch(/^free-form \d+ mm²$/);
});

test("the same face of two occurrences of one name is told apart by where they stand", () => {
  const texts = targetTexts(
    model,
    ["rig/left/body", "rig/right/body"].map((path) => onFace(free, path, 1)),
  );
  expect(texts.map(({ name }) => name)).toEqual(["Face 2 of left/body", "Face 2 of right/body"]);
});

test("a face has the number that this model gives it, not the one that it was picked under", () => {
  const picked = onFace(free, "rig/left/body", 4);
  const [text] = targetTexts(model, [{ ...picked, index: 0 }]);
  expect(text?.name).toBe("Face 5 of body");
  expect(targetLine(model, { ...picked, index: 0 })).toBe("rig/left/body, face 5");
});

test("edges say their curve, whole parts and what is gone their names alone", () => {
  const edge = { kind: "edge", path: "rig/pin", index: 0, at: [3, 0, 0] } as const;
  const rim = [0, 1, 2, 3]
    .flatMap((index) => [0, 10, 5, -5].map((z): Target => ({ ...edge, index, at: [3, 0, z] })))
    .map((target) => targetTexts(model, [target])[0]);
  expect(rim.map((text) => text?.size)).toContain("circle Ø 6 mm");
  const whole: Target = { kind: "node", path: "rig/pin", index: 0, at: [0, 0, 0] };
  expect(targetTexts(model, [whole])).toEqual([{ name: "pin", size: undefined }]);
  expect(targetLine(model, whole)).toBe("rig/pin");
  const gone: Target = { kind: "face", path: "rig/lost", index: 3, at: [0, 0, 0] };
  expect(targetTexts(model, [gone])).toEqual([{ name: "Face 4 of rig/lost", size: undefined }]);
});

test("different ways read differently with no more names than that takes, the same ones alike", () => {
  const way = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(way, { maxLength: 5 }), (ways) => {
      const texts = tellingApart(ways);
      ways.forEach((one, at) => {
        const text = texts[at] ?? "";
        expect(one.join("/").endsWith(text)).toBe(true);
        ways.forEach((other, by) => {
          if (other.join("/") === one.join("/")) expect(texts[by]).toBe(text);
          // The end of a longer way can only be told from it by the longer one.
          else expect(texts[by]).not.toBe(text);
        });
      });
    }),
    { seed: 20261127, numRuns: 500 },
  );
  expect(tellingApart([["a", "b"], ["b"]])).toEqual(["a/b", "b"]);
  expect(
    tellingApart([
      ["a", "x", "b"],
      ["a", "y", "c"],
    ]),
  ).toEqual(["b", "c"]);
});
