import { expect, test } from "vitest";
import { plainNumber, proposeParts } from "./propose-part.ts";

test.each([
  ["PL-0200", "pl200"],
  ["pl 200", "pl200"],
  ["PL_200", "pl200"],
  ["PL-0200 rev. B", "pl200"],
  ["PL-0200_RevB", "pl200"],
  ["PL-0200-B", "pl200"],
  ["10-4120", "104120"],
  ["0010-4120", "104120"],
  ["ＰＬ－２００", "pl200"],
  // A digit behind a dash may as well be of the number, and letters in it are.
  ["10-4120-2", "1041202"],
  ["200B", "200b"],
  ["Bracket", "bracket"],
  // Nothing but its revision: it stays.
  ["Rev B", "revb"],
  ["000", "0"],
  ["", ""],
])("%s is plainly %s", (number, plain) => {
  expect(plainNumber(number)).toBe(plain);
});

test("a revision that the file states is no part of the number", () => {
  expect(plainNumber("PL-200-02", "02")).toBe("pl200");
  expect(plainNumber("PL-20002", "02")).toBe("pl20002");
});

test("the same number first, then the same name; never the product itself", () => {
  const parts = [
    { partNumber: "FX-130", title: "Washer" },
    { partNumber: "W-9", title: "washer" },
    { partNumber: "fx 0130 B", title: "Unterlegscheibe" },
    { partNumber: "FX-13", title: "Nut" },
    { partNumber: "WASHER", title: undefined },
  ];
  const found = proposeParts({ number: "FX-130", name: "Washer", revision: "B" }, parts);
  expect(found.map(({ part, by }) => [part.partNumber, by])).toEqual([
    ["fx 0130 B", "number"],
    ["W-9", "name"],
    ["WASHER", "name"],
  ]);
  expect(proposeParts({ number: "", name: "" }, parts)).toEqual([]);
});
