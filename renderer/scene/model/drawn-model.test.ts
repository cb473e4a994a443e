import fc from "fast-check";
import { expect, test } from "vitest";
import type { CadModel, CadNode, Colour, FaceColour } from "../../../shared/model/cad.ts";
import { createMaterials } from "../frame/materials.ts";
import { createPicker } from "../picking/picking.ts";
import { createPresentation } from "../presentation/presentation.ts";
import { boxMesh, generateAssembly, translation } from "../testing/generated-assembly.ts";
import { THEMES } from "../../theme/tokens.ts";
import { drawnModel } from "./drawn-model.ts";
import { createModelView } from "./model-view.ts";
import { packGeometry } from "./pack-geometry.ts";

const RED: Colour = [1, 0, 0, 1];
const COLOURS: readonly Colour[] = [RED, [0, 1, 0, 1], [0, 0, 1, 0.25]];
const BOX = boxMesh(1, 1, 1);

function boxes(worn: readonly (readonly FaceColour[] | undefined)[]): CadModel {
  const mesh = { ...BOX, faces: BOX.faces.map((face, at) => (at === 1 ? { ...face, colour: RED } : face)) };
  return {
    schema: "",
    parts: [{ number: "box", name: "box", mesh }],
    nodes: worn.map((faceColours, at): CadNode => ({
      parent: -1,
      part: 0,
      occurrence: `${at}`,
      path: `${at}`,
      transform: translation(at * 10, 0, 0),
      ...(faceColours === undefined ? {} : { faceColours }),
    })),
    problems: [],
  };
}

const sets = fc.array(
  fc.uniqueArray(fc.record({ face: fc.nat({ max: 5 }), colour: fc.constantFrom(...COLOURS) }), {
    selector: ({ face }) => face,
    minLength: 1,
    maxLength: 6,
  }),
  { minLength: 1, maxLength: 3 },
);

test("every occurrence has the triangles of its part, each in the colour that its face has there", () => {
  fc.assert(
    fc.property(sets, fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 }), (some, places) => {
      const model = boxes(places.map((at) => some[at]));
      const drawn = drawnModel(model);
      const { positions, faceColours, indices, ranges } = packGeometry(drawn.parts);
      // Equal ones share one: as many more parts as sets are worn.
      expect(drawn.parts).toHaveLength(1 + new Set(places.filter((at) => at < some.length)).size);
      model.nodes.forEach((node, at) => {
        const range = ranges[drawn.nodes[at]?.part ?? -1];
        const faces = model.parts[0]?.mesh?.faces ?? [];
        expect(range?.indexCount).toBe(BOX.indices.length);
        faces.forEach(({ first, count, colour: usual }, face) => {
          const worn = node.faceColours?.find((each) => each.face === face)?.colour ?? usual;
          for (let corner = first * 3; corner < (first + count) * 3; corner++) {
            const vertex = indices[(range?.indexStart ?? 0) + corner] ?? -1;
            const from = BOX.indices[corner] ?? -1;
            expect([...positions.subarray(vertex * 3, vertex * 3 + 3)]).toEqual([
              ...BOX.positions.subarray(from * 3, from * 3 + 3),
            ]);
            const drawnAs = [...faceColours.subarray(vertex * 4, vertex * 4 + 3)];
            expect(drawnAs).toEqual((worn ?? [0, 0, 0]).slice(0, 3).map((share) => share * 255));
          }
        });
      });
    }),
    { seed: 20261127, numRuns: 200 },
  );
});

test("a model without any is drawn as it is, and one with some keeps its parts and nodes for whoever asks", () => {
  const plain = generateAssembly({ parts: 3, occurrences: 40 });
  expect(drawnModel(plain)).toBe(plain);
  const model = boxes([undefined, [{ face: 3, colour: RED }]]);
  const before = structuredClone(model);
  expect(drawnModel(model)).not.toBe(model);
  expect(model).toEqual(before);
});

test("an occurrence in other colours is picked as its part", () => {
  const model = boxes([undefined, [{ face: 3, colour: RED }]]);
  const materials = createMaterials();
  const view = createModelView(model, materials);
  createPresentation(view, materials, THEMES.dark).apply();
  const picker = createPicker(view);
  const faces = [0, 1].map((at) => picker.pick([at * 10, 10, 0], [0, -1, 0]));
  expect(faces.map((pick) => pick?.node)).toEqual([0, 1]);
  expect(faces[1]?.face).toBe(faces[0]?.face);
  expect(faces[1]?.face).toBe(3);
  expect(view.model).toBe(model);
});
