/** What a file hides in single places of an assembly. */
import { expect, test } from "vitest";
import type { CadStructure } from "./cad-structure.ts";
import { Exchange } from "./testing.ts";
import { assembly, byContext } from "./testing/styled-assembly.ts";

const hiddenOf = ({ nodes }: CadStructure): readonly string[] =>
  nodes.flatMap(({ path, hidden }) => (hidden === true ? [path] : []));

const hide = (
  exchange: Exchange,
  item: number,
  base: number,
  context: readonly (number | undefined)[],
): void => {
  const style = exchange.add(
    `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(),#${item},#${base},(${context.map((id) => `#${id}`).join(",")}))`,
  );
  exchange.add(`INVISIBILITY((#${style}))`);
};

test("a style by context: hidden in one place it is not hidden in the others", () => {
  const built = assembly();
  const style = byContext(built, built.usages[3] ?? 0);
  built.exchange.add(`INVISIBILITY((#${style}))`);
  const structure = built.exchange.read();
  expect(structure.parts[0]?.bodies).toHaveLength(1);
  expect(hiddenOf(structure)).toEqual(["top/left/right", "top/right/right"]);
  expect([...structure.problems, ...structure.remarks]).toEqual([]);
});

test("a face hidden in one place", () => {
  const { exchange, solid, faces, red, relations } = assembly();
  hide(exchange, faces[0] ?? 0, exchange.styled(solid, red), [relations[3]]);
  hide(exchange, faces[2] ?? 0, exchange.styled(solid, red), [relations[0], relations[3]]);
  const structure = exchange.read();
  expect(hiddenOf(structure)).toEqual([]);
  const hidden = structure.nodes.flatMap(({ path }, node) => {
    const own = structure.hiddenFaces.get(node);
    return own === undefined ? [] : [[path, [...own]]];
  });
  expect(hidden).toEqual([
    ["top/left/right", [faces[0], faces[2]]],
    ["top/right/right", [faces[0]]],
  ]);
  expect([...structure.problems, ...structure.remarks]).toEqual([]);
});

test("hidden in one place alone, where all that it is bound to lies on the way", () => {
  const { exchange, solid, red, relations } = assembly();
  hide(exchange, solid, exchange.styled(solid, red), [relations[0], relations[3]]);
  const structure = exchange.read();
  expect(hiddenOf(structure)).toEqual(["top/left/right"]);
  expect(structure.problems).toEqual([]);
  expect(structure.remarks).toEqual([]);
  expect(structure.parts[0]?.hidden).toBeUndefined();
  expect(structure.parts[0]?.bodies).toHaveLength(1);
});

test("hidden as a whole, everywhere: then it is shown all the same", () => {
  const { exchange, solid, red, relations } = assembly();
  const base = exchange.styled(solid, red);
  for (const relation of relations.slice(2)) hide(exchange, solid, base, [relation]);
  const structure = exchange.read();
  expect(hiddenOf(structure)).toEqual([]);
  expect(structure.remarks).toEqual(["Everything in the file is marked hidden: it is shown all the same."]);
});

test("one of two bodies hidden in one place: its faces are, and the place is not", () => {
  const exchange = new Exchange();
  const context = exchange.context();
  const { solid: first, faces } = exchange.block(1, 1, 1);
  const second = exchange.block(2, 2, 2).solid;
  const shape = exchange.representation([exchange.axes(), first, second], context);
  const part = exchange.product("P", shape);
  const topShape = exchange.representation([exchange.axes()], context);
  const usage = exchange.usage(exchange.product("top", topShape), part, { id: "1", name: "left" });
  const relation = exchange.place(usage, shape, topShape, exchange.axes(), exchange.axes());
  hide(exchange, first, exchange.styled(first, exchange.style(1, 0, 0)), [relation]);
  const structure = exchange.read();
  expect(hiddenOf(structure)).toEqual([]);
  expect([...structure.hiddenFaces].map(([node, own]) => [node, [...own]])).toEqual([[1, faces]]);
  expect(structure.remarks).toEqual([]);
});

test("a mapped item that places a child and is hidden", () => {
  const exchange = new Exchange();
  const context = exchange.context();
  const shape = exchange.representation([exchange.block(1, 1, 1).solid], context);
  exchange.product("P", shape);
  const map = exchange.add(`REPRESENTATION_MAP(#${exchange.axes()},#${shape})`);
  const items = ["left", "right"].map((name) =>
    exchange.add(`MAPPED_ITEM('${name}',#${map},#${exchange.axes()})`),
  );
  exchange.product("top", exchange.representation(items, context));
  exchange.add(`INVISIBILITY((#${items[1]}))`);
  expect(hiddenOf(exchange.read())).toEqual(["top/right"]);
});
