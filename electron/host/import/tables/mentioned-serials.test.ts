import { expect, test } from "vitest";
import { mentionedSerials } from "./mentioned-serials.ts";

const known = new Set([...Array.from({ length: 20 }, (_, i) => String(i + 1)), "SN-7"]);

test.each([
  ["* Parts 16-18, the lower RPMs caused some of the holes to cut oversized", ["16", "17", "18"]],
  ["part 3 was dropped", ["3"]],
  ["serials 1, 4 and 6 to 8", ["1", "4", "6", "7", "8"]],
  ["Teile 2 bis 4", ["2", "3", "4"]],
  ["S/N #07", ["7"]],
  ["Plate 12: chatter; plates 13 & 14 too", ["12", "13", "14"]],
  ["parts 19–30", ["19", "20"]],
  ["part 99", []],
  ["parts 3.5 long", []],
  ["unit 2 mm", []],
  ["part 2 of 3", []],
  ["counterparts 4", []],
  ["Slower RPMs caused chips to gather in flutes of 8 mills", []],
  ["parts 1-999999999", Array.from({ length: 20 }, (_, i) => String(i + 1))],
])("%s", (text, serials) => {
  expect(mentionedSerials(text, known, ["Plate"])).toEqual(serials);
});

test("a part's name with signs of a pattern in it is only a name", () => {
  expect(mentionedSerials("A+(B 4", known, ["A+(B"])).toEqual(["4"]);
});
