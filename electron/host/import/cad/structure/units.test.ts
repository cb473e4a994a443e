import { describe, expect, test } from "vitest";
import { Exchange, METRE, MILLIMETRE, RADIAN } from "./testing.ts";
import { unitReader } from "./units.ts";

function units(build: (exchange: Exchange) => number): ReturnType<ReturnType<typeof unitReader>> {
  const exchange = new Exchange();
  const context = build(exchange);
  return unitReader(exchange.file())(context);
}

function inch(exchange: Exchange, factor = "LENGTH_MEASURE(25.4)"): string {
  const base = exchange.add(MILLIMETRE);
  const measure = exchange.add(`LENGTH_MEASURE_WITH_UNIT(${factor},#${base})`);
  return `(CONVERSION_BASED_UNIT('INCH',#${measure})LENGTH_UNIT()NAMED_UNIT(*))`;
}

describe("length (ISO 10303-41, si_unit and conversion_based_unit)", () => {
  test.each([
    ["$", 1000],
    [".MILLI.", 1],
    [".CENTI.", 10],
    [".MICRO.", 0.001],
    [".KILO.", 1e6],
    [".NANO.", 1e-6],
  ])("prefix %s: %s mm", (prefix, size) => {
    const { length } = units((exchange) =>
      exchange.context(`(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT(${prefix},.METRE.))`),
    );
    expect(length / size).toBeCloseTo(1, 12);
  });

  test("inch", () => {
    expect(units((exchange) => exchange.context(inch(exchange))).length).toBe(25.4);
  });

  test("an inch given in metres, its measure a complex instance", () => {
    const found = units((exchange) => {
      const base = exchange.add(METRE);
      const measure = exchange.add(
        `(LENGTH_MEASURE_WITH_UNIT()MEASURE_WITH_UNIT(LENGTH_MEASURE(0.0254),#${base}))`,
      );
      return exchange.context(`(CONVERSION_BASED_UNIT('inch',#${measure})LENGTH_UNIT()NAMED_UNIT(*))`);
    });
    expect(found.length).toBeCloseTo(25.4, 12);
  });

  test("a foot of inches", () => {
    const found = units((exchange) => {
      const base = exchange.add(inch(exchange));
      const measure = exchange.add(`LENGTH_MEASURE_WITH_UNIT(LENGTH_MEASURE(12.),#${base})`);
      return exchange.context(`(CONVERSION_BASED_UNIT('FOOT',#${measure})LENGTH_UNIT()NAMED_UNIT(*))`);
    });
    expect(found.length).toBeCloseTo(304.8, 12);
  });

  test("a factor that can't be read: the name says it", () => {
    expect(units((exchange) => exchange.context(inch(exchange, "$"))).length).toBe(25.4);
  });

  test("a unit that is defined by itself has no end, and no value", () => {
    const found = units((exchange) => {
      const unit = exchange.reserve();
      const measure = exchange.add(`LENGTH_MEASURE_WITH_UNIT(LENGTH_MEASURE(2.),#${unit})`);
      exchange.put(unit, `(CONVERSION_BASED_UNIT('LOOP',#${measure})LENGTH_UNIT()NAMED_UNIT(*))`);
      return exchange.add(`(GLOBAL_UNIT_ASSIGNED_CONTEXT((#${unit}))REPRESENTATION_CONTEXT('',''))`);
    });
    expect(found).toEqual({ length: 1, angle: 1, lengthStated: false });
  });

  test("a context that is missing or states nothing: mm, and it is told", () => {
    expect(unitReader(new Exchange().file())(undefined).lengthStated).toBe(false);
    expect(units((exchange) => exchange.add("REPRESENTATION_CONTEXT('','')")).lengthStated).toBe(false);
  });
});

describe("plane angle", () => {
  test("degree", () => {
    const found = units((exchange) => {
      const base = exchange.add(RADIAN);
      const measure = exchange.add(
        `PLANE_ANGLE_MEASURE_WITH_UNIT(PLANE_ANGLE_MEASURE(0.0174532925),#${base})`,
      );
      return exchange.context(
        MILLIMETRE,
        `(CONVERSION_BASED_UNIT('DEGREE',#${measure})NAMED_UNIT(*)PLANE_ANGLE_UNIT())`,
      );
    });
    expect(found.angle).toBeCloseTo(Math.PI / 180, 9);
    expect(found.length).toBe(1);
  });

  test("a solid angle is neither", () => {
    const found = units((exchange) =>
      exchange.context(MILLIMETRE, "(NAMED_UNIT(*)SI_UNIT($,.STERADIAN.)SOLID_ANGLE_UNIT())"),
    );
    expect(found.angle).toBe(1);
  });
});
