import { describe, expect, test } from "vitest";
import { Exchange } from "./testing.ts";

/** A part "P" with a block. */
function blockPart(exchange: Exchange): {
  context: number;
  partOrigin: number;
  partShape: number;
  part: number;
} {
  const context = exchange.context();
  const partOrigin = exchange.axes();
  const { solid } = exchange.block(1, 2, 3);
  const partShape = exchange.representation(
    [partOrigin, solid],
    context,
    "ADVANCED_BREP_SHAPE_REPRESENTATION",
  );
  return { context, partOrigin, partShape, part: exchange.product("P", partShape) };
}

describe("places by MAPPED_ITEM (ISO 10303-43, representation_map)", () => {
  function mapped(exchange: Exchange, of: number, origin: number, target: number, name = ""): number {
    return exchange.add(
      `MAPPED_ITEM('${name}',#${exchange.add(`REPRESENTATION_MAP(#${origin},#${of})`)},#${target})`,
    );
  }

  test("usages without a relation take the mapped items of their child, one each", () => {
    const exchange = new Exchange();
    const { context, partOrigin, partShape, part } = blockPart(exchange);
    const items = [
      [10, 0, 0],
      [20, 0, 0],
    ].map((at) => mapped(exchange, partShape, partOrigin, exchange.axes(at)));
    const shape = exchange.representation(items, context);
    const assembly = exchange.product("A", shape);
    exchange.usage(assembly, part, { id: "1", name: "left" });
    exchange.usage(assembly, part, { id: "2", name: "right" });
    const structure = exchange.read();
    expect(structure.nodes.map(({ path, transform }) => [path, transform[12]])).toEqual([
      ["A", 0],
      ["A/left", 10],
      ["A/right", 20],
    ]);
    // The child's body is drawn as the child's, not once more as the assembly's.
    expect(structure.parts.map(({ number, bodies }) => [number, bodies.length])).toEqual([
      ["P", 1],
      ["A", 0],
    ]);
    expect(structure.problems).toEqual([]);
  });

  test("the usage's own representation says which mapped item is its", () => {
    const exchange = new Exchange();
    const { context, partOrigin, partShape, part } = blockPart(exchange);
    const items = [
      [10, 0, 0],
      [20, 0, 0],
    ].map((at) => mapped(exchange, partShape, partOrigin, exchange.axes(at)));
    const assembly = exchange.product("A", exchange.representation(items, context));
    for (const [i, name] of ["right", "left"].entries()) {
      const usage = exchange.usage(assembly, part, { id: name, name });
      const shapeOf = exchange.add(`PRODUCT_DEFINITION_SHAPE('','',#${usage})`);
      const own = exchange.representation([items[1 - i] ?? 0], context);
      exchange.add(`SHAPE_DEFINITION_REPRESENTATION(#${shapeOf},#${own})`);
    }
    expect(exchange.read().nodes.map(({ path, transform }) => [path, transform[12]])).toEqual([
      ["A", 0],
      ["A/right", 20],
      ["A/left", 10],
    ]);
  });

  test("without any usage they alone say that the child is there", () => {
    const exchange = new Exchange();
    const { context, partOrigin, partShape } = blockPart(exchange);
    const item = mapped(exchange, partShape, partOrigin, exchange.axes([10, 0, 0]), "the left one");
    exchange.product("A", exchange.representation([item], context));
    const structure = exchange.read();
    expect(structure.nodes.map(({ path }) => path)).toEqual(["A", "A/the left one"]);
    expect(structure.bomLines).toEqual([
      { parent: 1, child: 0, quantity: 1, occurrenceNames: ["the left one"] },
    ]);
  });

  test("a usage with a quantity and a mapped item for each piece", () => {
    const exchange = new Exchange();
    const { context, partOrigin, partShape, part } = blockPart(exchange);
    const items = [10, 20, 30].map((x) => mapped(exchange, partShape, partOrigin, exchange.axes([x, 0, 0])));
    const assembly = exchange.product("A", exchange.representation(items, context));
    const amount = exchange.add("MEASURE_WITH_UNIT(COUNT_MEASURE(3.),$)");
    exchange.add(`QUANTIFIED_ASSEMBLY_COMPONENT_USAGE('1','','',#${assembly},#${part},$,#${amount})`);
    const structure = exchange.read();
    expect(structure.nodes.map(({ path, transform }) => [path, transform[12]])).toEqual([
      ["A", 0],
      ["A/P", 10],
      ["A/P:2", 20],
      ["A/P:3", 30],
    ]);
    expect(structure.bomLines.map(({ quantity }) => quantity)).toEqual([3]);
  });

  test("written in both ways, an occurrence is there once", () => {
    const exchange = new Exchange();
    const { context, partOrigin, partShape, part } = blockPart(exchange);
    const target = exchange.axes([10, 0, 0]);
    const shape = exchange.representation([target, mapped(exchange, partShape, partOrigin, target)], context);
    const assembly = exchange.product("A", shape);
    exchange.place(exchange.usage(assembly, part), partShape, shape, partOrigin, target);
    const structure = exchange.read();
    expect(structure.nodes).toHaveLength(2);
    expect(structure.nodes[1]?.transform[12]).toBe(10);
  });

  test("inside one part it is a body of the part, moved", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const inner = exchange.representation([exchange.block(1, 1, 1).solid], context);
    const origin = exchange.axes();
    const items = [
      [10, 0, 0],
      [20, 0, 0],
    ].map((at) => mapped(exchange, inner, origin, exchange.axes(at)));
    exchange.product("P", exchange.representation(items, context));
    const structure = exchange.read();
    expect(structure.nodes).toHaveLength(1);
    expect(structure.parts[0]?.bodies.map(({ transform }) => transform?.slice(12, 15))).toEqual([
      [10, 0, 0],
      [20, 0, 0],
    ]);
    // The face's exact surface moves along.
    expect(structure.parts[0]?.bodies[1]?.faces[0]?.surface?.origin).toEqual([20, 0, 0]);
  });

  test("a shape that is mapped into itself has an end", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const inner = exchange.reserve();
    const origin = exchange.axes();
    const items = Array.from({ length: 3 }, (_, i) =>
      mapped(exchange, inner, origin, exchange.axes([i + 1, 0, 0])),
    );
    exchange.put(inner, `SHAPE_REPRESENTATION('',(${items.map((id) => `#${id}`).join(",")}),#${context})`);
    exchange.product("P", inner);
    expect(exchange.read().parts[0]?.problem).toBe("A shape of it is mapped into itself: that is left out.");
  });
});

describe("a related shape with a transformation and no usage", () => {
  test.each([
    [0, [10, 0, 0]],
    [1, [-10, 0, 0]],
  ] as const)("the part's representation as rep_%i", (side, moved) => {
    const exchange = new Exchange();
    const context = exchange.context();
    const brep = exchange.representation([exchange.block(1, 1, 1).solid], context);
    const shape = exchange.representation([exchange.axes()], context);
    exchange.product("P", shape);
    const operator = exchange.add(
      `ITEM_DEFINED_TRANSFORMATION('','',#${exchange.axes()},#${exchange.axes([10, 0, 0])})`,
    );
    const [first, second] = side === 0 ? [brep, shape] : [shape, brep];
    exchange.add(
      `(REPRESENTATION_RELATIONSHIP('','',#${first},#${second})REPRESENTATION_RELATIONSHIP_WITH_TRANSFORMATION(#${operator})SHAPE_REPRESENTATION_RELATIONSHIP())`,
    );
    expect(exchange.read().parts[0]?.bodies.map(({ transform }) => transform?.slice(12, 15))).toEqual([
      moved,
    ]);
  });
});
