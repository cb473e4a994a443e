/** Curves and points of STEP parts, alone and beside their bodies, in their colours. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { decodeModel, encodeModel } from "../../../../shared/geometry/mesh-blob.ts";
import { firstCurve, type CadModel, type CadPart } from "../../../../shared/model/cad.ts";
import { of, sourceFile } from "../testing.ts";
import { createKernelPool } from "./kernel/kernel-pool.ts";
import { createStepImporter } from "./step-importer.ts";
import { Exchange } from "./structure/testing.ts";

const folder = mkdtempSync(join(tmpdir(), "drawn-shape-"));
const pool = createKernelPool({ size: 1 });
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

async function modelOf(exchange: Exchange): Promise<CadModel> {
  const path = join(folder, "part.stp");
  writeFileSync(path, exchange.text(), "latin1");
  const { signal } = new AbortController();
  const models: CadModel[] = [];
  for await (const batch of createStepImporter(() => pool).read(sourceFile(path), { signal }))
    models.push(...of(batch, "model").map(({ model }) => model));
  const [model] = models;
  if (model === undefined) throw new Error("no model");
  expect(decodeModel(encodeModel(model))).toEqual(model);
  return model;
}

/** A part of these items; what comes before it in the file is another part, a block. */
async function partOf(write: (exchange: Exchange) => readonly number[]): Promise<CadPart> {
  const exchange = new Exchange();
  exchange.product("block", exchange.representation([exchange.block(10, 20, 30).solid], exchange.context()));
  const items = write(exchange);
  exchange.product("part", exchange.representation([exchange.axes(), ...items], exchange.context()));
  const part = (await modelOf(exchange)).parts.find(({ number }) => number === "part");
  if (part === undefined) throw new Error("no part");
  return part;
}

const line = (exchange: Exchange, from: readonly number[], to: readonly number[]): number =>
  exchange.add(`POLYLINE('',(#${exchange.point(...from)},#${exchange.point(...to)}))`);
