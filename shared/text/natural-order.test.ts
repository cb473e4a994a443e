import { expect, test } from "vitest";
import { naturalOrder } from "./natural-order.ts";

test("numbers within names count by their value", () => {
  const names = ["B14-000", "B2-010", "B2-9", "A", "B100"];
  expect(names.toSorted(naturalOrder)).toEqual(["A", "B2-9", "B2-010", "B14-000", "B100"]);
});

test("whatever the order before, the order after is one", () => {
  const names = ["x1", "X1", "x01", "é", "e", "É", "x10", "x9"];
  const once = names.toSorted(naturalOrder);
  expect(names.toReversed().toSorted(naturalOrder)).toEqual(once);
});
