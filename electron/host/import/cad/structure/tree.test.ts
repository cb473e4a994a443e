import { describe, expect, test } from "vitest";
import type { CadStructure } from "./cad-structure.ts";
import { Exchange } from "./testing.ts";

function paths({ nodes }: CadStructure): readonly string[] {
  return nodes.map(({ path }) => path);
}

describe("the tree", () => {
  test("every place of every part is a node, in pre-order", () => {
    const exchange = new Exchange();
    const [screw, unit, machine] = ["screw", "unit", "machine"].map((number) => exchange.product(number));
    for (const name of ["left", "right"]) {
      exchange.usage(machine ?? 0, unit ?? 0, { id: name, name });
      exchange.usage(unit ?? 0, screw ?? 0, { id: name });
    }
    const structure = exchange.read();
    expect(paths(structure)).toEqual([
      "machine",
      "machine/left",
      "machine/left/left",
      "machine/left/right",
      "machine/right",
      "machine/right/left",
      "machine/right/right",
    ]);
    expect(structure.nodes.map(({ parent }) => parent)).toEqual([-1, 0, 1, 1, 0, 4, 4]);
    expect(structure.bomLines.map(({ quantity, occurrenceNames }) => [quantity, occurrenceNames])).toEqual([
      [2, ["left", "right"]],
      [2, ["left", "right"]],
    ]);
  });

  test.each([
    "SPECIFIED_HIGHER_USAGE_OCCURRENCE('x','','',#TOP,#PART,$,#UPPER,#NEXT)",
    "(ASSEMBLY_COMPONENT_USAGE($)PRODUCT_DEFINITION_RELATIONSHIP('x','','',#TOP,#PART)PRODUCT_DEFINITION_USAGE()SPECIFIED_HIGHER_USAGE_OCCURRENCE(#UPPER,#NEXT))",
  ])("an occurrence seen from further up is no further occurrence: %s", (text) => {
    const exchange = new Exchange();
    const [part, unit, top] = ["screw", "unit", "machine"].map((number) => exchange.product(number));
    const upper = exchange.usage(top ?? 0, unit ?? 0);
    const next = exchange.usage(unit ?? 0, part ?? 0);
    const ids: Record<string, number | undefined> = { TOP: top, PART: part, UPPER: upper, NEXT: next };
    exchange.add(text.replace(/#([A-Z]+)/g, (_, name: string) => `#${ids[name]}`));
    expect(paths(exchange.read())).toEqual(["machine", "machine/unit", "machine/unit/screw"]);
  });

  test("a usage as a complex instance, with a quantity", () => {
    const exchange = new Exchange();
    const [screw, machine] = ["screw", "machine"].map((number) => exchange.product(number));
    const amount = exchange.add("MEASURE_WITH_UNIT(COUNT_MEASURE(8.),#99)");
    exchange.add(
      `(ASSEMBLY_COMPONENT_USAGE('S1')NEXT_ASSEMBLY_USAGE_OCCURRENCE()PRODUCT_DEFINITION_RELATIONSHIP('1','','',#${machine},#${screw})PRODUCT_DEFINITION_USAGE()QUANTIFIED_ASSEMBLY_COMPONENT_USAGE(#${amount}))`,
    );
    const structure = exchange.read();
    expect(paths(structure)).toEqual(["machine", "machine/S1"]);
    expect(structure.bomLines).toEqual([{ parent: 1, child: 0, quantity: 8, occurrenceNames: ["S1"] }]);
  });

  test("stock that a part is made from is a line without a place: quantity per part", () => {
    const exchange = new Exchange();
    const [bar, pin] = ["bar", "pin"].map((number) =>
      exchange.product(number, exchange.representation([], exchange.context())),
    );
    const amount = exchange.add("MEASURE_WITH_UNIT(COUNT_MEASURE(20.),#99)");
    exchange.add(`MAKE_FROM_USAGE_OPTION('1','','',#${pin},#${bar},1,'',#${amount})`);
    const structure = exchange.read();
    expect(structure.bomLines).toEqual([{ parent: 1, child: 0, quantity: 1 / 20, occurrenceNames: [] }]);
    expect(paths(structure)).toEqual(["bar", "pin"]);
  });

  test("an assembly that contains itself is cut there, and named", () => {
    const exchange = new Exchange();
    const [a, b, c] = ["A", "B", "C"].map((number) => exchange.product(number));
    exchange.usage(a ?? 0, b ?? 0);
    exchange.usage(b ?? 0, c ?? 0);
    exchange.usage(c ?? 0, a ?? 0);
    const structure = exchange.read();
    expect(paths(structure)).toEqual(["A", "A/B", "A/B/C"]);
    expect(structure.problems).toEqual(["An assembly contains itself: the usage C › A is left out."]);
  });

  test("an assembly that doubles at each level is bounded", () => {
    const exchange = new Exchange();
    const levels = Array.from({ length: 60 }, (_, i) => exchange.product(`L${i}`));
    for (const [i, level] of levels.entries()) {
      const below = levels[i + 1];
      if (below !== undefined) for (const id of ["x1", "x2"]) exchange.usage(level, below, { id });
    }
    const structure = exchange.read();
    expect(structure.nodes).toHaveLength(1_000_000);
    expect(structure.problems).toEqual([
      "The assembly unfolds to more than 1000000 occurrences: the rest is left out.",
    ]);
  });

  test("an assembly deeper than anybody builds is cut", () => {
    const exchange = new Exchange();
    const levels = Array.from({ length: 5000 }, (_, i) => exchange.product(`L${i}`));
    for (const [i, level] of levels.entries()) {
      const below = levels[i + 1];
      if (below !== undefined) exchange.usage(level, below);
    }
    const structure = exchange.read();
    expect(structure.nodes).toHaveLength(200);
    expect(structure.problems.at(-1)).toBe(
      "The assembly is more than 200 levels deep: what lies deeper is left out.",
    );
  });

  test("a usage of a product that the file doesn't hold", () => {
    const exchange = new Exchange();
    exchange.usage(exchange.product("A"), 999);
    expect(exchange.read().problems).toEqual([
      "1 assembly usages name a product that the file doesn't hold.",
    ]);
  });
});

describe("find numbers", () => {
  function lines(ids: readonly string[], children: readonly number[]): readonly (string | undefined)[] {
    const exchange = new Exchange();
    const parts = ["P", "Q", "R"].map((number) => exchange.product(number));
    const assembly = exchange.product("A");
    for (const [i, id] of ids.entries()) exchange.usage(assembly, parts[children[i] ?? 0] ?? 0, { id });
    return exchange.read().bomLines.map(({ findNumber }) => findNumber);
  }

  test("evident where ids group the usages by child", () => {
    expect(lines(["10.1", "10.2", "20.1"], [0, 0, 1])).toEqual(["10", "20"]);
    expect(lines(["10", "10", "20"], [0, 0, 1])).toEqual(["10", "20"]);
  });

  test("a running number says nothing", () => {
    expect(lines(["1", "2", "3"], [0, 1, 2])).toEqual([undefined, undefined, undefined]);
    expect(lines(["1", "2", "3"], [0, 0, 1])).toEqual([undefined, undefined]);
    expect(lines(["10.1", "10.2"], [0, 1])).toEqual([undefined, undefined]);
  });

  test("stated as a property of the usage", () => {
    const exchange = new Exchange();
    const [part, assembly] = ["P", "A"].map((number) => exchange.product(number));
    const usage = exchange.usage(assembly ?? 0, part ?? 0);
    const property = exchange.add(`PROPERTY_DEFINITION('Find Number','',#${usage})`);
    const value = exchange.add("DESCRIPTIVE_REPRESENTATION_ITEM('Find Number','070')");
    const representation = exchange.add(`REPRESENTATION('',(#${value}),$)`);
    exchange.add(`PROPERTY_DEFINITION_REPRESENTATION(#${property},#${representation})`);
    expect(exchange.read().bomLines.map(({ findNumber }) => findNumber)).toEqual(["070"]);
  });
});
