import { describe, expect, test } from "vitest";
import { decodeString } from "./string-value.ts";

describe("control directives of strings (ISO 10303-21, 6.4.3)", () => {
  test.each([
    ["plain", "plain"],
    ["it''s", "it's"],
    ["a\\\\b", "a\\b"],
    // \X\: one byte of ISO 8859-1.
    ["\\X\\C4rger", "Ärger"],
    // \S\: the character 128 higher, of the page that \P?\ names.
    ["\\S\\Drger", "Ärger"],
    ["\\PE\\\\S\\4\\S\\U", "Де"],
    ["\\PA\\\\S\\D", "Ä"],
    // \X2\: four digits each; a surrogate pair joins up.
    ["\\X2\\BCA0D2B8\\X0\\-1", "베트-1"],
    ["\\X2\\D83DDD27\\X0\\", "🔧"],
    ["\\X4\\0001F527\\X0\\", "🔧"],
    ["\\X4\\FFFFFFFF\\X0\\", "\ufffd"],
    ["two\\N\\lines", "two\nlines"],
    // A quote written by its code is no end of a string.
    ["\\X\\27", "'"],
  ])("%s", (raw, value) => {
    expect(decodeString(raw)).toBe(value);
  });

  test("an escaped backslash does not begin a directive", () => {
    expect(decodeString("C:\\\\X\\\\41")).toBe("C:\\X\\41");
  });

  test("what is no directive stays as written", () => {
    expect(decodeString("C:\\temp\\part")).toBe("C:\\temp\\part");
    expect(decodeString("\\X2\\12")).toBe("\\X2\\12");
    expect(decodeString("\\X2\\123\\X0\\")).toBe("\\X2\\123\\X0\\");
  });

  test("lines that a writer breaks are joined", () => {
    expect(decodeString("a long\r\n name")).toBe("a long name");
  });

  test("bytes beyond ASCII: UTF-8 (edition 3) where it is valid, else Windows-1252", () => {
    expect(decodeString(Buffer.from("Gehäuse", "utf8").toString("latin1"))).toBe("Gehäuse");
    expect(decodeString(Buffer.from("Gehäuse", "latin1").toString("latin1"))).toBe("Gehäuse");
  });
});
