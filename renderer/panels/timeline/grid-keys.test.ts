import { expect, test } from "vitest";
import { moveInGrid } from "./grid-keys.ts";

const press = (key: string, more = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, ...more });
const SIZE = { rows: 25, columns: 6 };

test.each([
  ["ArrowDown", { row: 4, column: 2 }],
  ["ArrowUp", { row: 2, column: 2 }],
  ["ArrowRight", { row: 3, column: 3 }],
  ["ArrowLeft", { row: 3, column: 1 }],
  ["PageDown", { row: 13, column: 2 }],
  ["PageUp", { row: 0, column: 2 }],
  ["Home", { row: 3, column: 0 }],
  ["End", { row: 3, column: 5 }],
])("%s", (key, place) => {
  expect(moveInGrid(press(key), { row: 3, column: 2 }, SIZE)).toEqual(place);
});

test("with Ctrl to the first and to the last cell; never out of the grid; other keys are others'", () => {
  expect(moveInGrid(press("Home", { ctrlKey: true }), { row: 3, column: 2 }, SIZE)).toEqual({
    row: 0,
    column: 0,
  });
  expect(moveInGrid(press("End", { ctrlKey: true }), { row: 3, column: 2 }, SIZE)).toEqual({
    row: 24,
    column: 5,
  });
  expect(moveInGrid(press("ArrowDown"), { row: 24, column: 5 }, SIZE)).toEqual({ row: 24, column: 5 });
  expect(moveInGrid(press("ArrowDown"), { row: 0, column: 0 }, { rows: 0, columns: 6 })).toEqual({
    row: 0,
    column: 0,
  });
  expect(moveInGrid(press("ArrowUp", { altKey: true }), { row: 3, column: 2 }, SIZE)).toBeUndefined();
  expect(moveInGrid(press("x"), { row: 3, column: 2 }, SIZE)).toBeUndefined();
});
