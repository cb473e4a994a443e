import { expect, test } from "vitest";
import { csvQuoted, csvText, withoutFormula } from "./csv-cell.ts";

test.each([
  ["plain", "plain"],
  ["", ""],
  ["=1+1", "'=1+1"],
  ["+49 711", "'+49 711"],
  ["-3", "'-3"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ['a "b", c', '"a ""b"", c"'],
  ["two\nlines", '"two\nlines"'],
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
])("%j is the cell %j", (text, cell) => {
  expect(csvText(text)).toBe(cell);
});

test("what the program itself says is quoted alone", () => {
  expect([csvQuoted("-"), csvQuoted("a,b"), withoutFormula("a,b")]).toEqual(["-", '"a,b"', "a,b"]);
});
