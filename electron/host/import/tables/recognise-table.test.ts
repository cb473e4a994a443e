import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { fileHead } from "../testing.ts";
import type { FileHead } from "../importer.ts";
import { recogniseTable } from "./recognise-table.ts";
import { sheetRows, workbookBytes } from "./testing.ts";

const data = sharedData("");

test.skipIf(data === undefined)(
  `of all real files only the tables are tables (${data === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    const names = readdirSync(data ?? "", { recursive: true, encoding: "utf8" }).filter((name) =>
      statSync(join(data ?? "", name)).isFile(),
    );
    const tables = names.filter((name) => recogniseTable(fileHead(join(data ?? "", name))) >= 0.5);
    expect(tables.sort()).toEqual(names.filter((name) => /\.(csv|xlsx)$/.test(name)).sort());
  },
);

const head = (name: string, content: string | Uint8Array): FileHead => {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { name, size: bytes.length, bytes, text: typeof content === "string" ? content : undefined };
};

test.each([
  ["a CSV file", head("a.csv", "a,b\n1,2\n"), true],
  ["one column of serials", head("a.csv", "serial\n1\n2\n"), true],
  [
    "a workbook of any name",
    head("a.bin", workbookBytes({ sheets: [{ name: "S", rows: sheetRows([["a"]]) }] })),
    true,
  ],
  ["even columns without a name for it", head("a.txt", "a;b;c\n1;2;3\n4;5;6\n"), true],
  ["a pipe log", head("a.csv", "2017-03-07T10:39:11.1Z|avail|AVAILABLE\n2017-03-07T10:39:12Z|x|1\n"), false],
  ["prose", head("a.txt", "First, we start.\nThen we stop.\nAnd so, at last, we rest.\n"), false],
  ["XML", head("a.csv", "<a>1,2</a>\n<a>3,4</a>"), false],
  ["an archive of something else", head("a.bcf", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)), false],
  ["nothing", head("a.csv", ""), false],
] as const)("%s", (_name, file, expected) => {
  expect(recogniseTable(file) >= 0.5).toBe(expected);
});
