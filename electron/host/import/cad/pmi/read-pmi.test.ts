import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../../tests/shared-data.ts";
import { readExchangeFile } from "../part21/exchange-file.ts";
import { readStructure } from "../structure/cad-structure.ts";
import { Exchange, MILLIMETRE } from "../structure/testing.ts";
import { readPmi, type PartPmi } from "./read-pmi.ts";

const INCH = "(CONVERSION_BASED_UNIT('INCH',#I)LENGTH_UNIT()NAMED_UNIT(*))";

/** A block with aspects of its faces, to be toleranced. */
class Toleranced {
  readonly exchange = new Exchange();
  readonly millimetre = this.exchange.add(MILLIMETRE);
  readonly faces: readonly number[];
  readonly shape: number;
  private readonly representation: number;

  constructor() {
    const { exchange } = this;
    const block = exchange.block(10, 20, 30);
    this.faces = block.faces;
    this.representation = exchange.representation([block.solid], exchange.context());
    exchange.product("10-1", this.representation);
    const line = exchange.lines.findIndex((text) => text.includes("=PRODUCT_DEFINITION_SHAPE"));
    this.shape = Number(/#(\d+)/.exec(exchange.lines[line] ?? "")?.[1]);
  }

  aspect(...faces: readonly number[]): number {
    const aspect = this.exchange.add(`SHAPE_ASPECT('','',#${this.shape},.T.)`);
    for (const face of faces)
      this.exchange.add(`GEOMETRIC_ITEM_SPECIFIC_USAGE('','',#${aspect},#${this.representation},#${face})`);
    return aspect;
  }

  composite(...aspects: readonly number[]): number {
    const whole = this.exchange.add(`COMPOSITE_SHAPE_ASPECT('','',#${this.shape},.T.)`);
    for (const aspect of aspects) this.exchange.add(`SHAPE_ASPECT_RELATIONSHIP('','',#${whole},#${aspect})`);
    return whole;
  }

  measure(value: string, unit = this.millimetre): number {
    return this.exchange.add(`LENGTH_MEASURE_WITH_UNIT(LENGTH_MEASURE(${value}),#${unit})`);
  }

  item(name: string, value: string, unit = this.millimetre): number {
    return this.exchange.add(
      `(LENGTH_MEASURE_WITH_UNIT()MEASURE_REPRESENTATION_ITEM()MEASURE_WITH_UNIT(POSITIVE_LENGTH_MEASURE(${value}),#${unit})REPRESENTATION_ITEM('${name}'))`,
    );
  }

  state(dimension: number, ...items: readonly number[]): void {
    const list = items.map((id) => `#${id}`).join(",");
    const used = this.exchange.add(`SHAPE_DIMENSION_REPRESENTATION('',(${list}),#1)`);
    this.exchange.add(`DIMENSIONAL_CHARACTERISTIC_REPRESENTATION(#${dimension},#${used})`);
  }

  datum(letter: string, face: number): number {
    const datum = this.exchange.add(`DATUM('','',#${this.shape},.F.,'${letter}')`);
    const feature = this.exchange.add(`DATUM_FEATURE('','',#${this.shape},.T.)`);
    this.exchange.add(`GEOMETRIC_ITEM_SPECIFIC_USAGE('','',#${feature},#${this.representation},#${face})`);
    this.exchange.add(`SHAPE_ASPECT_RELATIONSHIP('','',#${feature},#${datum})`);
    return datum;
  }

  system(...compartments: readonly string[]): number {
    const ids = compartments.map((base) =>
      this.exchange.add(`DATUM_REFERENCE_COMPARTMENT('',$,#${this.shape},.F.,${base})`),
    );
    return this.exchange.add(
      `DATUM_SYSTEM('',$,#${this.shape},.F.,(${ids.map((id) => `#${id}`).join(",")}))`,
    );
  }

  read(): readonly PartPmi[] {
    const file = this.exchange.file();
    const pmi = readPmi(file, readStructure(file));
    if (pmi.problems.length > 0) throw new Error(pmi.problems.join(" "));
    return pmi.parts.get(0) ?? [];
  }
}

describe("dimensions", () => {
  test("plus and minus, limits, basic, in inches, a fit", () => {
    const block = new Toleranced();
    const { exchange, faces } = block;
    const [first = 0, second = 0] = faces;
    const inch = exchange.add(INCH.replace("#I", `#${block.measure("25.4")}`));
    const size = (name: string): number =>
      exchange.add(`DIMENSIONAL_SIZE(#${block.aspect(first)},'${name}')`);
    const plusMinus = size("diameter");
    block.state(plusMinus, block.item("nominal value", "12."));
    const range = exchange.add(`TOLERANCE_VALUE(#${block.measure("-0.1")},#${block.measure("0.05")})`);
    exchange.add(`PLUS_MINUS_TOLERANCE(#${range},#${plusMinus})`);
    const limits = size("radius");
    block.state(
      limits,
      block.item("nominal value", "0.5", inch),
      block.item("upper limit", "0.51", inch),
      block.item("lower limit", "0.5", inch),
    );
    const basic = exchange.add(
      `DIMENSIONAL_LOCATION('linear distance','',#${block.aspect(first)},#${block.aspect(second)})`,
    );
    const note = exchange.add("DESCRIPTIVE_REPRESENTATION_ITEM('dimensional note','theoretical')");
    block.state(basic, block.item("nominal value", "30."), note);
    const fitted = size("diameter");
    block.state(fitted, block.item("nominal value", "8."));
    exchange.add(`PLUS_MINUS_TOLERANCE(#${exchange.add("LIMITS_AND_FITS('H','hole','7','')")},#${fitted})`);

    const read = block.read().map(({ surfaces: _surfaces, ...item }) => item);
    expect(read).toEqual([
      {
        name: "R 12.7 (12.7 … 12.954)",
        kind: "radius",
        nominal: 12.7,
        lowerLimit: 12.7,
        upperLimit: 12.954,
        uom: "mm",
        faces: [first],
      },
      {
        name: "linear distance [30]",
        kind: "linear-distance",
        nominal: 30,
        uom: "mm",
        faces: [first, second],
      },
      {
        name: "⌀ 12 +0.05/-0.1",
        kind: "diameter",
        nominal: 12,
        lowerLimit: 11.9,
        upperLimit: 12.05,
        uom: "mm",
        faces: [first],
      },
      {
        name: "⌀ 8 H7",
        kind: "diameter",
        nominal: 8,
        uom: "mm",
        faces: [first],
        remark: "The fit H7 is stated without its limits.",
      },
    ]);
  });

  test("equal callouts are told apart by where they are, not by #numbers", () => {
    const names = (order: readonly number[]): readonly (readonly [string, unknown])[] => {
      const block = new Toleranced();
      for (const at of order) {
        const dimension = block.exchange.add(
          `DIMENSIONAL_SIZE(#${block.aspect(block.faces[at] ?? 0)},'diameter')`,
        );
        block.state(dimension, block.item("nominal value", "5."));
      }
      return block.read().map(({ name, surfaces }) => [name, surfaces[0]?.origin] as const);
    };
    expect(names([1, 5])).toEqual(names([5, 1]));
    expect(names([1, 5]).map(([name]) => name)).toEqual(["⌀ 5", "⌀ 5 (2)"]);
  });
});

describe("geometric tolerances", () => {
  test("zone, modifiers and datums, of a pattern, and of the whole part", () => {
    const block = new Toleranced();
    const { exchange, faces, shape } = block;
    const [a, b, c] = ["A", "B", "C"].map((letter, at) => block.datum(letter, faces[at] ?? 0));
    const system = block.system(
      `#${a},$`,
      `#${b},(SIMPLE_DATUM_REFERENCE_MODIFIER(.MAXIMUM_MATERIAL_REQUIREMENT.))`,
    );
    const pattern = block.composite(block.aspect(faces[3] ?? 0), block.aspect(faces[4] ?? 0));
    const position = exchange.add(
      `(GEOMETRIC_TOLERANCE('','',#${block.measure("0.25")},#${pattern})GEOMETRIC_TOLERANCE_WITH_DATUM_REFERENCE((#${system}))GEOMETRIC_TOLERANCE_WITH_MODIFIERS((.MAXIMUM_MATERIAL_REQUIREMENT.))POSITION_TOLERANCE())`,
    );
    const form = exchange.add("TOLERANCE_ZONE_FORM('cylindrical or circular')");
    exchange.add(`TOLERANCE_ZONE('','',#${shape},.F.,(#${position}),#${form})`);
    exchange.add(`FLATNESS_TOLERANCE('','',#${block.measure("0.02")},#${block.aspect(faces[5] ?? 0)})`);
    const common = [b, c].map((datum) =>
      exchange.add(`DATUM_REFERENCE_ELEMENT('',$,#${shape},.F.,#${datum},$)`),
    );
    const both = block.system(`COMMON_DATUM_LIST((${common.map((id) => `#${id}`).join(",")})),$`);
    exchange.add(
      `(GEOMETRIC_TOLERANCE('','',#${block.measure("1.")},#${shape})GEOMETRIC_TOLERANCE_WITH_DATUM_REFERENCE((#${both}))SURFACE_PROFILE_TOLERANCE())`,
    );
    const read = block.read();
    expect(read.map(({ name }) => name)).toEqual([
      "datum A",
      "datum B",
      "datum C",
      "flatness 0.02",
      "position ⌀ 0.25 (M) A B(M)",
      "surface profile 1 B-C all over",
    ]);
    expect(read[4]).toMatchObject({
      kind: "position",
      lowerLimit: 0,
      upperLimit: 0.25,
      uom: "mm",
      faces: [faces[3], faces[4]],
    });
    expect(read[0]?.faces).toEqual([faces[0]]);
    expect(read[5]?.faces).toEqual([]);
  });

  test("AP203's second edition: datum references with their precedence", () => {
    const block = new Toleranced();
    const { exchange, faces } = block;
    const [a, b] = ["A", "B"].map((letter, at) => block.datum(letter, faces[at] ?? 0));
    const second = exchange.add(`REFERENCED_MODIFIED_DATUM(2,#${b},.MAXIMUM_MATERIAL_CONDITION.)`);
    const first = exchange.add(`DATUM_REFERENCE(1,#${a})`);
    exchange.add(
      `PERPENDICULARITY_TOLERANCE('','',#${block.measure("0.1")},#${block.aspect(faces[2] ?? 0)},(#${second},#${first}))`,
    );
    expect(block.read().map(({ name }) => name)).toContain("perpendicularity 0.1 A B(M)");
  });
});

test("what belongs to no part of the file is said", () => {
  const block = new Toleranced();
  block.exchange.add(`FLATNESS_TOLERANCE('','',#${block.measure("0.02")},#999999)`);
  const file = block.exchange.file();
  expect(readPmi(file, readStructure(file)).problems).toEqual([
    "1 dimensions and tolerances of the file belong to none of its parts.",
  ]);
});

const FILES = [
  "nist_827-9999-904.stp",
  "nist_ctc_01_asme1_ap242-e1.stp",
  "nist_ctc_02_asme1_ap242-e2.stp",
  "nist_ctc_03_asme1_ap242-e2.stp",
  "nist_ctc_05_asme1_ap242-e1.stp",
  "nist_ftc_06_asme1_ap242-e2.stp",
  "nist_ftc_07_asme1_ap242-e2.stp",
  "nist_ftc_10_asme1_ap242-e2.stp",
  "nist_stc_06_asme1_ap242-e3.stp",
  "nist_stc_07_asme1_ap242-e3.stp",
  "nist_stc_08_asme1_ap242-e3.stp",
];

describe.each(FILES)("%s", (name) => {
  const path = sharedData(`step/${name}`);
  test.skipIf(path === undefined)(
    `has as many of each kind as its text (${path === undefined ? NO_SHARED_DATA : "real data"})`,
    () => {
      const bytes = readFileSync(path ?? "");
      const file = readExchangeFile(bytes);
      const read = [...readPmi(file, readStructure(file)).parts.values()].flat();
      // The text, read by nothing but patterns: strings and comments taken out, keywords counted.
      const text = bytes
        .toString("latin1")
        .replaceAll(/\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, "")
        .replaceAll(/\s+/g, "");
      const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
      const kinds = (test: (kind: string) => boolean): number => read.filter(({ kind }) => test(kind)).length;
      expect(kinds((kind) => kind === "datum")).toBe(count(/=DATUM\(/g));
      const geometric =
        /[=()](?:ANGULARITY|CIRCULAR_RUNOUT|COAXIALITY|CONCENTRICITY|CYLINDRICITY|FLATNESS|LINE_PROFILE|PARALLELISM|PERPENDICULARITY|POSITION|ROUNDNESS|STRAIGHTNESS|SURFACE_PROFILE|SYMMETRY|TOTAL_RUNOUT)_TOLERANCE\(/g;
      const dimensional =
        /=(?:DIMENSIONAL_SIZE|DIMENSIONAL_SIZE_WITH_DATUM_FEATURE|DIMENSIONAL_LOCATION|DIRECTED_DIMENSIONAL_LOCATION|ANGULAR_LOCATION|ANGULAR_SIZE)\(/g;
      expect(read.length - kinds((kind) => kind === "datum")).toBe(count(geometric) + count(dimensional));
      expect(new Set(read.map(({ name }) => name)).size).toBe(read.length);
      // Every demand on a feature with faces finds them; edges, points and targets have none.
      expect(read.filter(({ faces }) => faces.length > 0).length / read.length).toBeGreaterThan(0.55);
    },
  );
});

const ctc01 = sharedData("step/nist_ctc_01_asme1_ap242-e1.stp");
test.skipIf(ctc01 === undefined)(
  `the first test case's callouts, as its drawing has them (${ctc01 === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    const file = readExchangeFile(readFileSync(ctc01 ?? ""));
    const names = [...readPmi(file, readStructure(file)).parts.values()].flat().map(({ name }) => name);
    for (const callout of [
      "flatness 0.2",
      "perpendicularity 1.5 A",
      "position 0.75 A B C",
      "surface profile 0.5 A",
      "⌀ 35 +0.2/0",
      "⌀ 35 0/-0.2",
      "angle 60° ±0.5°",
    ])
      expect(names).toContain(callout);
  },
);
