import { expect, test } from "vitest";
import { NO_SHAPES, placeRows, rowAt, rowsInView } from "./rows.ts";

const lane = (id: "design" | "machine" | "field", rowCount = 1) =>
  ({ id, rowCount, style: "marks" }) as const;
const folded = (...collapsed: string[]) => ({ ...NO_SHAPES, collapsed });

test("rows stand one under the other without holes", () => {
  const { rows, height } = placeRows(
    [lane("design"), lane("machine", 3), lane("field")],
    2,
    true,
    folded("field"),
    200,
  );
  let top = 0;
  for (const row of rows) {
    expect(row.top).toBe(top);
    top += row.height;
  }
  expect(height).toBe(top);
  expect(rows.map(({ type }) => type)).toEqual(["lane", "lane", "lane", "gaps", "trace", "trace"]);
});

test("a lane with more rows is higher, a collapsed one lower", () => {
  const { rows } = placeRows(
    [lane("design"), lane("machine", 2), lane("field")],
    0,
    false,
    folded("field"),
    100,
  );
  const [one, two, collapsed] = rows.map(({ height }) => height);
  expect(two).toBeGreaterThan(one ?? 0);
  expect(collapsed).toBeLessThan(one ?? 0);
});

test("room is given to the lanes up to a bound; too little room scrolls", () => {
  const kinds = [lane("design"), lane("machine"), lane("field")];
  expect(placeRows(kinds, 0, false, NO_SHAPES, 2_000).rows[0]?.height).toBe(44);
  expect(placeRows(kinds, 0, false, NO_SHAPES, 90).height).toBe(90);
  expect(placeRows(kinds, 0, false, NO_SHAPES, 10).height).toBe(3 * 17);
});

test("where room is short, the further rows of a lane move together before anything scrolls", () => {
  const kinds = [lane("design", 2), lane("machine", 3), lane("field")];
  expect(placeRows(kinds, 0, false, NO_SHAPES, 100).height).toBe(99);
  expect(placeRows(kinds, 0, false, NO_SHAPES, 91).height).toBe(90);
  expect(placeRows(kinds, 0, false, NO_SHAPES, 91).rows[0]?.height).toBe(17 + 13);
});

test("the row at a height", () => {
  const { rows } = placeRows([lane("design"), lane("machine")], 0, false, NO_SHAPES, 40);
  expect(rowAt(rows, 0)?.index).toBe(0);
  expect(rowAt(rows, 20)?.index).toBe(1);
  expect(rowAt(rows, 40)).toBeUndefined();
});

test("a lane keeps the height that it was given, the others share what is left", () => {
  const lanes = [lane("design"), lane("machine", 3), lane("field")];
  const { rows } = placeRows(lanes, 0, false, { ...NO_SHAPES, heights: { machine: 120 } }, 180);
  expect(rows.map(({ height }) => height)).toEqual([30, 120, 30]);
});

test("only rows of which anything is in view", () => {
  const lanes = Array.from({ length: 500 }, (_, at) => ({
    id: `M-${at}`,
    rowCount: 1,
    style: "bars" as const,
  }));
  const { rows, height } = placeRows(lanes, 0, false, NO_SHAPES, 200);
  expect(height).toBe(500 * 17);
  expect(rowsInView(rows, 17 * 100 + 1, 170).map(({ index }) => index)).toEqual(
    Array.from({ length: 11 }, (_, at) => 100 + at),
  );
});

test("traces together stand in one row, with a line of it for each, and one alone as ever", () => {
  const lanes = [lane("design")];
  const together = { ...NO_SHAPES, together: 6 };
  const over = placeRows(lanes, 6, false, together, 60).rows;
  expect(over.map(({ type, traces }) => [type, traces])).toEqual([
    ["lane", 0],
    ["trace", 6],
  ]);
  expect(over[1]?.height).toBe(6 * 15 + 6);
  expect(placeRows(lanes, 2, false, together, 600).rows[1]?.height).toBe(160);
  expect(placeRows(lanes, 1, false, together, 60)).toEqual(placeRows(lanes, 1, false, NO_SHAPES, 60));
});

test("some traces stand in one row, the others each below it, and what is free is theirs alike", () => {
  const shapes = { ...NO_SHAPES, together: 2 };
  const { rows } = placeRows([lane("design")], 4, false, shapes, 60);
  expect(rows.map(({ type, index, traces }) => [type, index, traces])).toEqual([
    ["lane", 0, 0],
    ["trace", 0, 2],
    ["trace", 2, 1],
    ["trace", 3, 1],
  ]);
  expect(rows.map(({ height }) => height)).toEqual([17, 84, 36, 36]);
  const free = placeRows([lane("design")], 4, false, shapes, 44 + 84 + 2 * 36 + 3 * 20).rows;
  expect(free.map(({ height }) => height)).toEqual([44, 104, 56, 56]);
});
