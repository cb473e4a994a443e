import { describe, expect, test } from "vitest";
import type { PlacedUnit } from "../../../shared/contract/colouring.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { translation } from "../../scene/testing/generated-assembly.ts";
import { unitsOnNodes, UNKNOWN_UNIT } from "./placed-units.ts";

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
