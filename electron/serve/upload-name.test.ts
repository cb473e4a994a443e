import { expect, test } from "vitest";
import { isSafeName } from "./upload-name.ts";

test.each([
  "a.step",
  "Plate-Setup and Tooling.xlsx",
  "日本.csv",
  ".hidden",
  "a..b",
  "console.log",
  "com10.txt",
  "nully",
])("%s may be uploaded", (name) => expect(isSafeName(name)).toBe(true));

test.each([
  "",
  ".",
  "..",
  "...",
  "a/b",
  "a\\b",
  "C:",
  "a:stream",
  "a\0b",
  "a\nb",
  "a\u007f",
  "con",
  "NUL",
  "Aux.step",
  "com1.txt",
  "lpt9",
  "COM¹",
  "nul.tar.gz",
  "trailing.",
  "trailing ",
  "what?",
  "star*",
  "<a>",
  "x".repeat(256),
  "ü".repeat(128),
])("%j may not", (name) => expect(isSafeName(name)).toBe(false));
