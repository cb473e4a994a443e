import { expect, test } from "vitest";
import { readExchangeFile } from "../part21/exchange-file.ts";
import { Exchange } from "../structure/testing.ts";
import { partText } from "./part-text.ts";

function written(exchange: Exchange, items: readonly number[], context: number): string {
  const body = { items, context, lengthUnit: 1, angleUnit: 1 };
  return Buffer.from(partText(exchange.file(), body)).toString("latin1");
}

test("the text holds what the body needs and nothing else", () => {
  const exchange = new Exchange();
  const { solid, faces } = exchange.block(1, 2, 3);
  const other = exchange.block(4, 5, 6);
  const context = exchange.context();
  exchange.product("both", exchange.representation([solid, other.solid], context));
  exchange.styled(faces[0] ?? 0, exchange.style(1, 0, 0));
  const source = exchange.file();
  const text = readExchangeFile(Buffer.from(written(exchange, [solid], context), "latin1"));
  expect(new Set(text.ids("ADVANCED_FACE"))).toEqual(new Set(faces));
  expect(text.ids("STYLED_ITEM")).toEqual([]);
  expect(text.ids("MANIFOLD_SOLID_BREP")).toEqual([solid]);
  expect(text.text(faces[3] ?? 0)).toBe(source.text(faces[3] ?? 0));
  expect(text.problems).toEqual([]);
  // One product, and every reference leads somewhere.
  expect(text.ids("SHAPE_DEFINITION_REPRESENTATION")).toHaveLength(1);
  const [shape = 0] = text.ids("SHAPE_REPRESENTATION");
  expect(text.references(shape)).toEqual([solid, context]);
  for (const keyword of [
    "SHAPE_DEFINITION_REPRESENTATION",
    "PRODUCT_DEFINITION_SHAPE",
    "PRODUCT",
    "EDGE_CURVE",
  ])
    for (const id of text.ids(keyword))
      for (const reference of text.references(id)) expect(text.has(reference)).toBe(true);
});

test("bytes beyond ASCII come out as they went in", () => {
  const exchange = new Exchange();
  const point = exchange.add("CARTESIAN_POINT('\u00c3\u00a4 \\X2\\00E4\\X0\\ ''#7''',(0.,0.,0.))");
  const context = exchange.context();
  expect(written(exchange, [point], context)).toContain(
    `#${point}=CARTESIAN_POINT('\u00c3\u00a4 \\X2\\00E4\\X0\\ ''#7''',(0.,0.,0.));`,
  );
});

test("without a context it is millimetres; missing instances, circles and huge ids do no harm", () => {
  const exchange = new Exchange();
  const { solid } = exchange.block(1, 1, 1);
  const [first, second] = [4_294_967_000, 4_294_967_001];
  exchange.lines.push(`#${first}=SOMETHING(#${second},#99999,#${solid});`, `#${second}=OTHER(#${first});`);
  const text = written(exchange, [first], 0);
  expect(text).toContain("SI_UNIT(.MILLI.,.METRE.)");
  expect(text).not.toContain("#0");
  // No kernel reads an id of more than 32 bits: these have others, and their references too.
  const [, other = "", back = ""] = /#(\d+)=OTHER\(#(\d+)\);/.exec(text) ?? [];
  expect(text).toContain(`#${back}=SOMETHING(#${other},#99999,#${solid});`);
  const ids = [...text.matchAll(/^#(\d+)=/gm)].map(([, id]) => Number(id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.max(...ids)).toBeLessThan(2 ** 31);
});
