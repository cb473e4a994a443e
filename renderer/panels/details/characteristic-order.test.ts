import { expect, test } from "vitest";
import { orderCharacteristics } from "./characteristic-order.ts";

const ITEMS = [
  { name: "datum A", kind: "datum", faces: [3] },
  { name: "flatness 0.2", kind: "flatness", faces: [3] },
  { name: "⌀ 5", kind: "diameter", faces: [1, 2] },
];

test("those of the picked face stand apart, and datums after demands", () => {
  const names = (face: number | undefined): readonly (readonly string[])[] => {
    const { ofFace, others } = orderCharacteristics(ITEMS, face);
    return [ofFace, others].map((list) => list.map(({ name }) => name));
  };
  expect(names(3)).toEqual([["flatness 0.2", "datum A"], ["⌀ 5"]]);
  expect(names(2)).toEqual([["⌀ 5"], ["flatness 0.2", "datum A"]]);
  expect(names(undefined)).toEqual([[], ["flatness 0.2", "⌀ 5", "datum A"]]);
});
