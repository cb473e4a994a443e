import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ImportError } from "../importer.ts";
import { decodeText } from "./decode-text.ts";
import { parseDecimal } from "./parse-number.ts";
import { readLines } from "./read-text.ts";
import { readElements, textOf } from "./xml-tree.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-text-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
function file(content: string | Uint8Array): string {
  const path = join(folder, "file");
  writeFileSync(path, content);
  return path;
}
async function lines(path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const batch of readLines(path, signal)) for (const { text } of batch.lines) found.push(text);
  return found;
}

describe("encodings", () => {
  const text = "Größe;Prüfling\n4,25;größer";
  test.each([
    ["UTF-8", new TextEncoder().encode(text)],
    ["UTF-8 with mark", Uint8Array.of(0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text))],
    ["UTF-16 LE with mark", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 LE without mark", Buffer.from("Groesse;Pruefling\n4", "utf16le")],
    ["UTF-16 BE with mark", Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["Windows-1252", Buffer.from(text, "latin1")],
  ])("%s", (name, bytes) => {
    expect(decodeText(bytes)).toBe(name.endsWith("without mark") ? "Groesse;Pruefling\n4" : text);
  });
  test("binary is no text", () => {
    expect(decodeText(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 8, 0))).toBeUndefined();
  });
});

test("lines: LF, CRLF, CR and an unended last line, however the file is cut into pieces", async () => {
  expect(await lines(file("a\nb\r\nc\rd"))).toEqual(["a", "b", "c", "d"]);
  expect(await lines(file(""))).toEqual([]);
  const long = "x".repeat((1 << 18) - 1);
  // The CR is the last character of the first piece, the LF the first of the second.
  expect((await lines(file(`${long}\r\nsecond`))).map((line) => line.length)).toEqual([long.length, 6]);
});

describe("XML", () => {
  const collect = async (content: string): Promise<{ names: string[]; failure: unknown }> => {
    const names: string[] = [];
    try {
      for await (const { element } of readElements(file(content), (path) => path.at(-1) === "b", signal)) {
        names.push(textOf(element, "c") ?? element.text);
      }
    } catch (thrown) {
      return { names, failure: thrown };
    }
    return { names, failure: undefined };
  };
  test("wanted elements come whole, name spaces dropped, attributes of any name safe", async () => {
    const { names, failure } = await collect(
      '<x:a xmlns:x="u"><x:b __proto__="p"><c>1</c></x:b><b><![CDATA[<2>]]></b></x:a>',
    );
    expect(failure).toBeUndefined();
    expect(names).toEqual(["1", "<2>"]);
  });
  test("an element is there as it is written, wherever the file is cut into pieces", async () => {
    const inside = `<b q='1'>\r\n <!-- kept --> ä&amp;😀 ${"y".repeat(9_000)}</b>`;
    const found: string[] = [];
    for (const before of [0, (1 << 18) - 9_100, (1 << 18) - 8, (1 << 18) - 2]) {
      const path = file(`<a>${"x".repeat(before)}${inside}<b/><b n="2"></b>${"x".repeat(9)}</a>`);
      for await (const { verbatim } of readElements(path, (names) => names.at(-1) === "b", signal))
        found.push(verbatim);
    }
    expect(found).toEqual(Array.from({ length: 4 }, () => [inside, "<b/>", '<b n="2"></b>']).flat());
  });
  test("a huge element is kept up to 64 KiB", async () => {
    const path = file(`<a><b>${"ü".repeat(400_000)}</b><b>next</b></a>`);
    const found: string[] = [];
    for await (const { verbatim } of readElements(path, (names) => names.at(-1) === "b", signal))
      found.push(verbatim);
    expect(found[0]?.startsWith("<b>üüü")).toBe(true);
    expect(Buffer.byteLength(found[0] ?? "")).toBeLessThanOrEqual(64 * 1024);
    expect(found[1]).toBe("<b>next</b>");
  });
  test("a truncated document gives what was complete and the line of the fault", async () => {
    const { names, failure } = await collect("<a>\n<b>1</b>\n<b>2</b>\n<b>3");
    expect(names).toEqual(["1", "2"]);
    expect(failure).toBeInstanceOf(ImportError);
    expect((failure as ImportError).line).toBe(4);
  });
  test("entities of its own are refused before they can grow", async () => {
    const { failure } = await collect('<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]><a><b>&x;</b></a>');
    expect((failure as ImportError).message).toContain("document type definition");
  });
  test("nesting is bounded", async () => {
    const { failure } = await collect("<a>".repeat(1000));
    expect((failure as ImportError).message).toContain("nested too deeply");
  });
});

test.each([
  ["4.25", 4.25],
  ["4,25", 4.25],
  ["1,234", 1234],
  ["1.234,5", 1234.5],
  ["1,234.5", 1234.5],
  ["1 234,5", 1234.5],
  ["-1e-3", -0.001],
  ["+7", 7],
])("%j is %d", (text, value) => {
  expect(parseDecimal(text)).toBe(value);
});
test("a table with decimal commas says so for 1,234", () => {
  expect(parseDecimal("1,234", true)).toBe(1.234);
});
test("what is no number is none, and nothing throws", () => {
  const read = ["", "N/A", "1.2.3", "12 mm", "--1", ",", "Infinity", "0x10"].filter(
    (text) => parseDecimal(text) !== undefined,
  );
  expect(read).toEqual([]);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const value = parseDecimal(text);
      expect(value === undefined || Number.isFinite(value)).toBe(true);
    }),
    { seed: 20261124 },
  );
});
