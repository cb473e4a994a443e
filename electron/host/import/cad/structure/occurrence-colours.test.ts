import { describe, expect, test } from "vitest";
import type { Colour } from "../../../../../shared/model/cad.ts";
import type { CadStructure } from "./cad-structure.ts";
import { Exchange } from "./testing.ts";
import { assembly, byContext } from "./testing/styled-assembly.ts";

const RED: Colour = [1, 0, 0, 1];
const GREEN: Colour = [0, 1, 0, 1];
const BLUE: Colour = [0, 0, 1, 1];

describe("colours of single occurrences", () => {
  function worn({ nodes }: CadStructure): Readonly<Record<string, Colour>> {
    return Object.fromEntries(
      nodes.flatMap(({ path, colour }) => (colour === undefined ? [] : [[path, colour]])),
    );
  }

  test("bound to one relation: wherever that usage is", () => {
    const { exchange, solid, red, green, relations } = assembly();
    const base = exchange.styled(solid, red);
    exchange.add(
      `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#${green}),#${solid},#${base},(#${relations[3]}))`,
    );
    const structure = exchange.read();
    expect(structure.parts[0]?.colour).toEqual(RED);
    expect(worn(structure)).toEqual({ "top/left/right": GREEN, "top/right/right": GREEN });
  });

  test("bound to two: only where both lie on the way; that wins over the one bound to less", () => {
    const { exchange, solid, shape, red, green, relations } = assembly();
    const base = exchange.styled(solid, red);
    const bind = (style: number, item: number, context: readonly number[]): number =>
      exchange.add(
        `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#${style}),#${item},#${base},(${context.map((id) => `#${id}`).join(",")}))`,
      );
    bind(exchange.style(0, 0, 1), shape, [relations[0] ?? 0, relations[3] ?? 0]);
    bind(green, solid, [relations[3] ?? 0]);
    expect(worn(exchange.read())).toEqual({ "top/left/right": BLUE, "top/right/right": GREEN });
  });

  test("bound to the usage, or to what ties the relation to it", () => {
    const { exchange, solid, red, green, usages } = assembly();
    const base = exchange.styled(solid, red);
    const tie = exchange.lines
      .filter((line) => line.includes("CONTEXT_DEPENDENT_SHAPE"))
      .map((line) => line.match(/^#\d+/)?.[0]);
    exchange.add(
      `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#${green}),#${solid},#${base},(#${usages[1]},${tie[2]}))`,
    );
    expect(worn(exchange.read())).toEqual({ "top/right/left": GREEN });
  });

  test("a style by context: of one usage, wherever it is", () => {
    const built = assembly();
    byContext(built, built.usages[3] ?? 0);
    const structure = built.exchange.read();
    expect(structure.parts[0]?.colour).toEqual(RED);
    expect(worn(structure)).toEqual({ "top/left/right": GREEN, "top/right/right": GREEN });
  });

  test("a style by context: of a usage seen from further up, in that place alone", () => {
    const built = assembly();
    const { exchange, usages } = built;
    const higher = exchange.add(
      `SPECIFIED_HIGHER_USAGE_OCCURRENCE('','','',$,$,$,#${usages[0]},#${usages[3]})`,
    );
    byContext(built, higher);
    expect(worn(exchange.read())).toEqual({ "top/left/right": GREEN });
  });

  test("a style by context that names no usage holds everywhere", () => {
    const { exchange, solid, red, shape } = assembly();
    const base = exchange.styled(solid, red);
    const side = exchange.lines.findLast((line) => line.includes("SURFACE_STYLE_USAGE"))?.match(/^#\d+/)?.[0];
    const style = exchange.add(`PRESENTATION_STYLE_BY_CONTEXT((${side}),#${shape})`);
    exchange.add(`OVER_RIDING_STYLED_ITEM('',(#${style}),#${solid},#${base})`);
    const structure = exchange.read();
    expect(structure.parts[0]?.colour).toEqual(GREEN);
    expect(worn(structure)).toEqual({});
  });

  test("bound to a view it says nothing of occurrences; of a shape that no part has it is told", () => {
    const { exchange, solid, red, green, relations } = assembly();
    const base = exchange.styled(solid, red);
    const view = exchange.add("DRAUGHTING_MODEL('',(),$)");
    const loose = exchange.block(1, 1, 1).faces[0];
    for (const [item, context] of [
      [solid, view],
      [loose, relations[0]],
    ])
      exchange.add(
        `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#${green}),#${item},#${base},(#${context}))`,
      );
    const structure = exchange.read();
    expect(worn(structure)).toEqual({});
    expect(structure.faceColours.size).toBe(0);
    expect(structure.parts[0]?.colour).toEqual(RED);
    expect(structure.problems).toContain(
      "1 colours of single occurrences belong to shapes that no part has: they are not shown.",
    );
  });

  /** By path: the colours of faces by their place among those of the block. */
  function wornByFaces(
    { nodes, faceColours }: CadStructure,
    faces: readonly number[],
  ): Readonly<Record<string, Readonly<Record<number, Colour>>>> {
    return Object.fromEntries(
      [...faceColours].map(([node, worn]) => [
        nodes[node]?.path ?? "",
        Object.fromEntries([...worn].map(([face, colour]) => [faces.indexOf(face), colour])),
      ]),
    );
  }

  test("of a single face in one place, the style that names most before the others", () => {
    const { exchange, solid, faces, red, green, relations } = assembly();
    const base = exchange.styled(solid, red);
    const bind = (
      style: number,
      item: number | undefined,
      context: readonly (number | undefined)[],
    ): number =>
      exchange.add(
        `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#${style}),#${item},#${base},(${context.map((id) => `#${id}`).join(",")}))`,
      );
    bind(green, faces[1], [relations[3]]);
    bind(green, faces[2], [relations[3]]);
    bind(exchange.style(0, 0, 1), faces[2], [relations[0], relations[3]]);
    const structure = exchange.read();
    expect(wornByFaces(structure, faces)).toEqual({
      "top/left/right": { 1: GREEN, 2: BLUE },
      "top/right/right": { 1: GREEN, 2: GREEN },
    });
    expect(worn(structure)).toEqual({});
    expect(structure.parts[0]?.bodies[0]?.faces.some(({ colour }) => colour !== undefined)).toBe(false);
    expect(structure.problems).toEqual([]);
  });

  test("of a single face by context, as Open CASCADE writes it; places with equal colours share them", () => {
    const built = assembly();
    byContext(built, built.usages[3] ?? 0, built.faces[5]);
    const structure = built.exchange.read();
    expect(wornByFaces(structure, built.faces)).toEqual({
      "top/left/right": { 5: GREEN },
      "top/right/right": { 5: GREEN },
    });
    expect(new Set(structure.faceColours.values()).size).toBe(1);
  });

  test("of one of two bodies: its faces alone, but not those with a colour of their own", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const [first, second] = [exchange.block(1, 1, 1), exchange.block(2, 2, 2)];
    const shape = exchange.representation([exchange.axes(), first.solid, second.solid], context);
    const part = exchange.product("P", shape);
    const topShape = exchange.representation([exchange.axes()], context);
    const usage = exchange.usage(exchange.product("top", topShape), part, { id: "1", name: "left" });
    const relation = exchange.place(usage, shape, topShape, exchange.axes(), exchange.axes());
    const base = exchange.styled(second.solid, exchange.style(1, 0, 0));
    exchange.styled(second.faces[3] ?? 0, exchange.style(0, 0, 1));
    exchange.add(
      `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#${exchange.style(0, 1, 0)}),#${second.solid},#${base},(#${relation}))`,
    );
    const structure = exchange.read();
    expect(worn(structure)).toEqual({});
    expect(wornByFaces(structure, second.faces)).toEqual({
      "top/left": { 0: GREEN, 1: GREEN, 2: GREEN, 4: GREEN, 5: GREEN },
    });
  });

  test("a styled mapped item that places a child", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const shape = exchange.representation([exchange.block(1, 1, 1).solid], context);
    exchange.product("P", shape);
    const map = exchange.add(`REPRESENTATION_MAP(#${exchange.axes()},#${shape})`);
    const items = ["left", "right"].map((name) =>
      exchange.add(`MAPPED_ITEM('${name}',#${map},#${exchange.axes()})`),
    );
    exchange.product("top", exchange.representation(items, context));
    exchange.styled(items[1] ?? 0, exchange.style(1, 0, 0));
    expect(worn(exchange.read())).toEqual({ "top/right": RED });
  });

  test("a styled mapped item inside one part colours that body", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const inner = exchange.representation([exchange.block(1, 1, 1).solid], context);
    const map = exchange.add(`REPRESENTATION_MAP(#${exchange.axes()},#${inner})`);
    const items = [1, 2].map((x) => exchange.add(`MAPPED_ITEM('',#${map},#${exchange.axes([x, 0, 0])})`));
    exchange.product("P", exchange.representation(items, context));
    exchange.styled(items[0] ?? 0, exchange.style(1, 0, 0));
    exchange.styled(items[1] ?? 0, exchange.style(0, 1, 0));
    const { parts } = exchange.read();
    const seen = parts[0]?.bodies.map(
      ({ faces }) => new Set(faces.map(({ colour }) => colour ?? parts[0]?.colour)),
    );
    expect(seen).toEqual([new Set([RED]), new Set([GREEN])]);
  });
});
