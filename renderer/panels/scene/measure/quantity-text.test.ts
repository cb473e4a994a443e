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

/** Of a small part: what its mesh says of a length holds to some micrometres. */
const FINE = 0.001;
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
  expect(valueText(quantity({ values: [25.123456] }), FINE)).toBe("25.1235 mm");
  expect(valueText(quantity({ values: [25.123456], basis: "mesh" }), FINE)).toBe("25.123 mm");
  expect(valueText(quantity({ kind: "box", values: [20, 10, 5] }), FINE)).toBe("20 × 10 × 5 mm");
  expect(valueText(quantity({ kind: "point", values: [1, -2, 3] }), FINE)).toBe("1, −2, 3 mm");
  expect(valueText(quantity({ kind: "angle", values: [90], unit: "°" }), FINE)).toBe("90°");
  expect(valueText(quantity({ kind: "volume", values: [1000.04], unit: "mm³", basis: "mesh" }), FINE)).toBe(
    "1000 mm³",
  );
});

test("a length from a coarse mesh has no decimals that the mesh does not tell", () => {
  const least = quantity({ kind: "minimum-distance", values: [403.0534], basis: "mesh" });
  expect([5, 0.65, 0.1, 0.065, 0.0065, 0.0001].map((deflection) => valueText(least, deflection))).toEqual([
    "403 mm",
    "403.1 mm",
    "403.1 mm",
    "403.05 mm",
    "403.053 mm",
    "403.053 mm",
  ]);
  expect(valueText(quantity({ values: [403.0534] }), 0.65)).toBe("403.0534 mm");
  expect(copyText(least, ["a, face 2"], 0.65)).toBe("Least distance\t403.1 mm\tmesh ± 0.65\ta, face 2");
});

test("labels use the signs of drawings, names the words", () => {
  expect(labelText(quantity({ kind: "diameter", values: [6] }), FINE)).toBe("Ø 6 mm");
  expect(labelText(quantity({ kind: "minor-radius", values: [2] }), FINE)).toBe("R 2 mm");
  expect(namedText(quantity({ kind: "axis-distance" }), FINE)).toBe("Axis distance 25 mm");
});

test("the way from one to the other, along each axis", () => {
  const lines = [
    [
      [0, 0, 5],
      [3, 0, 1],
    ],
  ] as const;
  expect(deltaText(quantity({ lines }), FINE)).toBe("ΔX 3 · ΔY 0 · ΔZ −4");
  expect(deltaText(quantity({ kind: "diameter", lines }), FINE)).toBeUndefined();
  expect(copyText(quantity({ lines }), ["a/b", "a/c"], 0.1)).toBe(
    "Distance\t25 mm\tΔX 3 · ΔY 0 · ΔZ −4\texact\ta/b – a/c",
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
