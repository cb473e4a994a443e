import { describe, expect, test } from "vitest";
import type { Colour } from "../../../../../shared/model/cad.ts";
import type { CadStructure, StructurePart } from "./cad-structure.ts";
import { Exchange } from "./testing.ts";

const RED: Colour = [1, 0, 0, 1];
const GREEN: Colour = [0, 1, 0, 1];
const BLUE: Colour = [0, 0, 1, 1];

interface Coloured {
  readonly exchange: Exchange;
  readonly solid: number;
  readonly shell: number;
  readonly faces: readonly number[];
  readonly shape: number;
  readonly red: number;
  readonly green: number;
}

function block(): Coloured {
  const exchange = new Exchange();
  const { solid, shell, faces } = exchange.block(1, 1, 1);
  const shape = exchange.representation([solid], exchange.context());
  exchange.product("P", shape);
  return {
    exchange,
    solid,
    shell,
    faces,
    shape,
    red: exchange.style(1, 0, 0),
    green: exchange.style(0, 1, 0),
  };
}

function part(structure: CadStructure): StructurePart {
  const [only] = structure.parts;
  if (only === undefined) throw new Error("no part");
  return only;
}

/** What each face looks like: its own colour or its part's. */
function seen({ colour, bodies }: StructurePart): readonly (Colour | undefined)[] {
  return bodies.flatMap(({ faces }) => faces.map((face) => face.colour ?? colour));
}

const six = (colour: Colour | undefined): readonly (Colour | undefined)[] =>
  Array.from({ length: 6 }, () => colour);

