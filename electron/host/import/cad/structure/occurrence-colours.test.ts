import { describe, expect, test } from "vitest";
import type { Colour } from "../../../../../shared/model/cad.ts";
import type { CadStructure } from "./cad-structure.ts";
import { Exchange } from "./testing.ts";

const RED: Colour = [1, 0, 0, 1];
const GREEN: Colour = [0, 1, 0, 1];
const BLUE: Colour = [0, 0, 1, 1];

describe("colours of single occurrences", () => {
  interface Assembly {
    readonly exchange: Exchange;
    readonly solid: number;
    readonly faces: readonly number[];
    readonly shape: number;
    readonly red: number;
    readonly green: number;
    readonly relations: readonly number[];
    readonly usages: readonly number[];
  }

  /** "top" holds "left" and "right", each holds the block twice. */
  function assembly(): Assembly {
    const exchange = new Exchange();
    const context = exchange.context();
    const { solid, faces } = exchange.block(1, 1, 1);
    const shape = exchange.representation([exchange.axes(), solid], context);
    const part = exchange.product("P", shape);
    const [origin, away] = [exchange.axes(), exchange.axes([5, 0, 0])];
    const unitShape = exchange.representation([origin, away], context);
    const unit = exchange.product("U", unitShape);
    const topShape = exchange.representation([origin, away], context);
    const top = exchange.product("top", topShape);
    const usages: number[] = [];
    const relations: number[] = [];
    for (const [parent, child, from, to] of [
      [top, unit, unitShape, topShape],
      [unit, part, shape, unitShape],
    ] as const) {
      for (const [name, target] of [
        ["left", origin],
        ["right", away],
      ] as const) {
        const usage = exchange.usage(parent, child, { id: name, name });
        usages.push(usage);
        relations.push(exchange.place(usage, from, to, origin, target));
      }
    }
    const [red, green] = [exchange.style(1, 0, 0), exchange.style(0, 1, 0)];
    return { exchange, solid, faces, shape, red, green, relations, usages };
  }

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

  test("bound to a view it says nothing of occurrences; of a single face it is told", () => {
    const { exchange, solid, faces, red, green, relations } = assembly();
    const base = exchange.styled(solid, red);
    const view = exchange.add("DRAUGHTING_MODEL('',(),$)");
    for (const [item, context] of [
      [solid, view],
      [faces[0], relations[0]],
    ])
      exchange.add(
        `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#${green}),#${item},#${base},(#${context}))`,
      );
    const structure = exchange.read();
    expect(worn(structure)).toEqual({});
    expect(structure.parts[0]?.colour).toEqual(RED);
    expect(structure.problems).toEqual([
      "1 colours belong to single faces of one occurrence: they are not shown.",
    ]);
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
