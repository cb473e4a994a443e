import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { strToU8 } from "fflate";
import readXlsxFile from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { ImportError } from "../importer.ts";
import type { Row, Table } from "./cell.ts";
import { workbookBytes, type TestWorkbook } from "./testing.ts";
import { isDateFormat } from "./xlsx-parts.ts";
import { openXlsx } from "./xlsx-table.ts";
import { openZip } from "./zip-archive.ts";

const setup = sharedData("nist-box-assembly/Plate-Setup-and-Tooling.xlsx");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-xlsx-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
async function open(bytes: Uint8Array): Promise<readonly Table[]> {
  const path = join(folder, "table.xlsx");
  writeFileSync(path, bytes);
  return openXlsx(path, bytes.length, signal);
}
async function rowsOf(table: Table | undefined): Promise<Row[]> {
  const rows: Row[] = [];
  if (table !== undefined) for await (const batch of table.rows(signal)) rows.push(...batch.rows);
  return rows;
}
async function read(workbook: TestWorkbook): Promise<Row[]> {
  return rowsOf((await open(workbookBytes(workbook)))[0]);
}
/** Everything of a file, or the error that it throws. */
async function failureOf(bytes: Uint8Array): Promise<unknown> {
  try {
    for (const table of await open(bytes)) await rowsOf(table);
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

describe.skipIf(setup === undefined)(
  `the setup sheet (${setup === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    test("every cell is what another implementation reads", async () => {
      const bytes = readFileSync(setup ?? "");
      const tables = await open(bytes);
      const reference = await readXlsxFile(bytes);
      expect(tables.map(({ sheet }) => sheet)).toEqual(reference.map(({ sheet }) => sheet));
      for (const [index, table] of tables.entries()) {
        const rows = await rowsOf(table);
        for (const [y, cells] of (reference[index]?.data ?? []).entries()) {
          const own = rows.find(({ number }) => number === y + 1)?.cells ?? [];
          expect(cells.map((_, x) => own[x] ?? "")).toEqual(cells.map((cell) => cell ?? ""));
        }
      }
    });

    test("however it is cut or damaged, nothing but ImportError is thrown", async () => {
      const whole = readFileSync(setup ?? "");
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 4, max: whole.length - 1 }),
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
          fc.boolean(),
          async (length, changes, cut) => {
            const bytes = Uint8Array.from(cut ? whole.subarray(0, length) : whole);
            for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
            const failure = await failureOf(bytes);
            if (failure !== undefined) expect(failure).toBeInstanceOf(ImportError);
          },
        ),
        { seed: 20261124, numRuns: 150 },
      );
    });
  },
);

test("all types of cells, gaps in rows and columns, rich and phonetic text", async () => {
  const rows = await read({
    sharedTexts:
      '<si><t>plain</t></si><si><r><t>ri</t></r><r><t xml:space="preserve">ch </t></r></si><si><t>日</t><rPh sb="0" eb="1"><t>ひ</t></rPh></si><si><t>a_x000A_b</t></si>',
    styles:
      '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="0.00&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/></cellXfs>',
    sheets: [
      {
        name: "All",
        rows: `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c t="s"><v>2</v></c><c r="AA2" t="s"><v>3</v></c></row>
<row r="5"><c r="A5"><v>0.30000000000000004</v></c><c r="B5" t="b"><v>1</v></c><c r="C5" t="str"><f>A1</f><v>f</v></c><c r="D5" t="e"><v>#N/A</v></c><c r="E5" s="1"><v>42795</v></c><c r="F5" s="2"><v>42795.75</v></c><c r="G5" s="3"><v>42795</v></c><c r="H5" t="inlineStr"><is><t>in</t></is></c></row>`,
      },
    ],
  });
  expect(rows.map(({ number }) => number)).toEqual([2, 5]);
  expect(rows[0]?.cells.slice(0, 4)).toEqual(["plain", "", "rich ", "日"]);
  expect(rows[0]?.cells[26]).toBe("a\nb");
  // 42795 is 2017-03-01 in every spreadsheet program.
  expect(rows[1]?.cells).toEqual([
    0.30000000000000004,
    true,
    "f",
    "#N/A",
    { at: Date.UTC(2017, 2, 1) * 1000 },
    { at: Date.UTC(2017, 2, 1, 18) * 1000 },
    42795,
    "in",
  ]);
});

