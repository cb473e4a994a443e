import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { CadModel } from "../../../../../shared/model/cad.ts";
import { collect, of } from "../../testing.ts";
import { measure } from "../mesh/testing.ts";
import { stepImporter } from "../step-importer.ts";
import { Exchange, METRE } from "../structure/testing.ts";

const folder = mkdtempSync(join(tmpdir(), "tessellated-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Corner i of a unit cube: bit 0 is x, bit 1 y, bit 2 z; every face counter-clockwise seen from outside. */
const CORNERS = Array.from({ length: 8 }, (_, at) => `(${at & 1}.,${(at >> 1) & 1}.,${at >> 2}.)`).join(",");

function cube(exchange: Exchange): number {
  const list = exchange.add(`COORDINATES_LIST('',8,(${CORNERS}))`);
  const plain = (points: string, triangles: string): number =>
    exchange.add(`TRIANGULATED_FACE('plain',#${list},4,((0.,0.,1.)),$,(${points}),(${triangles}))`);
  const faces = [
    plain("1,3,2,4", "(1,2,3),(3,2,4)"),
    plain("5,6,7,8", "(1,2,3),(2,4,3)"),
    exchange.add(`COMPLEX_TRIANGULATED_FACE('strip',#${list},4,(),$,(1,2,5,6),((1,2,3,4)),())`),
    exchange.add(`COMPLEX_TRIANGULATED_FACE('fan',#${list},4,(),$,(3,7,8,4),(),((1,2,3,4)))`),
    // Without indices of its own it counts in the coordinates.
    exchange.add(`TRIANGULATED_FACE('own',#${list},8,(),$,(),((1,5,3),(3,5,7)))`),
    exchange.add(`TRIANGULATED_FACE('own',#${list},8,(),$,(),((2,4,6),(4,8,6)))`),
  ];
  return exchange.add(`TESSELLATED_SOLID('',(${faces.map((id) => `#${id}`).join(",")}),$)`);
}

async function modelOf(exchange: Exchange): Promise<CadModel> {
  const path = join(folder, "cube.stp");
  writeFileSync(path, exchange.text());
  const { records, failure } = await collect(stepImporter, path);
  expect(failure).toBeUndefined();
  const [record] = of(records, "model");
  if (record === undefined) throw new Error("no model");
  return record.model;
}

test("triangles, strips and fans close a cube, in its own unit", async () => {
  const exchange = new Exchange();
  const solid = cube(exchange);
  exchange.product(
    "10-1",
    exchange.representation([solid], exchange.context(METRE), "TESSELLATED_SHAPE_REPRESENTATION"),
  );
  exchange.styled(solid, exchange.style(1, 0, 0));
  const model = await modelOf(exchange);
  expect(model.problems).toEqual([]);
  const mesh = model.parts[0]?.mesh;
  expect(mesh?.faces.map(({ name, count, colour }) => [name, count, colour?.join()])).toEqual([
    ["plain", 2, "1,0,0,1"],
    ["plain", 2, "1,0,0,1"],
    ["strip", 2, "1,0,0,1"],
    ["fan", 2, "1,0,0,1"],
    ["own", 2, "1,0,0,1"],
    ["own", 2, "1,0,0,1"],
  ]);
  const { volume, area } = measure(mesh ?? { positions: [], indices: [] });
  expect(volume).toBeCloseTo(1e9, 0);
  expect(area).toBeCloseTo(6e6, 0);
  expect(mesh?.edges).toHaveLength(12 * 6);
});

test("a face has its own colour, and one with a list of points may count in all of them", async () => {
  const exchange = new Exchange();
  const list = exchange.add(`COORDINATES_LIST('',8,(${CORNERS}))`);
  // Points 5, 6, 8, 7 of the list; the numbers of its triangles go beyond its four.
  const top = exchange.add(`TRIANGULATED_FACE('top',#${list},4,(),$,(5,6,7,8),((5,6,7),(6,8,7)))`);
  const side = exchange.add(`TRIANGULATED_FACE('side',#${list},4,(),$,(1,2,5,6),((1,2,4),(1,4,3)))`);
  const solid = exchange.add(`TESSELLATED_SOLID('',(#${top},#${side}),$)`);
  exchange.product("10-1", exchange.representation([solid], exchange.context()));
  exchange.styled(solid, exchange.style(1, 0, 0));
  exchange.styled(side, exchange.style(0, 0, 1));
  const { parts, problems } = await modelOf(exchange);
  expect(problems).toEqual([]);
  expect(parts[0]?.mesh?.faces.map(({ count, colour }) => [count, colour?.join()])).toEqual([
    [2, "1,0,0,1"],
    [2, "0,0,1,1"],
  ]);
  expect(measure(parts[0]?.mesh ?? { positions: [], indices: [] }).area).toBeCloseTo(2, 6);
});

test("a part with a B-rep is drawn by that, and says that it has more", async () => {
  const exchange = new Exchange();
  const context = exchange.context();
  exchange.product("10-1", exchange.representation([exchange.block(1, 2, 3).solid, cube(exchange)], context));
  const model = await modelOf(exchange);
  expect(model.problems).toEqual(["10-1: Its tessellated shapes are not drawn."]);
  expect(measure(model.parts[0]?.mesh ?? { positions: [], indices: [] }).volume).toBeCloseTo(6, 6);
}, 60_000);

test("what can't be read costs its face", async () => {
  const exchange = new Exchange();
  const list = exchange.add("COORDINATES_LIST('',3,((0.,0.,0.),(1.,0.,0.),(0.,1.,0.)))");
  const sound = exchange.add(`TRIANGULATED_FACE('',#${list},3,(),$,(),((1,2,3),(1,2,9),(0,1,2)))`);
  const lost = exchange.add("TRIANGULATED_FACE('',#9999,3,(),$,(),((1,2,3)))");
  const shell = exchange.add(`TESSELLATED_SHELL('',(#${sound},#${lost}),$)`);
  exchange.product("10-1", exchange.representation([shell], exchange.context()));
  const model = await modelOf(exchange);
  expect(model.parts[0]?.mesh?.indices).toHaveLength(3);
  expect(model.problems).toEqual([
    "10-1: It is drawn without 1 face and 2 triangles that could not be read.",
  ]);
});
