import { describe, expect, test } from "vitest";
import type { CadStructure } from "./cad-structure.ts";
import { Exchange } from "./testing.ts";

function paths({ nodes }: CadStructure): readonly string[] {
  return nodes.map(({ path }) => path);
}

test.each(["ANY", "any", "version 0", "LAST_VERSION", "\\X2\\4EFB4F55\\X0\\", ""])(
  "%j is what a system writes where nobody gave a revision",
  (written) => {
    const exchange = new Exchange();
    exchange.product("10-1", exchange.representation([], 1), "Cover", written);
    expect(exchange.read().parts[0]?.revision).toBeUndefined();
  },
);

describe("products (ISO 10303-41)", () => {
  test("number, name and revision; what exporters write for none is none", () => {
    const exchange = new Exchange();
    exchange.product("10-1", exchange.representation([], exchange.context()), "Housing", "C");
    exchange.product("", exchange.representation([], 1), "Cover", "ANY");
    exchange.product("NONE", exchange.representation([], 1), "", "NONE");
    expect(exchange.read().parts.map(({ number, name, revision }) => [number, name, revision])).toEqual([
      ["10-1", "Housing", "C"],
      ["Cover", "Cover", undefined],
      ["unnamed part", "unnamed part", undefined],
    ]);
  });

  test("PRODUCT_DEFINITION_FORMATION_WITH_SPECIFIED_SOURCE and _WITH_ASSOCIATED_DOCUMENTS", () => {
    const exchange = new Exchange();
    const product = exchange.add("PRODUCT('\\X2\\00C4\\X0\\-1','n','',())");
    const formation = exchange.add(
      `PRODUCT_DEFINITION_FORMATION_WITH_SPECIFIED_SOURCE('B','',#${product},.NOT_KNOWN.)`,
    );
    exchange.add(`PRODUCT_DEFINITION_WITH_ASSOCIATED_DOCUMENTS('design','',#${formation},$,())`);
    expect(exchange.read().parts.map(({ number, revision }) => [number, revision])).toEqual([["Ä-1", "B"]]);
  });

  test("a definition without shape and use, beside others, and a document are no parts", () => {
    const exchange = new Exchange();
    exchange.product("P", exchange.representation([], exchange.context()));
    exchange.product("idle");
    exchange.product("drawing", exchange.representation([], 1));
    const product = exchange.lines
      .findLast((line) => line.includes("PRODUCT('drawing'"))
      ?.match(/^#\d+/)?.[0];
    exchange.add(`PRODUCT_RELATED_PRODUCT_CATEGORY('document',$,(${product}))`);
    expect(exchange.read().parts.map(({ number }) => number)).toEqual(["P"]);
  });

  test("different products under one number are told", () => {
    const exchange = new Exchange();
    for (const _ of [1, 2, 3])
      exchange.product("Extruded", exchange.representation([], exchange.context()), "x", "");
    expect(exchange.read().problems).toEqual([
      "3 products of the file have the same number: Extruded. Different shapes are told apart by a mark.",
    ]);
  });

  test("a product with a shape of its own and children", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const child = exchange.product("C", exchange.representation([exchange.block(1, 1, 1).solid], context));
    const parent = exchange.product("P", exchange.representation([exchange.block(2, 2, 2).solid], context));
    exchange.usage(parent, child);
    const structure = exchange.read();
    expect(paths(structure)).toEqual(["P", "P/C"]);
    expect(structure.parts.map(({ bodies }) => bodies.length)).toEqual([1, 1]);
  });
});

