import { expect, test } from "vitest";
import { placeRows, rowAt } from "./rows.ts";

const lane = (kind: "design" | "machine" | "field", rowCount = 1) =>
  ({ kind, rowCount, style: "marks" }) as const;

test("rows stand one under the other without holes", () => {
  const { rows, height } = placeRows(
    [lane("design"), lane("machine", 3), lane("field")],
    2,
    true,
    ["field"],
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
  const { rows } = placeRows([lane("design"), lane("machine", 2), lane("field")], 0, false, ["field"], 100);
  const [one, two, collapsed] = rows.map(({ height }) => height);
  expect(two).toBeGreaterThan(one ?? 0);
  expect(collapsed).toBeLessThan(one ?? 0);
});

test("room is given to the lanes up to a bound; too little room scrolls", () => {
  const kinds = [lane("design"), lane("machine"), lane("field")];
  expect(placeRows(kinds, 0, false, [], 2_000).rows[0]?.height).toBe(44);
  expect(placeRows(kinds, 0, false, [], 90).height).toBe(90);
  expect(placeRows(kinds, 0, false, [], 10).height).toBe(3 * 17);
});

test("where room is short, the further rows of a lane move together before anything scrolls", () => {
  const kinds = [lane("design", 2), lane("machine", 3), lane("field")];
  expect(placeRows(kinds, 0, false, [], 100).height).toBe(99);
  expect(placeRows(kinds, 0, false, [], 91).height).toBe(90);
  expect(placeRows(kinds, 0, false, [], 91).rows[0]?.height).toBe(17 + 13);
});

test("the row at a height", () => {
  const { rows } = placeRows([lane("design"), lane("machine")], 0, false, [], 40);
  expect(rowAt(rows, 0)?.index).toBe(0);
  expect(rowAt(rows, 20)?.index).toBe(1);
  expect(rowAt(rows, 40)).toBeUndefined();
});
