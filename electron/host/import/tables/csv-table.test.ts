import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RejectionRecord } from "../../../../shared/model/record.ts";
import type { Row } from "./cell.ts";
import { openCsv } from "./csv-table.ts";
import { guessDelimiter } from "./delimiter.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-csv-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
async function read(content: string | Uint8Array): Promise<{ rows: Row[]; rejections: RejectionRecord[] }> {
  const path = join(folder, "table.csv");
  writeFileSync(path, content);
  const table = await openCsv(path, Buffer.byteLength(content), signal);
  const rows: Row[] = [];
  const rejections: RejectionRecord[] = [];
  for await (const batch of table.rows(signal)) {
    rows.push(...batch.rows);
    rejections.push(...batch.rejections);
  }
  return { rows, rejections };
}

test.each([
  ["LF", "a,b\n1,2\n"],
  ["CRLF", "a,b\r\n1,2\r\n"],
  ["CR", "a,b\r1,2"],
  ["UTF-8 with mark", "\ufeffa,b\n1,2"],
  ["UTF-16 LE with mark", Buffer.from("\ufeffa,b\n1,2", "utf16le")],
  ["UTF-16 BE with mark", Buffer.from("\ufeffa,b\n1,2", "utf16le").swap16()],
  ["Excel's hint", "sep=;\na;b\n1;2"],
])("%s", async (name, content) => {
  const { rows, rejections } = await read(content);
  expect(rows.map(({ cells }) => cells)).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  expect(rows.map(({ line }) => line)).toEqual(name === "Excel's hint" ? [2, 3] : [1, 2]);
  expect(rejections).toEqual([]);
});

test("Windows-1252, a quoted line end and a blank line", async () => {
  const { rows } = await read(Buffer.from('Prüfer;Ort\n"Jörg\nMeier";A\n\nÄnne;B', "latin1"));
  expect(rows.map(({ number, line, cells }) => [number, line, ...cells])).toEqual([
    [1, 1, "Prüfer", "Ort"],
    [2, 2, "Jörg\nMeier", "A"],
    [4, 5, "Änne", "B"],
  ]);
});

test("a quote that is never closed costs its own line and nothing else", async () => {
  const after = Array.from({ length: 500 }, (_, i) => `${i},x`);
  const { rows, rejections } = await read(["n,t", '1,"open', ...after].join("\n"));
  expect(rejections).toMatchObject([{ at: { line: 2 }, excerpt: '1,"open' }]);
  expect(rows).toHaveLength(501);
  expect(rows.at(-1)).toMatchObject({ line: 502, cells: ["499", "x"] });
});

test("the same at the end of the file", async () => {
  const { rows, rejections } = await read('n,t\n1,"open\n2,b\n3,c');
  expect(rejections.map(({ at }) => at.line)).toEqual([2]);
  expect(rows.map(({ cells }) => cells[0])).toEqual(["n", "2", "3"]);
});

test("huge cells, huge lines and too many columns are refused, their neighbours taken", async () => {
  const wide = Array.from({ length: 1001 }, () => "1").join(",");
  const { rows, rejections } = await read(
    `n,t\n1,${"x".repeat(40_000)}\n${wide}\n2,${"y".repeat(3 << 20)}\n3,c`,
  );
  expect(rows.map(({ cells }) => cells[0])).toEqual(["n", "3"]);
  expect(rejections.map(({ at }) => at.line)).toEqual([2, 3, 4]);
  for (const { excerpt } of rejections) expect(excerpt?.length).toBeLessThanOrEqual(200);
});

test.each([
  [["a,b", "1,2"], ","],
  [["Maß;Wert", "1,5;2,5", "2,5;3"], ";"],
  [["a\tb", "1,5\t2"], "\t"],
  [["a|b|c", "1|2|3"], "|"],
])("delimiter of %j is %j", (lines, delimiter) => {
  expect(guessDelimiter(lines)?.delimiter).toBe(delimiter);
});
