import { expect, test } from "vitest";
import type { Quantity } from "../../../scene/measure/quantity.ts";
import {
  basisHelp,
  basisText,
  copyText,
  deltaText,
  labelText,
  namedText,
  valueText,
} from "./quantity-text.ts";

const quantity = (change: Partial<Quantity>): Quantity => ({
  kind: "distance",
  values: [25],
  unit: "mm",
  basis: "exact",
  lines: [],
  anchor: [0, 0, 0],
  ...change,
});

test("values carry their unit, and no more digits than they stand on", () => {
  expect(valueText(quantity({ values: [25.123456] }))).toBe("25.1235 mm");
  expect(valueText(quantity({ values: [25.123456], basis: "mesh" }))).toBe("25.123 mm");
  expect(valueText(quantity({ kind: "box", values: [20, 10, 5] }))).toBe("20 × 10 × 5 mm");
  expect(valueText(quantity({ kind: "point", values: [1, -2, 3] }))).toBe("1, −2, 3 mm");
  expect(valueText(quantity({ kind: "angle", values: [90], unit: "°" }))).toBe("90°");
  expect(valueText(quantity({ kind: "volume", values: [1000.04], unit: "mm³", basis: "mesh" }))).toBe(
    "1000 mm³",
  );
});

test("labels use the signs of drawings, names the words", () => {
  expect(labelText(quantity({ kind: "diameter", values: [6] }))).toBe("Ø 6 mm");
  expect(labelText(quantity({ kind: "minor-radius", values: [2] }))).toBe("R 2 mm");
  expect(namedText(quantity({ kind: "axis-distance" }))).toBe("Axis distance 25 mm");
});

test("the way from one to the other, along each axis", () => {
  const lines = [
    [
      [0, 0, 5],
      [3, 0, 1],
    ],
  ] as const;
  expect(deltaText(quantity({ lines }))).toBe("ΔX 3 · ΔY 0 · ΔZ −4");
  expect(deltaText(quantity({ kind: "diameter", lines }))).toBeUndefined();
  expect(copyText(quantity({ lines }), [{ kind: "face", path: "a/b", index: 1, at: [0, 0, 0] }], 0.1)).toBe(
    "Distance\t25 mm\tΔX 3 · ΔY 0 · ΔZ −4\texact\ta/b",
  );
});

test("a length from the mesh says how far it may be off", () => {
  expect(basisText(quantity({ basis: "mesh" }), 0.2667)).toBe("mesh ± 0.27");
  expect(basisText(quantity({ basis: "mesh" }), 0.0126)).toBe("mesh ± 0.013");
  expect(basisText(quantity({ basis: "mesh", unit: "mm²" }), 0.2)).toBe("mesh");
  expect(basisText(quantity({}), 0.2)).toBe("exact");
});

test("what a value stands on is said, with the deflection where it counts", () => {
  expect(basisHelp("mesh", 0.1234)).toMatch(/0\.123 mm/);
  expect(basisHelp("exact", 0.1)).not.toMatch(/mm/);
});
