import { expect, test } from "vitest";
import { isCutAway } from "../../../scene/section/section-planes.ts";
import {
  axisCut,
  canAdd,
  changeCut,
  offsetRange,
  planeOf,
  planesOf,
  readNumber,
  withCut,
  type Cut,
} from "./cuts.ts";

const BOX = [-10, 0, 5, 30, 20, 6] as const;

test("an axis cuts through the middle, and the side of the eye away", () => {
  const cut = axisCut("x", BOX, [-0.6, 0.5, 0.6]);
  expect(cut).toMatchObject({ kind: "x", offset: 10, flipped: true, on: true });
  const planes = [planeOf({ ...cut, id: 1 })];
  expect(isCutAway(planes, [0, 0, 0])).toBe(true);
  expect(isCutAway(planes, [20, 0, 0])).toBe(false);
  expect(axisCut("y", BOX, [-0.6, 0.5, 0.6])).toMatchObject({ offset: 10, flipped: false });
});

test("three planes and no more; ids are not used twice at a time", () => {
  let cuts: readonly Cut[] = [];
  for (const kind of ["x", "y", "z", "x"] as const) cuts = withCut(cuts, axisCut(kind, BOX, [1, 1, 1]));
  expect(cuts.map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(canAdd(cuts)).toBe(false);
  const fewer = cuts.filter(({ id }) => id !== 2);
  expect(withCut(fewer, axisCut("y", BOX, [1, 1, 1])).map(({ id }) => id)).toEqual([1, 3, 4]);
});

test("what is off cuts nothing, and a flipped plane keeps the other side", () => {
  const cuts = withCut([], axisCut("z", BOX, [0, 0, 1]));
  expect(planesOf(cuts)).toEqual([{ normal: [0, 0, 1], offset: 5.5 }]);
  expect(planesOf(changeCut(cuts, 1, { flipped: true }))).toEqual([{ normal: [-0, -0, -1], offset: -5.5 }]);
  expect(planesOf(changeCut(cuts, 1, { on: false }))).toEqual([]);
});

test("offsets count from the plane's own zero", () => {
  expect(offsetRange({ direction: [1, 0, 0], zero: 0 }, BOX)).toEqual([-10, 30]);
  expect(offsetRange({ direction: [-1, 0, 0], zero: 10 }, BOX)).toEqual([-40, 0]);
});

test.each([
  ["12.5", 12.5],
  ["−3,25 mm", -3.25],
  [" .5 ", 0.5],
  ["1e2", 100],
  ["", undefined],
  ["12 apples", undefined],
  ["1.2.3", undefined],
  ["Infinity", undefined],
  ["1e99", undefined],
])("%j is read as %s", (text, value) => {
  expect(readNumber(text)).toBe(value);
});