describe("bodies and faces", () => {
  test("voids, oriented shells and surface models, in shell order, mapped items not among them", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const outer = exchange.block(9, 9, 9);
    const hollow = exchange.block(1, 1, 1);
    const sheet = exchange.block(2, 2, 2);
    const turned = exchange.add(`ORIENTED_CLOSED_SHELL('',*,#${hollow.shell},.F.)`);
    const solid = exchange.add(`BREP_WITH_VOIDS('',#${outer.shell},(#${turned}))`);
    const open = exchange.add(`OPEN_SHELL('',(#${sheet.faces[0]},#${sheet.faces[1]}))`);
    const surfaces = exchange.add(`SHELL_BASED_SURFACE_MODEL('',(#${open}))`);
    exchange.product("P", exchange.representation([exchange.axes(), solid, surfaces], context));
    const [body] = exchange.read().parts[0]?.bodies ?? [];
    expect(body?.items).toEqual([solid, surfaces]);
    expect(body?.context).toBe(context);
    expect(body?.faces.map(({ id }) => id)).toEqual([
      ...outer.faces,
      ...hollow.faces,
      ...sheet.faces.slice(0, 2),
    ]);
    expect(body?.faces[3]).toEqual({
      id: outer.faces[3],
      name: "side 3",
      surface: { kind: "plane", origin: [0, 9, 0], axis: [0, 1, 0] },
    });
  });

  test("a solid in two related representations is one body", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const { solid } = exchange.block(1, 1, 1);
    const shape = exchange.representation([solid], context);
    const brep = exchange.representation([solid], context, "ADVANCED_BREP_SHAPE_REPRESENTATION");
    exchange.product("P", shape);
    exchange.add(`SHAPE_REPRESENTATION_RELATIONSHIP('','',#${brep},#${shape})`);
    expect(exchange.read().parts[0]?.bodies).toHaveLength(1);
  });

  test("two products may share one B-rep, but have not each other's own", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const shared = exchange.representation([exchange.block(1, 1, 1).solid], context);
    const shapes = ["P", "Q"].map((number) => {
      const shape = exchange.representation([exchange.block(2, 2, 2).solid], context);
      exchange.product(number, shape);
      exchange.add(`SHAPE_REPRESENTATION_RELATIONSHIP('','',#${shape},#${shared})`);
      return shape;
    });
    exchange.add(`SHAPE_REPRESENTATION_RELATIONSHIP('','',#${shapes[0]},#${shapes[1]})`);
    expect(exchange.read().parts.map(({ bodies }) => bodies.length)).toEqual([2, 2]);
  });

  test("supplemental geometry is no shape", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const { solid, faces } = exchange.block(1, 1, 1);
    const shape = exchange.representation([solid], context);
    exchange.product("P", shape);
    const sheet = exchange.add(`OPEN_SHELL('',(#${faces[0]}))`);
    const surfaces = exchange.add(`SHELL_BASED_SURFACE_MODEL('',(#${sheet}))`);
    const extra = exchange.representation([surfaces], context, "CONSTRUCTIVE_GEOMETRY_REPRESENTATION");
    exchange.add(`CONSTRUCTIVE_GEOMETRY_REPRESENTATION_RELATIONSHIP('','',#${shape},#${extra})`);
    const structure = exchange.read();
    expect(structure.parts[0]?.bodies).toHaveLength(1);
    expect(structure.problems).toEqual([]);
  });

  test("faces that a broken file has lost are counted", () => {
    const exchange = new Exchange();
    const shell = exchange.add("CLOSED_SHELL('',(#8001,#8002))");
    const block = exchange.block(1, 1, 1);
    const most = exchange.add(`CLOSED_SHELL('',(#${block.faces[0]},#8003))`);
    const solids = [shell, most].map((id) => exchange.add(`MANIFOLD_SOLID_BREP('',#${id})`));
    exchange.product("P", exchange.representation(solids, exchange.context()));
    const [part] = exchange.read().parts;
    expect(part?.bodies[0]?.items).toEqual([solids[1]]);
    expect(part?.problem).toBe(
      "It has a body without any face that could be read. 3 of its faces or shells are missing from the file.",
    );
  });
});

