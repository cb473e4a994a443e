import { expect, test } from "vitest";
import { beginning, hasBeginning, hasWords, nearestFirst, rarestOf, wholeWords, wordsOf } from "./words.ts";

test("what a person types becomes words, never operators", () => {
  expect(wholeWords(wordsOf("plate 16"))).toBe('"plate" "16"');
  expect(beginning(wordsOf("plate 16"))).toBe('"plate" "16"*');
  expect(beginning(wordsOf('a" OR b NEAR(c)*'))).toBe('"a" "or" "b" "near" "c"*');
  expect(beginning(wordsOf("부품 번호"))).toBe('"부품" "번호"*');
  expect(beginning(wordsOf("WO-70123"), 3)).toBe('"wo" "701"*');
  expect(wordsOf(" - ")).toEqual([]);
});

test("a beginning counts in any word, whatever its marks", () => {
  expect(hasBeginning("Kit moved WO-70123", "701")).toBe(true);
  expect(hasBeginning("Kit moved WO-70123", "123")).toBe(false);
  expect(hasBeginning("Welle geschält", "geschal")).toBe(true);
});

test("all words count, the last by its beginning where that is enough, whatever their marks", () => {
  const text = "Kit geschält WO-70123";
  expect(hasWords(text, ["wo", "70123"], false)).toBe(true);
  expect(hasWords(text, ["wo", "701"], false)).toBe(false);
  expect(hasWords(text, ["geschalt", "701"], true)).toBe(true);
  expect(hasWords(text, ["gesch", "701"], true)).toBe(false);
});

test("the rarest word is the longest with a digit", () => {
  expect(rarestOf(["operation", "wo", "72596"])).toBe(2);
  expect(rarestOf(["s0001234", "wo", "72596"])).toBe(0);
  expect(rarestOf(["operation", "12"])).toBe(-1);
  expect(rarestOf(["kit", "moved"])).toBe(-1);
});

test("what is called so comes first, then what begins so; the rest keeps its order", () => {
  const titles = ["12-10", "A 12", "12", "12 b", "x 12"].map((title) => ({ title }));
  expect(nearestFirst(titles, "12").map(({ title }) => title)).toEqual([
    "12",
    "12-10",
    "12 b",
    "A 12",
    "x 12",
  ]);
});
