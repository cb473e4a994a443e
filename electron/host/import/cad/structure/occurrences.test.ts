import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readStructure, type CadStructure } from "./cad-structure.ts";
import { placement } from "./placement.ts";
import { Exchange, METRE, MILLIMETRE } from "./testing.ts";
import { cross, multiply } from "./transform.ts";

/** An assembly "A" and a part "P" with a block, each with its representation. */
function pair(
  exchange: Exchange,
  childUnit = MILLIMETRE,
): {
  context: number;
  partContext: number;
  origin: number;
  partOrigin: number;
  partShape: number;
  part: number;
  solid: number;
} {
  const context = exchange.context();
  const partContext = exchange.context(childUnit);
  const origin = exchange.axes();
  const partOrigin = exchange.axes();
  const { solid } = exchange.block(1, 2, 3);
  const partShape = exchange.representation(
    [partOrigin, solid],
    partContext,
    "ADVANCED_BREP_SHAPE_REPRESENTATION",
  );
  const part = exchange.product("P", partShape);
  return { context, partContext, origin, partOrigin, partShape, part, solid };
}

function transforms({ nodes }: CadStructure): readonly (readonly number[])[] {
  return nodes
    .filter(({ parent }) => parent >= 0)
    .map(({ transform }) => transform.map((value) => Math.round(value * 1e9) / 1e9));
}

/** x → y, y → z, z → x, then 10, 20, 30 away. */
const TURNED = [0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 10, 20, 30, 1];

