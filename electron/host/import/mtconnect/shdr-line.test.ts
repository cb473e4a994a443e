import { expect, test } from "vitest";
import { isConditionLine, multilineTag, sampleValue, splitFields } from "./shdr-line.ts";

test("an escaped pipe belongs to the text", () => {
  expect(splitFields("t|msg|a\\|b|c")).toEqual(["t", "msg", "a|b", "c"]);
  expect(splitFields("t|a|")).toEqual(["t", "a", ""]);
});

test.each([
  ["t|system|NORMAL||||", true],
  ["t|system|FAULT|E12|1|HIGH|Too hot", true],
  ["t|system|UNAVAILABLE||||", true],
  // Three pairs, the first of them unavailable.
  ["t|avail|UNAVAILABLE|x|1|y|2", false],
  ["t|system|NORMAL|||", false],
  ["t|mode|AUTOMATIC||||", false],
])("%s is a condition: %s", (line, expected) => {
  expect(isConditionLine(splitFields(line))).toBe(expected);
});

test("finds the tag of a multi-line value", () => {
  expect(multilineTag("t|@ASSET@|id|CuttingTool|--multiline--ABCD")).toBe("--multiline--ABCD");
  expect(multilineTag("t|item|see --multiline-- below")).toBeUndefined();
});

test.each([
  ["16.13", 16.13],
  ["-.5", -0.5],
  ["7.", 7],
  ["1e3", 1000],
  [" 12 ", 12],
  ["", undefined],
  ["0x10", undefined],
  ["Infinity", undefined],
  ["1,5", undefined],
  ["12 rpm", undefined],
])("value %j is %s", (text, expected) => {
  expect(sampleValue(text)).toBe(expected);
});

test("UNAVAILABLE is no value, but a sample", () => {
  expect(sampleValue("UNAVAILABLE")).toBeNaN();
});
