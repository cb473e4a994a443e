import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as v from "valibot";
import { tableMappingSchema } from "../../../../shared/contract/import.ts";
import type { TableMapping } from "../../../../shared/model/table-mapping.ts";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { sourceFile } from "../testing.ts";
import { headerWords } from "./column-roles.ts";
import { headerFingerprint } from "./header-fingerprint.ts";
import { guessPart } from "./part-guess.ts";
import { previewTable } from "./preview-table.ts";
import { proposeMapping, type Proposal } from "./propose-mapping.ts";
import { mappingFor } from "./saved-mapping.ts";
import { sheetRows, workbookBytes } from "./testing.ts";

const setup = sharedData("nist-box-assembly/Plate-Setup-and-Tooling.xlsx");
const orders = sharedData("maintenance/mwo2kg_work_orders.csv");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-mapping-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
function write(content: string | Uint8Array, name = "table.csv"): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
async function propose(path: string): Promise<Proposal> {
  const proposal = await proposeMapping(sourceFile(path), signal);
  if (proposal === undefined) throw new Error("nothing was proposed");
  return proposal;
}
const rolesOf = ({ columns }: TableMapping): Record<string, string> =>
  Object.fromEntries(columns.map(({ header, role }) => [header, role]));

describe.skipIf(setup === undefined || orders === undefined)(
  `real tables (${setup === undefined || orders === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    test("the setup sheet: headers below a title, another block beside", async () => {
      const { mapping } = await propose(setup ?? "");
      expect(mapping).toMatchObject({ sheet: "Plate Setup", headerRow: 2 });
      expect(mapping.eventKind).toBeUndefined();
      expect(mapping.columns.slice(0, 5).map(({ header, role }) => [header, role])).toEqual([
        ["Part Serial #", "serial"],
        ["Tool Length", "factor"],
        ["Cutting Speed", "factor"],
        ["Feed", "factor"],
        ["", "ignore"],
      ]);
      expect(new Set(mapping.columns.slice(5).map(({ role }) => role))).toEqual(new Set(["note"]));
      expect(v.parse(tableMappingSchema, structuredClone(mapping))).toEqual(mapping);
    });
    test("maintenance orders: dates by sampling, planned dates only as a substitute", async () => {
      const { mapping } = await propose(orders ?? "");
      expect(mapping).toMatchObject({ headerRow: 1, eventKind: "maintenance", dateOrder: "dmy" });
      expect(rolesOf(mapping)).toMatchObject({
        WO_Type: "event-type",
        PONumber: "order",
        ACtStartDate: "time",
        Work_Order_Basic_Start_Date: "date",
        ShortText: "event-title",
        AssetID: "equipment",
        Work_Order_Total_Actual_Cost: "cost",
        TotalCost: "ignore",
        SystemStatus: "ignore",
      });
    });
  },
);

test("a measurement table: features with fractions are measured, settings are factors", async () => {
  const { mapping } = await propose(
    write(
      "Seriennummer;Durchmesser [mm];Tool Length (mm);Bediener;Bemerkung\n1;4,51;0,375;A;\n2;4,49;1,375;B;Grat\n",
    ),
  );
  expect(mapping.decimalComma).toBe(true);
  expect(mapping.columns.map(({ role }) => role)).toEqual([
    "serial",
    "measurement",
    "factor",
    "factor",
    "note",
  ]);
  expect(mapping.columns[1]?.uom).toBe("mm");
});

test("a table about units with a time and a title tells events; without a title, circumstances", async () => {
  const events = await propose(write("Serial,Date,Description\n1,2020-01-02,broke\n"));
  expect(events.mapping.eventKind).toBe("production");
  const factors = await propose(write("Serial,Date,Machine\n1,2020-01-02,M1\n"));
  expect(factors.mapping.eventKind).toBeUndefined();
  expect(rolesOf(factors.mapping)).toEqual({ Serial: "serial", Date: "factor", Machine: "factor" });
});

test("headers below a CSV title, a blank header among them, and hostile names", async () => {
  const { mapping } = await propose(
    write("Report of May\n\nserial no,,__proto__,constructor\n1,a,b,c\n2,a,b,c\n"),
  );
  expect(mapping.headerRow).toBe(3);
  expect(mapping.columns.map(({ header, role }) => `${header}=${role}`)).toEqual([
    "serial no=serial",
    "=factor",
    "__proto__=factor",
    "constructor=factor",
  ]);
});

test("without anything like headers nothing is proposed, and the preview still shows the table", async () => {
  const path = write("1,2,3\n4,5,6\n");
  const preview = await previewTable(sourceFile(path), {});
  expect(preview.headers).toEqual(["1", "2", "3"]);
  expect(preview.rows).toEqual([["4", "5", "6"]]);
  expect(new Set(preview.mapping.columns.map(({ role }) => role))).toEqual(new Set(["ignore"]));
});

describe("a saved mapping", () => {
  const saved: TableMapping = {
    name: "mine",
    sheet: "January",
    headerRow: 1,
    part: "PLATE-A",
    columns: [
      { column: 0, header: "No", role: "serial" },
      { column: 1, header: "Feed", role: "factor", name: "Feed rate" },
    ],
  };
  const workbook = workbookBytes({
    sheets: [
      {
        name: "February",
        rows: sheetRows([["A title"], [], ["No", "Feed"], [1, "High"], [2, "Low"]]),
      },
    ],
  });

  test("is found by the headers and fitted to where they stand now", async () => {
    const file = sourceFile(write(workbook, "feb.xlsx"));
    const { fingerprint, saved: before } = await previewTable(file, {});
    expect(before).toBe(false);
    const preview = await previewTable(file, { [fingerprint]: saved });
    expect(preview.saved).toBe(true);
    expect(preview.mapping).toMatchObject({ sheet: "February", headerRow: 3, part: "PLATE-A" });
    expect(preview.mapping.columns.map(({ role, name }) => [role, name])).toEqual([
      ["serial", undefined],
      ["factor", "Feed rate"],
    ]);
    expect(await mappingFor(file, { [fingerprint]: saved })).toEqual(saved);
    expect(await mappingFor(file, { other: saved })).toBeUndefined();
  });
  test("is not looked for in a broken file: its reader says what is wrong", async () => {
    const file = sourceFile(write(workbook.subarray(0, 300), "cut.xlsx"));
    expect(await mappingFor(file, { any: saved })).toBeUndefined();
    await expect(previewTable(file, {})).rejects.toMatchObject({ kind: "invalid" });
  });
  test("a fingerprint is of words and order, not of case and signs", () => {
    expect(headerFingerprint(["Part Serial #", "Tool_Length"])).toBe(
      headerFingerprint(["part serial#", "tool length:"]),
    );
    expect(headerFingerprint(["a", "b"])).not.toBe(headerFingerprint(["b", "a"]));
    expect(headerFingerprint(["a b"])).not.toBe(headerFingerprint(["a", "b"]));
  });
});

test.each([
  ["PONumber", "po number"],
  ["Work_Order-Type:", "work order type"],
  ["Part Serial#", "part serial #"],
])("%s is %s in words", (header, words) => {
  expect(headerWords(header)).toBe(words);
});

test.each([
  ["Plate-Setup-and-Tooling.xlsx", "Plate"],
  ["gear_box results.csv", "gear_box"],
  ["10-4300-2 Data.csv", "10-4300-2"],
  ["Bracket.xlsx", "Bracket"],
  ["setup.xlsx", undefined],
])("%s is about %s", (name, part) => {
  expect(guessPart(name)).toBe(part);
});