describe("surface colours (ISO 10303-46)", () => {
  test.each(["solid", "shell", "shape"] as const)("on the %s: the part's colour", (target) => {
    const { exchange, red, ...items } = block();
    exchange.styled(items[target], red);
    const found = part(exchange.read());
    expect(found.colour).toEqual(RED);
    expect(found.bodies[0]?.faces.every(({ colour }) => colour === undefined)).toBe(true);
  });

  test("a face before its shell, the shell before the solid, the solid before the representation", () => {
    const { exchange, solid, shell, faces, shape, red, green } = block();
    exchange.styled(shape, exchange.style(0, 0, 1));
    expect(seen(part(exchange.read()))).toEqual(six(BLUE));
    exchange.styled(solid, red);
    expect(seen(part(exchange.read()))).toEqual(six(RED));
    exchange.styled(shell, green);
    expect(seen(part(exchange.read()))).toEqual(six(GREEN));
    exchange.styled(faces[2] ?? 0, red);
    expect(seen(part(exchange.read()))).toEqual([GREEN, GREEN, RED, GREEN, GREEN, GREEN]);
    expect(part(exchange.read()).colour).toEqual(GREEN);
  });

  test("faces alone: no colour of the part, and none of the others", () => {
    const { exchange, faces, red } = block();
    exchange.styled(faces[1] ?? 0, red);
    const found = part(exchange.read());
    expect(found.colour).toBeUndefined();
    expect(seen(found)).toEqual([undefined, RED, undefined, undefined, undefined, undefined]);
  });

  test("two solids: the colour of most faces is the part's, if none is without", () => {
    const { exchange, solid, shape, red, green } = block();
    const other = exchange.block(2, 2, 2);
    exchange.lines.splice(
      exchange.lines.findIndex((line) => line.startsWith(`#${shape}=`)),
      1,
      `#${shape}=SHAPE_REPRESENTATION('',(#${solid},#${other.solid}),$);`,
    );
    exchange.styled(solid, red);
    expect(part(exchange.read()).colour).toBeUndefined();
    exchange.styled(other.solid, green);
    const found = part(exchange.read());
    expect(found.colour).toEqual(RED);
    expect(seen(found)).toEqual([...six(RED), ...six(GREEN)]);
  });

  test("an OVER_RIDING_STYLED_ITEM wins, wherever it stands", () => {
    for (const first of [true, false]) {
      const { exchange, solid, red, green } = block();
      const base = exchange.reserve();
      const over = `OVER_RIDING_STYLED_ITEM('',(#${green}),#${solid},#${base})`;
      if (first) exchange.add(over);
      exchange.put(base, `STYLED_ITEM('',(#${red}),#${solid})`);
      if (!first) exchange.add(over);
      expect(part(exchange.read()).colour).toEqual(GREEN);
    }
  });

  test("of two styles of equal right the first counts", () => {
    const { exchange, solid, red, green } = block();
    exchange.styled(solid, red);
    exchange.styled(solid, green);
    expect(part(exchange.read()).colour).toEqual(RED);
  });

  test("the presentation of the model counts before the highlights of a view", () => {
    const { exchange, solid, red, green } = block();
    const highlight = exchange.styled(solid, green);
    const plain = exchange.styled(solid, red);
    exchange.add(`DRAUGHTING_MODEL('',(#${highlight}),$)`);
    exchange.add(`MECHANICAL_DESIGN_GEOMETRIC_PRESENTATION_REPRESENTATION('',(#${plain}),$)`);
    expect(part(exchange.read()).colour).toEqual(RED);
  });

  function styledBy(build: (exchange: Exchange) => string): Colour | undefined {
    const { exchange, solid } = block();
    const side = exchange.add(`SURFACE_SIDE_STYLE('',(${build(exchange)}))`);
    const usage = exchange.add(`SURFACE_STYLE_USAGE(.BOTH.,#${side})`);
    exchange.styled(solid, exchange.add(`PRESENTATION_STYLE_ASSIGNMENT((#${usage}))`));
    return part(exchange.read()).colour;
  }
  const filled = (exchange: Exchange, colour: string): string => {
    const fill = exchange.add(`FILL_AREA_STYLE_COLOUR('',#${exchange.add(colour)})`);
    return `#${exchange.add(`SURFACE_STYLE_FILL_AREA(#${exchange.add(`FILL_AREA_STYLE('',(#${fill}))`)})`)}`;
  };

  test.each<[string, Colour]>([
    ["COLOUR_RGB('',0.25,0.5,0.75)", [0.25, 0.5, 0.75, 1]],
    ["DRAUGHTING_PRE_DEFINED_COLOUR('cyan')", [0, 1, 1, 1]],
    ["PRE_DEFINED_COLOUR('Yellow')", [1, 1, 0, 1]],
    ["COLOUR_RGB('',255.,51.,0.)", [1, 0.2, 0, 1]],
    ["COLOUR_RGB('',-0.1,1.2,0.)", [0, 1, 0, 1]],
  ])("%s", (colour, expected) => {
    expect(styledBy((exchange) => filled(exchange, colour))).toEqual(expected);
  });

  test.each(["COLOUR_RGB('',$,0.,0.)", "DRAUGHTING_PRE_DEFINED_COLOUR('mauve')", "OTHER()"])(
    "%s is no colour",
    (colour) => {
      expect(styledBy((exchange) => filled(exchange, colour))).toBeUndefined();
    },
  );

  test("SURFACE_STYLE_RENDERING_WITH_PROPERTIES gives colour and transparency", () => {
    const colour = styledBy((exchange) => {
      const transparent = exchange.add("SURFACE_STYLE_TRANSPARENT(0.25)");
      const rgb = exchange.add("COLOUR_RGB('',1.,0.,0.)");
      return `#${exchange.add(`SURFACE_STYLE_RENDERING_WITH_PROPERTIES($,#${rgb},(#${transparent}))`)}`;
    });
    expect(colour).toEqual([1, 0, 0, 0.75]);
  });

  test("SURFACE_STYLE_TRANSPARENT beside a fill colour", () => {
    const colour = styledBy(
      (exchange) =>
        `${filled(exchange, "COLOUR_RGB('',1.,0.,0.)")},#${exchange.add("SURFACE_STYLE_TRANSPARENT(0.5)")}`,
    );
    expect(colour).toEqual([1, 0, 0, 0.5]);
  });

  test("the outer side of a surface before its inner", () => {
    const { exchange, solid } = block();
    const usages = (["NEGATIVE", "POSITIVE"] as const).map((side) => {
      const style = exchange.add(
        `SURFACE_SIDE_STYLE('',(${filled(exchange, `COLOUR_RGB('',${side === "POSITIVE" ? "1.,0.,0." : "0.,1.,0."})`)}))`,
      );
      return `#${exchange.add(`SURFACE_STYLE_USAGE(.${side}.,#${style})`)}`;
    });
    exchange.styled(solid, exchange.add(`PRESENTATION_STYLE_ASSIGNMENT((${usages.join(",")}))`));
    expect(part(exchange.read()).colour).toEqual(RED);
  });

  test("a curve's colour is none of the surface", () => {
    const { exchange, solid } = block();
    const curve = exchange.add(
      `CURVE_STYLE('',$,POSITIVE_LENGTH_MEASURE(0.1),#${exchange.add("COLOUR_RGB('',1.,0.,0.)")})`,
    );
    exchange.styled(solid, exchange.add(`PRESENTATION_STYLE_ASSIGNMENT((#${curve}))`));
    expect(part(exchange.read()).colour).toBeUndefined();
  });
});

describe("INVISIBILITY", () => {
  test.each(["the item", "its style", "its layer", "its representation"])("of %s", (of) => {
    const { exchange, solid, shape, red } = block();
    const other = exchange.representation([exchange.block(2, 2, 2).solid], exchange.context());
    exchange.add(`SHAPE_REPRESENTATION_RELATIONSHIP('','',#${shape},#${other})`);
    const style = exchange.styled(solid, red);
    const layer = exchange.add(`PRESENTATION_LAYER_ASSIGNMENT('L','',(#${solid}))`);
    const hidden = { "the item": solid, "its style": style, "its layer": layer, "its representation": shape }[
      of
    ];
    exchange.add(`INVISIBILITY((#${hidden}))`);
    const found = part(exchange.read());
    expect(found.bodies).toHaveLength(1);
    expect(found.bodies[0]?.items).not.toContain(solid);
    expect(found.problem).toBeUndefined();
    expect(found.hidden?.count).toBe(1);
    expect(found.hidden?.bodies.map(({ items }) => items)).toEqual([[solid]]);
    expect(found.hidden?.bodies[0]?.faces).toHaveLength(6);
  });

  test("of everything: it is shown all the same", () => {
    const { exchange, solid } = block();
    exchange.add(`INVISIBILITY((#${solid}))`);
    const structure = exchange.read();
    expect(part(structure).bodies).toHaveLength(1);
    expect(part(structure).problem).toBeUndefined();
    expect(part(structure).hidden).toBeUndefined();
    expect(structure.problems).toEqual([]);
    expect(structure.remarks).toEqual(["Everything in the file is marked hidden: it is shown all the same."]);
  });

  test("of all that a part has, beside another part: it has nothing to draw, and that is no fault", () => {
    const { exchange, solid } = block();
    exchange.product("other", exchange.representation([exchange.block(2, 2, 2).solid], exchange.context()));
    exchange.add(`INVISIBILITY((#${solid}))`);
    const { parts, problems } = exchange.read();
    const [hidden, other] = parts;
    expect(hidden).toMatchObject({ bodies: [], hidden: { count: 1 } });
    expect(hidden?.problem).toBeUndefined();
    expect(other?.hidden).toBeUndefined();
    expect(problems).toEqual([]);
  });
});