const set = (exchange: Exchange, ...items: readonly number[]): number =>
  exchange.add(`GEOMETRIC_SET('',(${items.map((id) => `#${id}`).join(",")}))`);
function colour(exchange: Exchange, item: number, stated: string, kind = "CURVE_STYLE"): number {
  const size = "POSITIVE_LENGTH_MEASURE(0.1)";
  const style = exchange.add(`${kind}('',$,${size},#${exchange.add(stated)})`);
  return exchange.styled(item, exchange.add(`PRESENTATION_STYLE_ASSIGNMENT((#${style}))`));
}
const RED = "COLOUR_RGB('',1.,0.,0.)";
const GREEN = "DRAUGHTING_PRE_DEFINED_COLOUR('green')";

describe("curves alone", () => {
  test("are drawn as they are", async () => {
    const part = await partOf((exchange) => [
      set(exchange, line(exchange, [0, 0, 0], [10, 0, 0]), line(exchange, [10, 0, 0], [10, 0, 7])),
    ]);
    expect([...(part.mesh?.edges ?? [])]).toEqual([0, 0, 0, 10, 0, 0, 10, 0, 0, 10, 0, 7]);
    expect(part.mesh?.indices).toHaveLength(0);
    expect([part.problem, part.colour, part.mesh?.curves]).toEqual([undefined, undefined, undefined]);
  });

  test("of one colour give it to their part, of several each has its own", async () => {
    const one = await partOf((exchange) => {
      const both = set(exchange, line(exchange, [0, 0, 0], [1, 0, 0]), line(exchange, [0, 0, 0], [2, 0, 0]));
      colour(exchange, both, RED);
      return [both];
    });
    expect([one.colour, one.mesh?.curves]).toEqual([[1, 0, 0, 1], undefined]);
    const several = await partOf((exchange) => {
      const [first, second] = [line(exchange, [0, 0, 0], [1, 0, 0]), line(exchange, [0, 0, 0], [2, 0, 0])];
      const both = set(exchange, first, second);
      // The innermost style counts, and one of a surface is none of a curve.
      colour(exchange, both, RED);
      colour(exchange, second, GREEN);
      exchange.styled(first, exchange.style(0, 0, 1));
      const hidden = line(exchange, [0, 0, 0], [3, 0, 0]);
      exchange.add(`INVISIBILITY((#${colour(exchange, hidden, GREEN)}))`);
      return [both, set(exchange, hidden, line(exchange, [0, 0, 0], [4, 0, 0]))];
    });
    expect(several.colour).toBeUndefined();
    expect(several.mesh?.curves).toEqual([
      { count: 1, colour: [1, 0, 0, 1] },
      { count: 1, colour: [0, 1, 0, 1] },
      { count: 1 },
    ]);
    expect([...(several.mesh?.edges ?? [])].filter((_, at) => at % 6 === 3)).toEqual([1, 2, 4]);
  });

  test("and points alone: crosses in the colour of their style", async () => {
    const part = await partOf((exchange) => {
      const points = [exchange.point(0, 0, 0), exchange.point(100, 0, 0)];
      for (const point of points) colour(exchange, point, RED, "POINT_STYLE");
      return [set(exchange, ...points)];
    });
    expect(part.colour).toEqual([1, 0, 0, 1]);
    expect([...(part.mesh?.edges ?? [])].slice(0, 6).map((value) => Number(value.toFixed(4)))).toEqual([
      -1.2, 0, 0, 1.2, 0, 0,
    ]);
    expect(part.mesh?.edges).toHaveLength(2 * 18);
  });

  test("that are not read are said", async () => {
    const part = await partOf((exchange) => [set(exchange, exchange.add("PCURVE('',$,$)"))]);
    expect(part.mesh).toBeUndefined();
    expect(part.problem).toBe("It has only curves that can't be drawn.");
  });
});

describe("tessellated lines", () => {
  const list = (exchange: Exchange): number =>
    exchange.add("COORDINATES_LIST('',4,((0.,0.,0.),(9.,0.,0.),(9.,9.,0.),(0.,0.,5.)))");

  test("polylines, edges and points of a set, with its triangles", async () => {
    const part = await partOf((exchange) => {
      const points = list(exchange);
      const strips = exchange.add(`TESSELLATED_CURVE_SET('',#${points},((1,2,3),(4,1)))`);
      colour(exchange, strips, RED);
      const edge = exchange.add(`TESSELLATED_EDGE('',#${points},$,(3,4))`);
      const own = [
        strips,
        exchange.add(`TESSELLATED_WIRE('',(#${edge}),$)`),
        exchange.add(`TESSELLATED_POINT_SET('',#${points},(4))`),
        exchange.add(`TRIANGULATED_SURFACE_SET('',#${points},4,(),(),((1,2,3)))`),
      ];
      return [exchange.add(`TESSELLATED_GEOMETRIC_SET('',(${own.map((id) => `#${id}`).join(",")}))`)];
    });
    expect(part.problem).toBeUndefined();
    expect(part.mesh?.faces).toHaveLength(1);
    expect(part.mesh?.curves).toEqual([{ count: 3, colour: [1, 0, 0, 1] }, { count: 1 + 3 }]);
    const first = part.mesh === undefined ? 0 : firstCurve(part.mesh) * 6;
    expect([...(part.mesh?.edges.subarray(first, first + 24) ?? [])]).toEqual(
      [
        [0, 0, 0, 9, 0, 0],
        [9, 0, 0, 9, 9, 0],
        [0, 0, 5, 0, 0, 0],
        [9, 9, 0, 0, 0, 5],
      ].flat(),
    );
  });

  test("that count past their points are told, and a set of itself ends", async () => {
    const part = await partOf((exchange) => {
      const strips = exchange.add(`TESSELLATED_CURVE_SET('',#${list(exchange)},((1,2,7)))`);
      const ring = exchange.reserve();
      const good = exchange.add(`TESSELLATED_CURVE_SET('',#${list(exchange)},((1,2)))`);
      return [exchange.put(ring, `TESSELLATED_GEOMETRIC_SET('',(#${strips},#${ring},#${good}))`)];
    });
    expect(part.mesh?.edges).toHaveLength(6);
    expect(part.problem).toBe("It is drawn without 1 curves that can't be read.");
  });
});

describe("beside a body", () => {
  test("curves stand behind the edges of its faces, and change nothing of them", async () => {
    const items = (exchange: Exchange): readonly number[] => {
      const axis = line(exchange, [5, 5, -10], [5, 5, 50]);
      colour(exchange, axis, GREEN);
      return [exchange.block(10, 20, 30).solid, set(exchange, axis, line(exchange, [0, 0, 40], [1, 0, 40]))];
    };
    const { mesh, problem } = await partOf(items);
    const plain = await partOf((exchange) => items(exchange).slice(0, 1));
    expect(problem).toBeUndefined();
    expect(mesh?.curves).toEqual([{ count: 1, colour: [0, 1, 0, 1] }, { count: 1 }]);
    const first = mesh === undefined ? 0 : firstCurve(mesh) * 6;
    expect(mesh?.edges.slice(0, first)).toEqual(plain.mesh?.edges);
    expect([...(mesh?.edges.slice(first) ?? [])]).toEqual([5, 5, -10, 5, 5, 50, 0, 0, 40, 1, 0, 40]);
    expect(mesh?.positions).toEqual(plain.mesh?.positions);
    expect(mesh?.faces).toEqual(plain.mesh?.faces);
  });

  test("where no kernel draws the body the curves are there, and it is said", async () => {
    const part = await partOf((exchange) => {
      const shell = exchange.add("CLOSED_SHELL('',(#999999))");
      return [
        exchange.add(`MANIFOLD_SOLID_BREP('',#${shell})`),
        exchange.add(`EXTRUDED_AREA_SOLID('',$,$,1.)`),
        set(exchange, line(exchange, [0, 0, 0], [1, 0, 0])),
      ];
    });
    expect(part.mesh?.edges).toHaveLength(6);
    expect(part.problem).toMatch(/without any face|by construction/);
  });
});
