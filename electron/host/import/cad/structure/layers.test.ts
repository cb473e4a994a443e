import { expect, test } from "vitest";
import { readLayers } from "./layers.ts";
import { Exchange } from "./testing.ts";

test("a layer names a body, one of its faces, or a style of either", () => {
  const exchange = new Exchange();
  const first = exchange.block(1, 1, 1);
  const second = exchange.block(2, 2, 2);
  for (const [number, { solid }] of [
    ["A", first],
    ["B", second],
  ] as const)
    exchange.product(number, exchange.representation([solid], exchange.context()));
  const style = exchange.styled(second.solid, exchange.style(1, 0, 0));
  exchange.add(`PRESENTATION_LAYER_ASSIGNMENT('bodies','',(#${first.solid},#${style}))`);
  exchange.add(`PRESENTATION_LAYER_ASSIGNMENT('a face','',(#${first.faces[2]}))`);
  exchange.add("PRESENTATION_LAYER_ASSIGNMENT('of nothing','',(#99999))");
  const structure = exchange.read();
  const layers = readLayers(exchange.file(), structure.parts);
  expect(structure.parts.map(({ number }, at) => [number, layers[at]])).toEqual([
    ["A", ["a face", "bodies"]],
    ["B", ["bodies"]],
  ]);
});