describe("what can't be drawn is said", () => {
  function problemOf(build: (exchange: Exchange) => number): string | undefined {
    const exchange = new Exchange();
    exchange.product("P", exchange.representation([build(exchange)], exchange.context()));
    return exchange.read().parts[0]?.problem;
  }

  test.each([
    ["TESSELLATED_STRUCTURED_ITEM('')", "It has only a tessellated shape, which can't be drawn."],
    [
      "EXTRUDED_AREA_SOLID('',$,$,1.)",
      "Its shape is described by construction (CSG, sweeps), which can't be drawn.",
    ],
    // Whether they can be drawn is seen when they are.
    ["GEOMETRIC_CURVE_SET('',())", undefined],
    ["AXIS2_PLACEMENT_3D('',$,$,$)", "The file holds no shape of it."],
  ])("%s", (item, problem) => {
    expect(problemOf((exchange) => exchange.add(item))).toBe(problem);
  });

  test("a shape in another file (DOCUMENT_FILE)", () => {
    const exchange = new Exchange();
    const part = exchange.product("P", exchange.representation([], exchange.context()));
    const document = exchange.add("DOCUMENT_FILE('D1','','',$,'',$)");
    exchange.add(`APPLIED_DOCUMENT_REFERENCE(#${document},'',(#${part}))`);
    exchange.add(`APPLIED_EXTERNAL_IDENTIFICATION_ASSIGNMENT('bolt.stp',$,$,(#${document}))`);
    expect(exchange.read().parts[0]?.problem).toBe("Its shape is in another file: bolt.stp.");
  });

  test("a product that another system describes is a part all the same", () => {
    const exchange = new Exchange();
    const external = exchange.add("PRODUCT_DEFINITION_REFERENCE($,'X-1','B','design',$)");
    exchange.usage(exchange.product("A"), external);
    const structure = exchange.read();
    expect(paths(structure)).toEqual(["A", "A/X-1"]);
    expect(structure.parts[1]).toEqual({
      definition: external,
      number: "X-1",
      name: "X-1",
      revision: "B",
      bodies: [],
      problem: "It is described in another file or system.",
    });
  });

  test.each([
    ["STRUCTURAL_ANALYSIS_DESIGN", "The file holds a finite element model (AP209), which can't be drawn."],
    ["IFC4", "This is a building model (IFC), not a product model."],
    ["AUTOMOTIVE_DESIGN", "The file holds no product and no shape."],
  ])("nothing but %s", (schema, problem) => {
    expect(new Exchange().read(schema).problems).toEqual([problem]);
  });

  test("damage is told with its line, and the rest is there", () => {
    const exchange = new Exchange();
    exchange.product("P", exchange.representation([exchange.block(1, 1, 1).solid], exchange.context()));
    exchange.lines.push("#7777=BROKEN('", "#7778=BROKEN(;");
    const structure = exchange.read();
    expect(structure.parts[0]?.bodies[0]?.faces).toHaveLength(6);
    expect(structure.problems).toEqual([
      `Line ${exchange.lines.length + 6}: #7777 has a string that is never closed.`,
      `Line ${exchange.lines.length + 7}: #7778 has a parenthesis that is never closed.`,
    ]);
  });

  test("units that are not stated", () => {
    const exchange = new Exchange();
    exchange.product("P", exchange.representation([exchange.block(1, 1, 1).solid], 9999));
    expect(exchange.read().problems).toEqual([
      "The file states no unit of length that can be read: millimetres are assumed.",
    ]);
  });
});

describe("bare geometry", () => {
  test("without any product: one part, named after the file", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const { solid } = exchange.block(1, 1, 1);
    exchange.representation([solid], context, "ADVANCED_BREP_SHAPE_REPRESENTATION");
    const loose = exchange.block(2, 2, 2);
    const structure = exchange.read(undefined, "C:\\models\\Lever arm.STP");
    expect(structure.parts.map(({ number, bodies }) => [number, bodies.map(({ items }) => items)])).toEqual([
      ["Lever arm", [[solid], [loose.solid]]],
    ]);
    expect(structure.parts[0]?.bodies.every(({ lengthUnit }) => lengthUnit === 1)).toBe(true);
    expect(paths(structure)).toEqual(["Lever arm"]);
    expect(structure.problems).toEqual([
      "The shape in the file belongs to no product: it is taken for a part named after the file.",
    ]);
  });

  test("one product, not tied to the shape: it must be its", () => {
    const exchange = new Exchange();
    exchange.representation([exchange.block(1, 1, 1).solid], exchange.context());
    exchange.product("P");
    const structure = exchange.read();
    expect(structure.parts.map(({ number, bodies }) => [number, bodies.length])).toEqual([["P", 1]]);
    expect(structure.problems).toEqual([
      "The shape in the file isn't tied to its product: as there is only one, it is taken for its shape.",
    ]);
  });

  test("solids beside those of products are left out, and counted", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    exchange.product("P", exchange.representation([exchange.block(1, 1, 1).solid], context));
    exchange.block(1, 1, 1);
    expect(exchange.read().problems).toEqual([
      "1 solids or surface models belong to no product of the file: they are left out.",
    ]);
  });
});

test("the header's facts", () => {
  const structure = new Exchange().read("CONFIG_CONTROL_DESIGN");
  expect([structure.schema, structure.originatingSystem, structure.exportedAt]).toEqual([
    "AP203",
    "system",
    "2026-03-04T05:06:07",
  ]);
});
