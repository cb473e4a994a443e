import { expect, test } from "vitest";
import type { CadModel } from "../../../shared/model/cad.ts";
import { createMaterials } from "../frame/materials.ts";
import { createModelView } from "../model/model-view.ts";
import { HIDDEN, SOLID } from "../presentation/node-states.ts";
import { boxMesh, translation } from "../testing/generated-assembly.ts";

const box = boxMesh(10, 10, 10);
const MODEL: CadModel = {
  schema: "",
  parts: [
    { number: "all", name: "all" },
    { number: "shell", name: "shell", mesh: { ...box, indices: box.indices.slice(6) } },
    { number: "block", name: "block", mesh: box },
  ],
  nodes: [
    { parent: -1, part: 0, occurrence: "", path: "", transform: translation(0, 0, 0) },
    ...[1, 2, 1, 2].map((part, at) => ({
      parent: 0,
      part,
      occurrence: `${at}`,
      path: `${at}`,
      transform: translation(at * 20, 0, 0),
    })),
  ],
  problems: [],
};

test("a section counts the closed solids that are shown, whichever came first: they or the section", () => {
  const view = createModelView(MODEL, createMaterials());
  const counted = (): number[] =>
    view
      .bodies()
      .flatMap((body, at) =>
        body.visible
          ? body
              .drawn()
              .flatMap(({ instances }) => instances.map((each) => view.chunks[at]?.nodes[each] ?? -1))
          : [],
      );
  view.show(Uint8Array.of(SOLID, SOLID, SOLID, SOLID, SOLID));
  expect(view.openParts()).toEqual([1]);
  expect(new Set(counted())).toEqual(new Set([2, 4]));
  view.show(Uint8Array.of(SOLID, SOLID, HIDDEN, SOLID, SOLID));
  expect(counted()).toEqual([4]);
  // What is drawn has the shells as well.
  expect(view.chunks[0]?.solid.drawn().flatMap(({ instances }) => instances)).toHaveLength(3);
  view.show(Uint8Array.of(SOLID, SOLID, HIDDEN, SOLID, HIDDEN));
  expect(counted()).toEqual([]);
  view.dispose();
});
