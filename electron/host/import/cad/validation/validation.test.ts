import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { CadMesh } from "../../../../../shared/model/cad.ts";
import { collect, of } from "../../testing.ts";
import { createKernelPool } from "../kernel/kernel-pool.ts";
import { faceMesh } from "../mesh-formats/face-mesh.ts";
import { BOX_TRIANGLES, boxPoints } from "../mesh-formats/testing.ts";
import { createStepImporter } from "../step-importer.ts";
import { Exchange, METRE } from "../structure/testing.ts";
import { compareProperties, validationProblem } from "./compare.ts";
import { meshProperties } from "./mesh-properties.ts";
import { readStatedProperties } from "./stated-properties.ts";

const pool = createKernelPool({ size: 1 });
afterAll(() => pool.close());

function box(x: number, y: number, z: number, at = 0): CadMesh {
  const positions = Float64Array.from(boxPoints(x, y, z), (value) => value + at);
  const { mesh } = faceMesh([{ positions, indices: Uint32Array.from(BOX_TRIANGLES) }]);
  if (mesh === undefined) throw new Error("no mesh");
  return { ...mesh, faces: mesh.faces.map((face) => ({ ...face, surface: { kind: "plane" } as const })) };
}

test("a box far from the origin has its volume, area and centre", () => {
  const found = meshProperties(box(10, 20, 30, 5000));
  expect(found.volume).toBeCloseTo(6000, 3);
  expect(found.area).toBeCloseTo(2200, 3);
  expect(found.centre.map((value) => Math.round(value * 1000) / 1000)).toEqual([5005, 5010, 5015]);
  expect(found.curvedArea).toBe(0);
});

test("a plane body must agree closely, and says what differs", () => {
  const mesh = box(10, 20, 30);
  const stated = { volume: 6000, area: 2200, centre: [5, 10, 15] as const };
  expect(compareProperties(stated, mesh, 0.1).map(({ agrees }) => agrees)).toEqual([true, true, true]);
  const wrong = compareProperties({ ...stated, volume: 6010, centre: [5, 10, 15.5] }, mesh, 0.1);
  expect(wrong.map(({ agrees }) => agrees)).toEqual([false, true, false]);
  expect(validationProblem(wrong)).toBe(
    "It is not drawn as its source has it: its volume is 6000 mm³, and 6010 in the file; its centre is 5, 10, 15 mm, and 5, 10, 15.5 in the file.",
  );
});

describe("what a file states", () => {
  const stated = (volume: string, length = METRE): ReturnType<typeof readStatedProperties> => {
    const exchange = new Exchange();
    const context = exchange.context(length);
    const shape = exchange.representation([exchange.block(1, 2, 3).solid], context);
    exchange.product("10-1", shape);
    const definition = Number(
      /#(\d+)/.exec(exchange.lines.find((line) => line.includes("=PRODUCT_DEFINITION_SHAPE")) ?? "")?.[1],
    );
    const unit = exchange.add(length);
    const derived = (power: number): number =>
      exchange.add(`DERIVED_UNIT((#${exchange.add(`DERIVED_UNIT_ELEMENT(#${unit},${power}.)`)}))`);
    const items = [
      exchange.add(`MEASURE_REPRESENTATION_ITEM('volume measure',VOLUME_MEASURE(${volume}),#${derived(3)})`),
      exchange.add(`MEASURE_REPRESENTATION_ITEM('wetted area measure',AREA_MEASURE(22.),#${derived(2)})`),
      exchange.add("CARTESIAN_POINT('centre point',(0.5,1.,1.5))"),
      exchange.add("CARTESIAN_POINT('independent points centre point',(9.,9.,9.))"),
    ];
    const representation = exchange.representation(items, context, "REPRESENTATION");
    const property = exchange.add(`PROPERTY_DEFINITION('geometric validation property','',#${definition})`);
    exchange.add(`PROPERTY_DEFINITION_REPRESENTATION(#${property},#${representation})`);
    return readStatedProperties(exchange.file());
  };

  test("is taken in its own units", () => {
    expect([...stated("6.").values()]).toEqual([{ volume: 6e9, area: 22e6, centre: [500, 1000, 1500] }]);
  });

  test("a volume of nothing was never computed, nor was its centre", () => {
    expect([...stated("0.").values()]).toEqual([]);
  });
});

// Five systems' files with what each computed of its own solids; the kernel's package brings them.
const FOLDER = join(
  dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json")),
  "test/testfiles/cax-if",
);
test.each([
  ["as1-oc-214.stp", 5],
  ["as1-tu-203.stp", 5],
  ["dm1-id-214.stp", 3],
  ["io1-tu-203.stp", 1],
  ["sg1-c5-214.stp", 1],
])("%s: what is drawn has the volume, area and centre that its system computed", async (name, parts) => {
  const { records, failure } = await collect(
    createStepImporter(() => pool),
    join(FOLDER, name),
  );
  expect(failure).toBeUndefined();
  const model = of(records, "model")[0]?.model;
  const checked = model?.parts.filter(({ validation }) => validation !== undefined) ?? [];
  expect(checked).toHaveLength(parts);
  for (const { validation } of checked)
    expect(validation?.map(({ kind, agrees }) => [kind, agrees])).toEqual([
      ["volume", true],
      ["area", true],
      ["centre", true],
    ]);
  expect(model?.problems.filter((problem) => problem.includes("not drawn as"))).toEqual([]);
});