describe("places by CONTEXT_DEPENDENT_SHAPE_REPRESENTATION (ISO 10303-43)", () => {
  test("rep_1 is the child: its placement is brought onto the assembly's", () => {
    const exchange = new Exchange();
    const { context, origin, partOrigin, partShape, part } = pair(exchange);
    const target = exchange.axes([10, 20, 30], [1, 0, 0], [0, 1, 0]);
    const shape = exchange.representation([origin, target], context);
    const assembly = exchange.product("A", shape);
    exchange.place(exchange.usage(assembly, part), partShape, shape, partOrigin, target);
    const structure = exchange.read();
    expect(structure.problems).toEqual([]);
    expect(transforms(structure)).toEqual([TURNED]);
    expect(structure.nodes.map(({ path, part: index }) => [path, structure.parts[index]?.number])).toEqual([
      ["A", "A"],
      ["A/P", "P"],
    ]);
  });

  test("rep_1 is the assembly: the inverse places the child", () => {
    const exchange = new Exchange();
    const { context, origin, partOrigin, partShape, part } = pair(exchange);
    const target = exchange.axes([10, 20, 30], [1, 0, 0], [0, 1, 0]);
    const shape = exchange.representation([origin, target], context);
    const assembly = exchange.product("A", shape);
    exchange.place(exchange.usage(assembly, part), shape, partShape, target, partOrigin);
    expect(transforms(exchange.read())).toEqual([TURNED]);
  });

  test("the placements named in the other order than the representations they stand in", () => {
    const exchange = new Exchange();
    const { context, origin, partOrigin, partShape, part } = pair(exchange);
    const target = exchange.axes([10, 20, 30], [1, 0, 0], [0, 1, 0]);
    const shape = exchange.representation([origin, target], context);
    const assembly = exchange.product("A", shape);
    exchange.place(exchange.usage(assembly, part), partShape, shape, target, partOrigin);
    expect(transforms(exchange.read())).toEqual([TURNED]);
  });

  test("whatever the two placements are, the first comes to lie on the second", () => {
    const number = fc.integer({ min: -50, max: 50 });
    const axes = fc
      .record({
        origin: fc.tuple(number, number, number),
        z: fc.tuple(number, number, number),
        x: fc.tuple(number, number, number),
      })
      .filter(({ z, x }) => Math.hypot(...cross(z, x)) > 0);
    fc.assert(
      fc.property(axes, axes, fc.boolean(), (first, second, reversed) => {
        const exchange = new Exchange();
        const { context, partShape, part } = pair(exchange);
        const [from, to] = [first, second].map(({ origin, z, x }) => exchange.axes(origin, z, x));
        const shape = exchange.representation([to ?? 0], context);
        const usage = exchange.usage(exchange.product("A", shape), part);
        if (reversed) exchange.place(usage, shape, partShape, to ?? 0, from ?? 0);
        else exchange.place(usage, partShape, shape, from ?? 0, to ?? 0);
        const file = exchange.file();
        const transform = readStructure(file).nodes[1]?.transform ?? [];
        const moved = multiply(transform, placement(file, from, 1) ?? []);
        for (const [i, value] of (placement(file, to, 1) ?? []).entries())
          expect(moved[i]).toBeCloseTo(value, 9);
      }),
      { seed: 43, numRuns: 100 },
    );
  });

  test("each placement is in the units of its own representation", () => {
    const exchange = new Exchange();
    const { context, origin, partShape, part } = pair(exchange, METRE);
    const target = exchange.axes([10, 20, 30]);
    const shape = exchange.representation([origin, target], context);
    const assembly = exchange.product("A", shape);
    // One metre along x of the child comes to lie at the target.
    const inMetres = exchange.axes([1, 0, 0]);
    exchange.place(exchange.usage(assembly, part), partShape, shape, inMetres, target);
    const structure = exchange.read();
    expect(transforms(structure)).toEqual([[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -990, 20, 30, 1]]);
    expect(structure.parts.find(({ number }) => number === "P")?.bodies[0]?.lengthUnit).toBe(1000);
  });

  test("the child's representation is an axis placement, related to its B-rep", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const { solid } = exchange.block(1, 1, 1);
    const partOrigin = exchange.axes();
    const brep = exchange.representation([solid], context, "ADVANCED_BREP_SHAPE_REPRESENTATION");
    const partShape = exchange.representation([partOrigin], context);
    const part = exchange.product("P", partShape);
    exchange.add(`SHAPE_REPRESENTATION_RELATIONSHIP('','',#${partShape},#${brep})`);
    const target = exchange.axes([5, 0, 0]);
    const shape = exchange.representation([target], context);
    const assembly = exchange.product("A", shape);
    // Placed by the B-rep, which is the same shape.
    exchange.place(exchange.usage(assembly, part), brep, shape, partOrigin, target);
    const structure = exchange.read();
    expect(transforms(structure)[0]?.slice(12)).toEqual([5, 0, 0, 1]);
    expect(structure.parts.map(({ number, bodies }) => [number, bodies.length])).toEqual([
      ["P", 1],
      ["A", 0],
    ]);
    expect(structure.problems).toEqual([]);
  });

  test("a CARTESIAN_TRANSFORMATION_OPERATOR_3D as the operator: scaled and mirrored", () => {
    const exchange = new Exchange();
    const { context, origin, partShape, part } = pair(exchange);
    const shape = exchange.representation([origin], context);
    const assembly = exchange.product("A", shape);
    const operator = exchange.add(
      `CARTESIAN_TRANSFORMATION_OPERATOR_3D('','','',#${exchange.direction(1, 0, 0)},#${exchange.direction(0, -1, 0)},#${exchange.point(7, 0, 0)},2.,#${exchange.direction(0, 0, 1)})`,
    );
    exchange.relate(exchange.usage(assembly, part), partShape, shape, operator);
    expect(transforms(exchange.read())).toEqual([[2, 0, 0, 0, 0, -2, 0, 0, 0, 0, 2, 0, 7, 0, 0, 1]]);
  });

  test("no placement, or one that can't be read: at the origin, and it is told", () => {
    const exchange = new Exchange();
    const { context, origin, partOrigin, partShape, part } = pair(exchange);
    const shape = exchange.representation([origin], context);
    const assembly = exchange.product("A", shape);
    exchange.usage(assembly, part, { id: "1" });
    exchange.place(exchange.usage(assembly, part, { id: "2" }), partShape, shape, partOrigin, 9999);
    const structure = exchange.read();
    expect(transforms(structure).map((transform) => transform.slice(12))).toEqual([
      [0, 0, 0, 1],
      [0, 0, 0, 1],
    ]);
    expect(structure.problems).toEqual([
      "1 occurrences have a placement that can't be read: they stand at their assembly's origin.",
      "1 occurrences have no placement: they stand at their assembly's origin.",
    ]);
  });
});
