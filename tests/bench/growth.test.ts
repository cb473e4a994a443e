import { expect, test } from "vitest";
import type { Figure } from "./figure.ts";
import { withGrowth } from "./growth.ts";

async function* figures(...values: readonly (readonly [string, number])[]): AsyncGenerator<Figure> {
  for (const [name, value] of values)
    yield { group: "history", name, value, unit: "ms", baseline: 1, baselineName: "" };
}

test("a figure that is ten times as large over a thousand times the events grows with their cube root", async () => {
  const found: Figure[] = [];
  const small = figures(["a list, 0.01 M events", 1], ["a lot, 1000 units", 3]);
  const large = figures(["a list, 10 M events", 10], ["a lot, 1000000 units", 3], ["memory, 10 M events", 5]);
  for await (const figure of withGrowth(small, large, 1_000)) found.push(figure);
  expect(found.map(({ growth }) => growth?.toFixed(3))).toEqual(["0.333", "0.000", undefined]);
});
