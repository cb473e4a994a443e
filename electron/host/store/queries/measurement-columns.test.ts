import fc from "fast-check";
import { expect, test } from "vitest";
import { placeInColumns } from "./measurement-columns.ts";

const value = (sequence: number, characteristicId: number, feature: string | null = null) => ({
  sequence,
  characteristicId,
  feature,
});

test("one characteristic on three holes takes three columns, the others one", () => {
  const values = [
    value(1, 5, "HOLE7"),
    value(1, 5, "HOLE6"),
    value(1, 9),
    value(2, 5, "HOLE6"),
    value(2, 5, "HOLE7"),
    value(2, 4, "SLOT1"),
  ];
  const { columns, columnOf } = placeInColumns([{ id: 4 }, { id: 5 }, { id: 9 }, { id: 11 }], values);
  expect(columns.map(({ row, feature }) => [row.id, feature])).toEqual([
    [4, undefined],
    [5, "HOLE7"],
    [5, "HOLE6"],
    [9, undefined],
    [11, undefined],
  ]);
  expect(values.map(columnOf)).toEqual([1, 2, 3, 2, 1, 0]);
  const on = columns.map(({ measuredOn }) => measuredOn);
  expect(on).toEqual(["SLOT1", "HOLE7", "HOLE6", undefined, undefined]);
});

test("a feature measured twice in a sample, or one without a name, is numbered", () => {
  const values = [value(1, 5), value(1, 5), value(2, 5), value(1, 6, "A"), value(1, 6, "A")];
  const { columns, columnOf } = placeInColumns([{ id: 5 }, { id: 6 }], values);
  expect(columns.map(({ feature }) => feature)).toEqual(["#1", "#2", "A", "A #2"]);
  expect(values.map(columnOf)).toEqual([0, 1, 0, 2, 3]);
});

test("no two values of a sample share a cell, and none is without one", () => {
  const values = fc.array(
    fc.record({
      sequence: fc.integer({ min: 1, max: 4 }),
      characteristicId: fc.integer({ min: 1, max: 3 }),
      feature: fc.constantFrom(null, "A", "B", "A #2"),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(values, (list) => {
      const { columns, columnOf } = placeInColumns([{ id: 1 }, { id: 2 }, { id: 3 }], list);
      const cells = list.map((each) => {
        const column = columnOf(each);
        expect(columns[column ?? -1]?.row.id).toBe(each.characteristicId);
        return `${each.sequence} ${column}`;
      });
      expect(new Set(cells).size).toBe(list.length);
    }),
    { seed: 30, numRuns: 300 },
  );
});

test("a value of an unknown characteristic has no column", () => {
  expect(placeInColumns([{ id: 1 }], [value(1, 2)]).columnOf(value(1, 2))).toBeUndefined();
});
