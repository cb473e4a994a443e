import { expect, test } from "vitest";
import type { Quantity } from "../../../scene/measure/quantity.ts";
import { pathOf, placeDimension } from "./dimension-lines.ts";

const DISTANCE: Quantity = {
  kind: "distance",
  values: [10],
  unit: "mm",
  basis: "exact",
  lines: [
    [
      [0, 0, 0],
      [10, 0, 0],
    ],
    [
      [0, 0, 0],
      [0, 5, 0],
    ],
  ],
  anchor: [5, 0, 0],
};

test("a dimension of one part goes with it as it is", () => {
  const { lines, anchor, apart } = placeDimension(DISTANCE, [[0, 0, 7]]);
  expect([lines, anchor, apart]).toEqual([
    [
      [
        [0, 0, 7],
        [10, 0, 7],
      ],
      [
        [0, 0, 7],
        [0, 5, 7],
      ],
    ],
    [5, 0, 7],
    false,
  ]);
  expect(placeDimension(DISTANCE, [])).toMatchObject({ anchor: DISTANCE.anchor, apart: false });
});

test("one between two parts reaches from one to the other, and is said to be apart", () => {
  const moved = [
    [0, 0, 0],
    [30, 0, 10],
  ] as const;
  expect(placeDimension(DISTANCE, moved)).toEqual({
    lines: [
      [
        [0, 0, 0],
        [40, 0, 10],
      ],
    ],
    anchor: [20, 0, 5],
    apart: true,
  });
  // Two parts that were moved alike stand to each other as before.
  expect(
    placeDimension(DISTANCE, [
      [1, 2, 3],
      [1, 2, 3],
    ]).apart,
  ).toBe(false);
});

test("a line has arrows where there is room, a point a cross", () => {
  const at = (length: number): string =>
    pathOf(
      {
        segment: () => [
          [0, 0],
          [length, 0],
        ],
      },
      DISTANCE.lines.slice(0, 1),
    );
  expect(at(100).match(/Z/g)).toHaveLength(2);
  expect(at(20)).toBe("M0 0L20 0");
  expect(at(0)).toBe("M-4 0h8M0 -4v8");
});
