import fc from "fast-check";
import { expect, test } from "vitest";
import { parseBlock } from "./nc-block.ts";

const words = (line: string): string[] | undefined =>
  parseBlock(line)?.words.map(({ letter, value }) => `${letter}${value}`);

test.each([
  ["N130G0G90G54X7.25Y-1.5S5000M3", ["N130", "G0", "G90", "G54", "X7.25", "Y-1.5", "S5000", "M3"]],
  ["g1 x 1. y-.5 f+10", ["G1", "X1", "Y-0.5", "F10"]],
  ["%", []],
  [":1234", ["O1234"]],
  ["/N10 M01", ["N10", "M1"]],
  ["(only a comment)", []],
  ["G0 X#1 Y[#2+1]", ["G0", "XNaN", "YNaN"]],
  ["X1.(in)Y2.", ["X1", "Y2"]],
  ["X1. ; to the end", ["X1"]],
])("%s", (line, expected) => {
  expect(words(line)).toEqual(expected);
});

test("comments are kept apart", () => {
  expect(parseBlock("O0001(A (B) C) ; D")?.comments).toEqual(["B", "A   C", "D"]);
  expect(parseBlock("/2 G1")?.optional).toBe(true);
});

test.each(["#100=#101+1", "N5 IF[#1GT2]GOTO10", "WHILE[#1LT5]DO1", "END1"])(
  "%s is a macro statement",
  (line) => {
    expect(parseBlock(line)).toMatchObject({ macro: true, words: [] });
  },
);

test.each(["hello world", "G1 X", "(never closed", "1234", "G1 X1,5", "ISO-10303-21;", "Serial;Speed"])(
  "%s is no block",
  (line) => {
    expect(parseBlock(line)).toBeUndefined();
  },
);

test("reads back any words, whatever stands between them", () => {
  const word = fc.tuple(
    fc.constantFrom("G", "X", "Y", "Z", "I", "J", "K", "F", "S", "T", "M", "N"),
    fc.integer({ min: -99_999, max: 99_999 }).map((value) => value / 1000),
    fc.constantFrom("", " ", "  "),
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (list) => {
      // Numbers of NC programs have no exponent.
      const line = list
        .map(([letter, value, space]) => `${letter}${space}${value.toFixed(3)}${space}`)
        .join("");
      expect(parseBlock(line)?.words).toEqual(
        list.map(([letter, value]) => ({ letter, value: Number(value.toFixed(3)) })),
      );
    }),
    { seed: 6983, numRuns: 500 },
  );
});
