/** For tests: an assembly whose occurrences styles are bound to. */
import { Exchange } from "../testing.ts";

export interface Assembly {
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
export function assembly(): Assembly {
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

/** As Open CASCADE writes it: the style names a representation of the usage alone. */
export function byContext({ exchange, solid, red }: Assembly, usage: number, item = solid): number {
  const base = exchange.styled(solid, red);
  const shape = exchange.add(`PRODUCT_DEFINITION_SHAPE('','',#${usage})`);
  const place = exchange.representation([exchange.axes()], exchange.context());
  exchange.add(`SHAPE_DEFINITION_REPRESENTATION(#${shape},#${place})`);
  const side = exchange.lines.findLast((line) => line.includes("SURFACE_STYLE_USAGE"))?.match(/^#\d+/)?.[0];
  const style = exchange.add(`PRESENTATION_STYLE_BY_CONTEXT((${side}),#${place})`);
  return exchange.add(`OVER_RIDING_STYLED_ITEM('overriding color',(#${style}),#${item},#${base})`);
}
