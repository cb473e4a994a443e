import { expect, test } from "vitest";
import { generateAssembly } from "../../scene/testing/generated-assembly.ts";
import { createNodeIndex, partNumberOf } from "./node-index.ts";

// Node 0 is the product, 1 its first group, 2… the occurrences of P-0, P-1, P-0, …
const model = generateAssembly({ parts: 2, occurrences: 4 });
const index = createNodeIndex(model);

test("finds every occurrence of a part, and the part of an occurrence", () => {
  expect(index.nodesOf("P-0")).toEqual([2, 4]);
  expect(index.nodesOf("A-0")).toEqual([0]);
  expect(index.nodesOf("P-9")).toEqual([]);
  expect(index.nodesOf(undefined)).toEqual([]);
  expect(index.has("P-1")).toBe(true);
  expect(index.has("P-9")).toBe(false);
  expect(index.numberOf(3)).toBe("P-1");
  expect(index.numberOf(99)).toBeUndefined();
  expect(index.occurrenceOf(1)).toBe("group-0");
});

test("knows what is above, and when all of the model is meant", () => {
  expect(index.parentOf(2)).toBe(1);
  expect(index.parentOf(0)).toBeUndefined();
  expect(index.isWhole([0])).toBe(true);
  expect(index.isWhole([1, 2])).toBe(false);
  expect(index.isWhole([])).toBe(false);
});

test("leaves out nodes of another model", () => {
  expect(index.known([-1, 2, 6])).toEqual([2]);
});

test("a product without id is found under the name that the store gives it", () => {
  expect(partNumberOf({ number: " ", name: "" })).toBe("unnamed");
});
