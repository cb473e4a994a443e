import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { CadModel } from "../../../../../shared/model/cad.ts";
import { collect, of } from "../../testing.ts";
import { measure } from "../mesh/testing.ts";
import { createStepImporter, stepImporter, type SizedKernel } from "../step-importer.ts";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import { Exchange, METRE } from "../structure/testing.ts";
import { IDENTITY } from "../structure/transform.ts";
import { tessellatedMesh } from "./tessellated-mesh.ts";

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

async function modelOf(exchange: Exchange, importer = stepImporter): Promise<CadModel> {
  const path = join(folder, "cube.stp");
  writeFileSync(path, exchange.text());
  const { records, failure } = await collect(importer, path);
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
  expect(model.parts[0]?.colour).toEqual([1, 0, 0, 1]);
  expect(mesh?.faces.map(({ name, count, colour }) => [name, count, colour])).toEqual([
    ["plain", 2, undefined],
    ["plain", 2, undefined],
    ["strip", 2, undefined],
    ["fan", 2, undefined],
    ["own", 2, undefined],
    ["own", 2, undefined],
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
    [2, undefined],
    [2, "0,0,1,1"],
  ]);
  expect(parts[0]?.colour).toEqual([1, 0, 0, 1]);
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

/** The side of a cylinder of radius 5 and height 10 as twelve strips, with what it is linked to. */
function drum(exchange: Exchange, link: string, name = "side", radius = 5): number {
  const ring = (z: number): readonly string[] =>
    Array.from({ length: 12 }, (_, at) => {
      const angle = (at * Math.PI) / 6;
      return `(${(radius * Math.cos(angle)).toFixed(9)},${(radius * Math.sin(angle)).toFixed(9)},${z}.)`;
    });
  const list = exchange.add(`COORDINATES_LIST('',24,(${[...ring(0), ...ring(10)].join(",")}))`);
  const around = [...Array.from({ length: 12 }, (_, at) => [at + 1, at + 13]).flat(), 1, 13];
  const strip = `(${around.join(",")})`;
  return exchange.add(`COMPLEX_TRIANGULATED_FACE('${name}',#${list},24,(),${link},(),(${strip}),())`);
}

test("a face that is linked to a B-rep face or to a surface has its exact surface, if it lies on it", async () => {
  const exchange = new Exchange();
  const context = exchange.context(METRE);
  const surface = (radius: number): number =>
    exchange.add(`CYLINDRICAL_SURFACE('',#${exchange.axes()},${radius}.)`);
  const face = exchange.add(`ADVANCED_FACE('bore',(),#${surface(5)},.T.)`);
  const drums = [
    drum(exchange, `#${face}`, "by face"),
    drum(exchange, `#${surface(5)}`, "by surface"),
    drum(exchange, `#${surface(6)}`, "by another"),
    drum(exchange, "$", "by none"),
    drum(exchange, "#99999", "by one that is missing"),
  ];
  const shell = exchange.add(`TESSELLATED_SHELL('',(${drums.map((id) => `#${id}`).join(",")}),$)`);
  const representation = exchange.representation([shell], context);
  exchange.product("10-1", representation);
  const line = exchange.lines.find((text) => text.includes("=PRODUCT_DEFINITION_SHAPE")) ?? "";
  const whole = Number(/#(\d+)/.exec(line)?.[1]);
  const tolerance = (item: number): void => {
    const aspect = exchange.add(`SHAPE_ASPECT('','',#${whole},.T.)`);
    exchange.add(`GEOMETRIC_ITEM_SPECIFIC_USAGE('','',#${aspect},#${representation},#${item})`);
    const size = exchange.add(`LENGTH_MEASURE_WITH_UNIT(LENGTH_MEASURE(0.02),#${exchange.add(METRE)})`);
    exchange.add(`CYLINDRICITY_TOLERANCE('','',#${size},#${aspect})`);
  };
  tolerance(face);
  tolerance(drums[1] ?? 0);
  const model = await modelOf(exchange);
  const [part] = model.parts;
  const cylinder = { kind: "cylinder", radius: 5000, axis: [0, 0, 1] };
  expect(part?.mesh?.faces.map(({ name }) => name?.replace("by ", ""))).toEqual([
    "face",
    "surface",
    "another",
    "none",
    "one that is missing",
  ]);
  const surfaces = part?.mesh?.faces.map((each) => each.surface) ?? [];
  expect(surfaces.slice(0, 2)).toEqual([
    expect.objectContaining(cylinder),
    expect.objectContaining(cylinder),
  ]);
  expect(surfaces.slice(2)).toEqual([undefined, undefined, undefined]);
  // What is said of the B-rep face holds of its triangles, and so does what is said of these.
  expect(part?.characteristics?.map(({ faces }) => faces).toSorted()).toEqual([[0], [1]]);
});

test("a part whose exact shape no kernel can draw is drawn by its triangles, and says so", async () => {
  const exchange = new Exchange();
  const { solid, faces } = exchange.block(1, 1, 1);
  const list = exchange.add(`COORDINATES_LIST('',8,(${CORNERS}))`);
  const top = exchange.add(`TRIANGULATED_FACE('top',#${list},4,(),#${faces[1]},(5,6,7,8),((1,2,3),(2,4,3)))`);
  const shell = exchange.add(`TESSELLATED_SHELL('',(#${top}),$)`);
  exchange.product("10-1", exchange.representation([solid, shell], exchange.context()));
  const helpless: SizedKernel = {
    size: 1,
    mesh: () => Promise.reject(new Failure("invalid", "the geometry kernel gave up on its geometry")),
  };
  const model = await modelOf(
    exchange,
    createStepImporter(() => helpless),
  );
  expect(model.problems).toEqual([
    "10-1: Its exact shape can't be drawn, its triangles are: the geometry kernel gave up on its geometry.",
  ]);
  expect(model.parts[0]?.mesh?.faces).toMatchObject([{ name: "top", count: 2, surface: { kind: "plane" } }]);
});

test("the coordinates that the faces of a solid share are read once, and of each face its own points are kept", () => {
  const exchange = new Exchange();
  const item = cube(exchange);
  const file = exchange.file();
  const parameters = vi.spyOn(file, "parameters");
  const { mesh } = tessellatedMesh(file, [
    { item, lengthUnit: 1, angleUnit: 1, transform: IDENTITY, faceColours: new Map() },
  ]);
  expect(mesh?.faces.map(({ count }) => count)).toEqual([2, 2, 2, 2, 2, 2]);
  expect(mesh?.positions).toHaveLength(6 * 4 * 3);
  const lists = parameters.mock.calls.filter(([id]) => file.type(id) === "COORDINATES_LIST");
  expect(lists).toHaveLength(1);
});
