import { expect, test } from "vitest";
import { tagText } from "./tag-text.ts";

const NOTHING = { numbers: undefined, span: undefined, occurrences: 1, unit: undefined } as const;

test("says how many failed, and in which span", () => {
  expect(tagText({ ...NOTHING, numbers: { units: 61, failed: 7 }, span: "1 – 13 Apr 2026" })).toEqual({
    number: "7 of 61 failed",
    tone: "fail",
    note: "in the brushed span, 1 – 13 Apr 2026",
  });
});

test("no failure is good, no unit is neither", () => {
  expect(tagText({ ...NOTHING, numbers: { units: 61, failed: 0 } })).toMatchObject({
    number: "none of 61 failed",
    tone: "good",
  });
  expect(tagText({ ...NOTHING, numbers: { units: 0, failed: 0 } })).toMatchObject({
    number: "no units known",
    tone: "muted",
  });
  expect(tagText({ ...NOTHING, numbers: { units: 0, failed: 0 }, span: "2026" })).toMatchObject({
    number: "no units in the span",
  });
});

test("counts the occurrences it speaks for", () => {
  expect(tagText({ ...NOTHING, occurrences: 8 })).toEqual({
    number: undefined,
    tone: "muted",
    note: "8 occurrences",
  });
});

test("about one unit it says that unit's verdict", () => {
  expect(
    tagText({ ...NOTHING, numbers: { units: 5, failed: 1 }, unit: { name: "Unit 16", verdict: "fail" } }),
  ).toEqual({ number: "Unit 16 failed", tone: "fail", note: undefined });
});

test("as filtered, the numbers say so", () => {
  const about = { span: undefined, filtered: true, occurrences: 1, unit: undefined };
  expect(tagText({ ...about, numbers: { units: 20, failed: 3 } })).toEqual({
    number: "3 of 20 failed",
    tone: "fail",
    note: "filtered",
  });
  expect(tagText({ ...about, numbers: { units: 0, failed: 0 } })).toEqual({
    number: "no units as filtered",
    tone: "muted",
    note: undefined,
  });
});