test("dates that count from 1904", async () => {
  const rows = await read({
    from1904: true,
    styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
    sheets: [{ name: "Mac", rows: '<row r="1"><c r="A1" s="0"><v>41333</v></c></row>' }],
  });
  expect(rows[0]?.cells).toEqual([{ at: Date.UTC(2017, 2, 1) * 1000 }]);
});

test.each([
  ["yyyy-mm-dd", true],
  ["[$-409]d-mmm-yy;@", true],
  ["[h]:mm:ss", true],
  ["General", false],
  ["0.00", false],
  ["#,##0.00_);[Red](#,##0.00)", false],
  ['0" hours"', false],
  ["0\\d", false],
])("number format %s shows a date: %s", (code, expected) => {
  expect(isDateFormat(code)).toBe(expected);
});

describe("hostile workbooks", () => {
  const sheet = (rows: string): Uint8Array => workbookBytes({ sheets: [{ name: "S", rows }] });
  test("a sheet that breaks off: the rows above are there, then an error", async () => {
    const bytes = workbookBytes(
      { sheets: [{ name: "S", rows: "" }] },
      {
        "xl/worksheets/sheet1.xml": strToU8(
          `<worksheet><sheetData>${"<row><c><v>1</v></c></row>".repeat(20_000)}<row><c><v>2</v`,
        ),
      },
    );
    const [table] = await open(bytes);
    let rows = 0;
    await expect(async () => {
      for await (const batch of table?.rows(signal) ?? []) rows += batch.rows.length;
    }).rejects.toThrow(ImportError);
    expect(rows).toBe(20_000);
  });
  test("a document type definition is refused", async () => {
    const bytes = workbookBytes(
      { sheets: [{ name: "S", rows: "" }] },
      { "xl/worksheets/sheet1.xml": strToU8('<!DOCTYPE a [<!ENTITY x "xxx">]><worksheet>&x;</worksheet>') },
    );
    expect(String(await failureOf(bytes))).toContain("document type definition");
  });
  test("a part that unpacks to more than the bound is refused unread", () => {
    const bytes = sheet(sheetOfZeros(300_000));
    expect(() => openZip(bytes, 1_000_000).read("xl/worksheets/sheet1.xml")).toThrow("more than 1 MB");
  });
  test("a part that states less than it unpacks to is damage, found at once", () => {
    const bytes = sheet(sheetOfZeros(300_000));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // In every entry of the directory: the unpacked size.
    for (let at = 0; at + 46 < bytes.length; at += 1)
      if (view.getUint32(at, true) === 0x0201_4b50) view.setUint32(at + 24, 100, true);
    expect(() => openZip(bytes, 1_000_000).read("xl/worksheets/sheet1.xml")).toThrow("can't be unpacked");
  });
  test("a cell beyond the columns that are read is told, one with a strange type refused", async () => {
    const [table] = await open(
      sheet('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c><c r="B1"><v>zwei</v></c></row>'),
    );
    const rejections = [];
    for await (const batch of table?.rows(signal) ?? []) rejections.push(...batch.rejections);
    expect(rejections.map(({ at }) => at.cell)).toEqual(["XFD1", "B1"]);
  });
  test("an archive that is no workbook", async () => {
    expect(
      await failureOf(workbookBytes({ sheets: [] }, { "xl/workbook.xml": strToU8("<") })),
    ).toBeInstanceOf(ImportError);
  });
});

function sheetOfZeros(rows: number): string {
  return "<row><c><v>0</v></c></row>".repeat(rows);
}
