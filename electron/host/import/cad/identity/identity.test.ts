import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../../tests/shared-data.ts";
import { readExchangeFile } from "../part21/exchange-file.ts";
import { readStructure, type CadStructure } from "../structure/cad-structure.ts";
import { Exchange } from "../structure/testing.ts";
import { withDistinctNumbers } from "./step-shape.ts";

/** An assembly of bodies that all have one number, in the given order, with #ids that start somewhere. */
function bodies(sizes: readonly number[], before: number): CadStructure {
  const exchange = new Exchange();
  for (let at = 0; at < before; at++) exchange.point(at, 0, 0);
  const context = exchange.context();
  const top = exchange.representation([exchange.axes()], context);
  const root = exchange.product("10-1", top, "Stand");
  sizes.forEach((size, at) => {
    const shape = exchange.representation([exchange.block(size, 20, 30).solid], context);
    const usage = exchange.usage(root, exchange.product("Body", shape), { designator: `B${at}` });
    exchange.place(usage, shape, top, exchange.axes(), exchange.axes([at * 100, 0, 0]));
  });
  const file = exchange.file();
  return withDistinctNumbers(file, readStructure(file));
}

const numbersOf = ({ parts }: CadStructure): readonly string[] => parts.map(({ number }) => number);

test("bodies of one number are told apart by their shape, whatever their order and #ids", () => {
  const [root, ...some] = numbersOf(bodies([10, 11, 12], 0));
  expect(root).toBe("10-1");
  expect(new Set(some).size).toBe(3);
  for (const number of some) expect(number).toMatch(/^Body ~[0-9a-f]{6}$/);
  const others = numbersOf(bodies([12, 10, 11], 40)).slice(1);
  expect([...others].sort()).toEqual([...some].sort());
});

test("equal shapes under one number are one part", () => {
  expect(numbersOf(bodies([10, 10], 0))).toEqual(["10-1", "Body", "Body"]);
  const numbers = numbersOf(bodies([10, 10, 12], 0)).slice(1);
  expect(new Set(numbers).size).toBe(2);
  expect(numbers[0]).toBe(numbers[1]);
});

test("shapes that differ by less than a part's three digits are still told apart", () => {
  expect(new Set(numbersOf(bodies([10, 10.01], 0)).slice(1)).size).toBe(2);
});

test("a single part keeps its number", () => {
  expect(numbersOf(bodies([10], 0))).toEqual(["10-1", "Body"]);
});

const odrive = sharedData("step/odrive_pcb_v3.5.step");
test.skipIf(odrive === undefined)(
  `a board's 20 bodies "Extruded" are as many parts as they have shapes (${odrive === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    const file = readExchangeFile(readFileSync(odrive ?? ""));
    const before = readStructure(file);
    const after = withDistinctNumbers(file, before);
    expect(numbersOf(before).filter((number) => number === "Extruded")).toHaveLength(20);
    const extruded = numbersOf(after).filter((number) => number.startsWith("Extruded"));
    expect(extruded).toHaveLength(20);
    // Each stands for one set of corners and surfaces.
    const shapes = new Map<string, Set<string>>();
    after.parts.forEach(({ number, bodies }) => {
      if (!number.startsWith("Extruded")) return;
      const own = bodies.flatMap(({ faces }) => faces.map(({ surface }) => JSON.stringify(surface))).sort();
      shapes.set(number, (shapes.get(number) ?? new Set()).add(own.join()));
    });
    for (const own of shapes.values()) expect(own.size).toBe(1);
    expect(shapes.size).toBe(20);
  },
);
