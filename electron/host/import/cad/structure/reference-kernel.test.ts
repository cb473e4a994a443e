/**
 * Whole small assemblies, read by a kernel that knows nothing of this code: where it puts every block
 * is where our tree must put it.
 */
import { createRequire } from "node:module";
import { beforeAll, describe, expect, test } from "vitest";
import { Exchange, METRE } from "./testing.ts";
import { applyToPoint, IDENTITY, multiply, type Transform, type Vector } from "./transform.ts";

interface Kernel {
  ReadStepFile(
    bytes: Uint8Array,
    options: object,
  ): {
    readonly success: boolean;
    readonly meshes: readonly {
      readonly attributes: { readonly position: { readonly array: readonly number[] } };
    }[];
  };
}

let kernel: Kernel;
beforeAll(async () => {
  const start = createRequire(import.meta.url)("occt-import-js") as (options: object) => Promise<Kernel>;
  kernel = await start({ print: () => undefined, printErr: () => undefined });
});

const DX = 1;
const DY = 2;
const DZ = 3;

/** Corners of every block, as the kernel meshes it, in mm; sorted. */
function theirs(exchange: Exchange): readonly string[] {
  const { meshes } = kernel.ReadStepFile(Buffer.from(exchange.text(), "latin1"), {
    linearUnit: "millimeter",
    linearDeflectionType: "absolute_value",
    linearDeflection: 0.1,
    angularDeflection: 0.5,
  });
  return meshes
    .map(({ attributes: { position } }) => {
      const corners = new Set<string>();
      for (let i = 0; i < position.array.length; i += 3)
        corners.add(written(position.array.slice(i, i + 3) as unknown as Vector));
      return [...corners].sort().join(" ");
    })
    .sort();
}

/** The same out of our tree: every block's corners by its body's and its nodes' transforms. */
function ours(exchange: Exchange): readonly string[] {
  const { nodes, parts } = exchange.read();
  const world: Transform[] = [];
  const blocks: string[] = [];
  for (const { parent, part, transform } of nodes) {
    const here = multiply(world[parent] ?? IDENTITY, transform);
    world.push(here);
    for (const { transform: within = IDENTITY, lengthUnit } of parts[part]?.bodies ?? []) {
      const whole = multiply(here, within);
      const corners = Array.from({ length: 8 }, (_, i) =>
        written(
          applyToPoint(whole, [
            (i & 1) * DX * lengthUnit,
            ((i >> 1) & 1) * DY * lengthUnit,
            ((i >> 2) & 1) * DZ * lengthUnit,
          ]),
        ),
      );
      blocks.push(corners.sort().join(" "));
    }
  }
  return blocks.sort();
}

function written(point: Vector): string {
  return point.map((value) => (Math.round(value * 1e4) / 1e4 + 0).toFixed(3)).join(",");
}

const TURNED = [
  [10, 20, 30],
  [1, 2, 2],
  [2, 1, -2],
] as const;

/** A block as part "P"; the assembly around it is the caller's. */
function part(exchange: Exchange): { shape: number; origin: number; product: number } {
  const context = exchange.context();
  const origin = exchange.axes();
  const { solid } = exchange.block(DX, DY, DZ);
  const shape = exchange.representation([origin, solid], context, "ADVANCED_BREP_SHAPE_REPRESENTATION");
  return { shape, origin, product: exchange.product("P", shape) };
}

describe("every block stands where an independent kernel puts it", () => {
  test("two levels, each used twice, turned and moved", () => {
    const exchange = new Exchange();
    const { shape, origin, product } = part(exchange);
    const context = exchange.context();
    const places = [exchange.axes(), exchange.axes(...TURNED)];
    const unitShape = exchange.representation([origin, ...places], context);
    const unit = exchange.product("U", unitShape);
    const topPlaces = [exchange.axes([100, 0, 0], [0, 1, 0], [0, 0, 1]), exchange.axes(...TURNED)];
    const topShape = exchange.representation([origin, ...topPlaces], context);
    const top = exchange.product("T", topShape);
    for (const [i, place] of places.entries())
      exchange.place(exchange.usage(unit, product, { id: `u${i}` }), shape, unitShape, origin, place);
    for (const [i, place] of topPlaces.entries())
      exchange.place(exchange.usage(top, unit, { id: `t${i}` }), unitShape, topShape, origin, place);
    expect(ours(exchange)).toHaveLength(4);
    expect(ours(exchange)).toEqual(theirs(exchange));
  });

  test("the relation written from the assembly to the part", () => {
    const exchange = new Exchange();
    const { shape, origin, product } = part(exchange);
    const place = exchange.axes(...TURNED);
    const assemblyShape = exchange.representation([exchange.axes(), place], exchange.context());
    const assembly = exchange.product("A", assemblyShape);
    exchange.place(exchange.usage(assembly, product), assemblyShape, shape, place, origin);
    expect(ours(exchange)).toEqual(theirs(exchange));
  });

  // Neither placement is turned: where both are, this kernel takes the inverse of the first before
  // the second, against ISO 10303-43, which maps the first onto the second (see occurrences.test.ts).
  test("the part in metres and placed off its origin, the assembly in millimetres", () => {
    const exchange = new Exchange();
    const context = exchange.context(METRE);
    const inMetres = exchange.axes([0.5, 0.25, 0]);
    const shape = exchange.representation([inMetres, exchange.block(DX, DY, DZ).solid], context);
    const product = exchange.product("P", shape);
    const place = exchange.axes([10, 20, 30]);
    const assemblyShape = exchange.representation([place], exchange.context());
    const assembly = exchange.product("A", assemblyShape);
    exchange.place(exchange.usage(assembly, product), shape, assemblyShape, inMetres, place);
    expect(ours(exchange)).toEqual(theirs(exchange));
  });

  test("mapped items within the part, one mapped again", () => {
    const exchange = new Exchange();
    const context = exchange.context();
    const origin = exchange.axes();
    const inner = exchange.representation([origin, exchange.block(DX, DY, DZ).solid], context);
    const map = exchange.add(`REPRESENTATION_MAP(#${origin},#${inner})`);
    const items = [exchange.axes(...TURNED), exchange.axes([0, 50, 0])].map((target) =>
      exchange.add(`MAPPED_ITEM('',#${map},#${target})`),
    );
    const middle = exchange.representation(items, context);
    const again = exchange.add(`REPRESENTATION_MAP(#${exchange.axes([1, 1, 1])},#${middle})`);
    const outer = exchange.add(
      `MAPPED_ITEM('',#${again},#${exchange.axes([0, 0, 7], [1, 0, 0], [0, 1, 0])})`,
    );
    exchange.product("P", exchange.representation([outer], context));
    expect(ours(exchange)).toHaveLength(2);
    // The kernel shows the representation in the middle once more, as if it were a part.
    expect(theirs(exchange)).toEqual(expect.arrayContaining([...ours(exchange)]));
  });

  test("a part with a block of its own and a child", () => {
    const exchange = new Exchange();
    const { shape, origin, product } = part(exchange);
    const context = exchange.context();
    const place = exchange.axes(...TURNED);
    const { solid } = exchange.block(DX, DY, DZ);
    const own = exchange.representation(
      [origin, place, solid],
      context,
      "ADVANCED_BREP_SHAPE_REPRESENTATION",
    );
    const parent = exchange.product("Q", own);
    exchange.place(exchange.usage(parent, product), shape, own, origin, place);
    expect(ours(exchange)).toHaveLength(2);
    expect(ours(exchange)).toEqual(theirs(exchange));
  });
});
