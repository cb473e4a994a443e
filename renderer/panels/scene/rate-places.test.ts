import { expect, test } from "vitest";
import { generateAssembly } from "../../scene/testing/generated-assembly.ts";
import { ratePlaces } from "./rate-places.ts";

const model = generateAssembly({ parts: 4, occurrences: 8 });

test("places parts against the baseline and leaves those without units out", () => {
  const { places, ...sums } = ratePlaces(model, {
    baseline: { units: 200, failed: 20 },
    parts: [
      { partNumber: "P-0", units: 10, failed: 0 },
      { partNumber: "P-1", units: 10, failed: 1 },
      { partNumber: "P-2", units: 10, failed: 9 },
      { partNumber: "P-3", units: 0, failed: 0 },
      { partNumber: "elsewhere", units: 5, failed: 5 },
    ],
    undatedUnits: 0,
  });
  // Product, group, then P-0, P-1, P-2, P-3 twice.
  expect([...places]).toEqual([NaN, NaN, 0, 0.5, 1, NaN, 0, 0.5, 1, NaN]);
  expect(sums).toEqual({ parts: 3, units: 30, failed: 10 });
});

test("without any failure everything stands at the low end", () => {
  const { places } = ratePlaces(model, {
    baseline: { units: 10, failed: 0 },
    parts: [{ partNumber: "P-0", units: 10, failed: 0 }],
    undatedUnits: 0,
  });
  expect(places[2]).toBe(0);
});
