import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlacedUnit } from "../../../shared/contract/colouring.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { translation } from "../../scene/testing/generated-assembly.ts";
import { positionsOnNodes, unitsOnNodes, UNKNOWN_UNIT } from "./placed-units.ts";

const PARTS = ["machine", "group", "bearing", "ring", "screw"];
/** Nodes by path: parent, name, part. */
const NODES = [
  [-1, "machine", "machine"],
  [0, "left", "bearing"],
  [1, "outer", "ring"],
  [0, "right", "bearing"],
  [3, "outer", "ring"],
  [0, "cover", "group"],
  [5, "middle", "bearing"],
  [5, "screw.1", "screw"],
  [5, "screw.2", "screw"],
] as const;
const MODEL: CadModel = {
  schema: "",
  parts: PARTS.map((number) => ({ number, name: number })),
  nodes: NODES.map(([parent, occurrence, part]) => ({
    parent,
    part: PARTS.indexOf(part),
    occurrence,
    path: occurrence,
    transform: translation(0, 0, 0),
  })),
  problems: [],
};
const at = (unitId: number, partNumber: string, ...positions: string[]): PlacedUnit => ({
  unitId,
  partNumber,
  name: undefined,
  positions,
});
const MACHINE = at(1, "machine");
const unitsOf = (...placed: PlacedUnit[]): number[] => [...unitsOnNodes(MODEL, placed)];

describe("units stand where their positions say", () => {
  test("below each other, and each at its own occurrence of a part", () => {
    const units = unitsOf(
      MACHINE,
      at(11, "bearing", "left"),
      at(12, "bearing", "right"),
      at(21, "ring", "left", "outer"),
      at(22, "ring", "right", "outer"),
    );
    expect(units).toEqual([1, 11, 21, 12, 22, 0, UNKNOWN_UNIT, 0, 0]);
  });
  test("also below a group of the CAD system that is no unit", () => {
    expect(unitsOf(MACHINE, at(13, "bearing", "middle"))[6]).toBe(13);
  });
  test("not where the name is another part's, or several have it", () => {
    expect(unitsOf(MACHINE, at(13, "screw", "left"), at(14, "ring", "outer"))).toEqual([
      1, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });
  test("pieces of a lot have no place of their own: their part is known by its number", () => {
    expect(unitsOf(MACHINE, at(31, "screw", "screw, 2 pieces")).slice(7)).toEqual([0, 0]);
  });
  test("of two at one place the later counts", () => {
    expect(unitsOf(MACHINE, at(11, "bearing", "left"), at(15, "bearing", "left"))[1]).toBe(15);
  });
  test("of a unit that is a component itself, on each occurrence of its part", () => {
    expect(unitsOf(at(9, "bearing"), at(29, "ring", "outer"))).toEqual([0, 9, 29, 9, 29, 0, 9, 0, 0]);
  });
  test("of a part that the model has not, or of nothing, none is known", () => {
    expect(unitsOf(at(9, "elsewhere"), at(29, "ring", "outer")).every((unit) => unit === 0)).toBe(true);
    expect(unitsOf().every((unit) => unit === 0)).toBe(true);
  });
});

test("numbers of positions stand below every occurrence of the part that was built into, as brute force finds them", () => {
  const names = fc.constantFrom("left", "right", "inner");
  const numbers = fc.constantFrom("machine", "bearing", "ring");
  const trees = fc.array(fc.tuple(fc.nat(), names, numbers), { minLength: 1, maxLength: 14 });
  const asked = fc.uniqueArray(fc.tuple(numbers, names, numbers), {
    maxLength: 8,
    selector: (each) => each.join(),
  });
  fc.assert(
    fc.property(trees, asked, (made, keys) => {
      // Pre-order: a node stands below the one before it or below one of those that hold it.
      const parents: number[] = [];
      made.forEach(([choice], at) => {
        const open = [-1];
        for (let above = at - 1; above >= 0; above = parents[above] ?? -1) open.push(above);
        parents.push(open[choice % open.length] ?? -1);
      });
      const model: CadModel = {
        schema: "",
        parts: PARTS.map((number) => ({ number, name: number })),
        nodes: made.map(([, occurrence, number], at) => ({
          parent: parents[at] ?? -1,
          part: PARTS.indexOf(number),
          occurrence,
          path: "",
          transform: translation(0, 0, 0),
        })),
        problems: [],
      };
      const positions = keys.map(([parentNumber, position, partNumber], at) => ({
        parentNumber,
        position,
        partNumber,
        value: at,
        basis: 1,
      }));
      const isBelow = (node: number, above: number): boolean => {
        for (let at = parents[node] ?? -1; at >= 0; at = parents[at] ?? -1) if (at === above) return true;
        return false;
      };
      const expected = made.map(() => 0);
      keys.forEach(([parentNumber, position, partNumber], at) =>
        made.forEach(([, , number], start) => {
          if (number !== parentNumber) return;
          const found = made.flatMap(([, name, part], node) =>
            name === position && part === partNumber && isBelow(node, start) ? [node] : [],
          );
          const direct = found.find((node) => parents[node] === start);
          const node = direct ?? (found.length === 1 ? found[0] : undefined);
          if (node !== undefined && (expected[node] === 0 || parents[node] === start))
            expected[node] = at + 1;
        }),
      );
      expect([...positionsOnNodes(model, positions)]).toEqual(expected);
    }),
    { seed: 20_261_127, numRuns: 400 },
  );
});
