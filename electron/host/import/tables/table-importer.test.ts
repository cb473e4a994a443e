import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SourceRecord } from "../../../../shared/model/record.ts";
import type { TableMapping } from "../../../../shared/model/table-mapping.ts";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { ImportError } from "../importer.ts";
import { collect, of } from "../testing.ts";
import { tableImporter } from "./table-importer.ts";
import { sheetRows, workbookBytes } from "./testing.ts";

const setup = sharedData("nist-box-assembly/Plate-Setup-and-Tooling.xlsx");
const orders = sharedData("maintenance/mwo2kg_work_orders.csv");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-tables-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(
  content: string | Uint8Array,
  name = "Plate setup.csv",
  mapping?: TableMapping,
): Promise<readonly SourceRecord[]> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const { records, failure } = await collect(tableImporter, path, mapping);
  expect(failure).toBeUndefined();
  return records;
}
const counts = (records: readonly SourceRecord[]): { read: number; taken: number } => ({
  read: of(records, "count").reduce((sum, { read }) => sum + read, 0),
  taken: of(records, "count").reduce((sum, { taken }) => sum + taken, 0),
});

describe.skipIf(setup === undefined)(
  `the setup sheet (${setup === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    /** Non-blank cells by regular expression over the unpacked XML: knows nothing of the importer. */
    function rawCells(): Map<string, string> {
      const parts = unzipSync(readFileSync(setup ?? ""));
      const text = (name: string): string => new TextDecoder().decode(parts[name]);
      const shared = [...text("xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map((si) =>
        [...(si[1] ?? "").matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map((t) => t[1]).join(""),
      );
      const cells = text("xl/worksheets/sheet1.xml").matchAll(
        /<c r="([A-Z]+\d+)"([^>]*)><v>([^<]*)<\/v><\/c>/g,
      );
      return new Map(
        [...cells].map(([, place = "", attributes = "", value = ""]) => [
          place,
          attributes.includes('t="s"') ? (shared[Number(value)] ?? "") : value,
        ]),
      );
    }

    test("three factors for each of twenty serials, each as in its cell", async () => {
      const raw = rawCells();
      const { records } = await collect(tableImporter, setup ?? "");
      const factors = of(records, "factor");
      const inBlock = [...raw].filter(([place]) => /^[BCD]([3-9]|1\d|2[0-2])$/.test(place));
      expect(new Map(factors.map(({ at, value }) => [at?.cell, value]))).toEqual(new Map(inBlock));
      expect(factors).toHaveLength(60);
      expect(of(records, "unit").map(({ unit }) => unit.serial)).toEqual(
        Array.from({ length: 20 }, (_, i) => String(i + 1)),
      );
      expect(factors.find(({ key }) => key === "Plate Setup!16/Tool Length")).toMatchObject({
        factor: "Tool Length",
        value: "Long",
        unit: { serial: "16", serialStatus: "proven", part: { name: "Plate", strength: "guessed" } },
      });
      expect(of(records, "rejection")).toEqual([]);
      expect(counts(records)).toEqual({ read: 21, taken: 21 });
    });

    test("no cell is lost: what is no serial and no factor stands in a note at its place", async () => {
      const raw = rawCells();
      const { records } = await collect(tableImporter, setup ?? "");
      const notes = of(records, "note");
      const beside = [...raw].filter(([place]) => /^([F-N]\d+|A1)$/.test(place));
      expect(beside.length).toBeGreaterThan(70);
      for (const [place, text] of beside) {
        const row = place.replace(/\D/g, "");
        const inRow = notes.filter(({ at }) => at?.cell?.replace(/\D/g, "") === row).map((note) => note.text);
        expect(`${place} ${inRow.join(" ")}`).toContain(
          String(Number.isNaN(Number(text)) ? text : Number(text)),
        );
      }
      expect(notes.find(({ at }) => at?.cell === "F6")?.text).toBe(
        "Tool: .125 inch End Mill; Fast Feed: 36; Medium Feed: 27; Slow Feed: 21; Fast Speed: 12000; Medium Speed: 9000; Slow Speed: 6000; Short Length: 0.375; Long Length: 1.375",
      );
    });

    test("the operator's observation is verbatim and about serials 16 to 18", async () => {
      const { records } = await collect(tableImporter, setup ?? "");
      const note = of(records, "note").find(({ at }) => at?.cell === "F17");
      expect(note?.text).toBe(rawCells().get("F17"));
      expect(note?.units?.map(({ serial }) => serial)).toEqual(["16", "17", "18"]);
      expect(of(records, "note").filter(({ units }) => units !== undefined)).toHaveLength(1);
    });
  },
);

describe.skipIf(orders === undefined)(
  `maintenance orders (${orders === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    test("each row is an event on its day; dummy dates are told once", async () => {
      const rows = parse<Record<string, string>>(readFileSync(orders ?? "", "utf8"), { columns: true });
      const { records } = await collect(tableImporter, orders ?? "");
      const events = of(records, "event");
      const day = (text: string): number | undefined => {
        const [d = 0, m = 0, y = 0] = text.split("/").map(Number);
        return d === 0 ? undefined : Date.UTC(y, m - 1, d) * 1000;
      };
      expect(rows).toHaveLength(500);
      expect(
        events.map(({ startedAt, title, order, equipment }) => [startedAt, title, order, equipment]),
      ).toEqual(
        rows.map((row) => [
          day(row["ACtStartDate"] ?? "") ?? day(row["Work_Order_Basic_Start_Date"] ?? ""),
          row["ShortText"]?.replace(/\s+/g, " ").trim(),
          row["PONumber"],
          row["AssetID"],
        ]),
      );
      expect(new Set(events.map(({ kind, type }) => `${kind} ${type}`))).toEqual(
        new Set(["maintenance PM01"]),
      );
      expect(new Set(events.map(({ key }) => key)).size).toBe(500);
      expect(events.every(({ part, unit }) => part === undefined && unit === undefined)).toBe(true);
      const dummies = rows.filter((row) => row["ACtStartDate"] === "0/1/00").length;
      expect(of(records, "remark").map(({ text }) => text)).toEqual([
        `${dummies} rows hold no date in "ACtStartDate" (for example "0/1/00"): "Work_Order_Basic_Start_Date" is used for them.`,
      ]);
      expect(counts(records)).toEqual({ read: 500, taken: 500 });
    });
  },
);

describe("units", () => {
  test("serials have one spelling; a row without one, and a sum, are refused with their line", async () => {
    const records = await read("Serial,Feed\n 06,High\n7.0,Low\nSN-0147,Low\n,Medium\nAverage,5\n");
    expect(of(records, "unit").map(({ unit }) => unit.serial)).toEqual(["6", "7", "SN-0147"]);
    expect(of(records, "rejection").map(({ at, reason }) => [at.line, reason])).toEqual([
      [5, "The row names no serial number and no lot."],
      [6, '"Average" is no serial number.'],
    ]);
    expect(counts(records)).toEqual({ read: 5, taken: 3 });
  });
  test("a unit in two rows keeps both values under keys that repeat on every import", async () => {
    const once = await read("Serial,Feed\n1,High\n1,Low\n");
    expect(of(once, "factor").map(({ key, value }) => [key, value])).toEqual([
      ["1/Feed", "High"],
      ["1/Feed#2", "Low"],
    ]);
    expect(await read("Serial,Feed\n1,High\n1,Low\n")).toEqual(once);
  });
  test("hostile and equal headers are names like any other", async () => {
    const records = await read("Serial,__proto__,toString,Feed,Feed\n1,a,b,c,d\n");
    expect(of(records, "factor").map(({ factor, value }) => [factor, value])).toEqual([
      ["__proto__", "a"],
      ["toString", "b"],
      ["Feed", "c"],
      ["Feed (2)", "d"],
    ]);
    expect(({} as Record<string, unknown>)["a"]).toBeUndefined();
  });
  test("measurements with decimal commas, results in words, remarks of a unit", async () => {
    const records = await read(
      "Seriennummer;Durchmesser [mm];Ebenheit [mm];Bemerkung\n1;4,51;0,01;\n2;4,49;n.i.O.;Grat\n3;1.234,5;0,02;\n",
    );
    expect(
      of(records, "measurement").map(({ key, value, text, verdict }) => [key, value ?? text, verdict]),
    ).toEqual([
      ["1/Durchmesser [mm]", 4.51, "none"],
      ["1/Ebenheit [mm]", 0.01, "none"],
      ["2/Durchmesser [mm]", 4.49, "none"],
      ["2/Ebenheit [mm]", "n.i.O.", "fail"],
      ["3/Durchmesser [mm]", 1234.5, "none"],
      ["3/Ebenheit [mm]", 0.02, "none"],
    ]);
    expect(of(records, "characteristic").map(({ name, uom }) => [name, uom])).toEqual([
      ["Durchmesser [mm]", "mm"],
      ["Ebenheit [mm]", "mm"],
    ]);
    expect(of(records, "note")).toMatchObject([{ text: "Grat", units: [{ serial: "2" }] }]);
  });
  test("the part: a column says it, else the mapping, else the file's name", async () => {
    const byColumn = await read("Part number,Serial,Feed\nA-1,1,x\n,2,x\n");
    expect(of(byColumn, "unit").map(({ unit }) => unit.part)).toEqual([
      { name: "A-1", strength: "stated" },
      { name: "Plate", strength: "guessed" },
    ]);
    const mapping: TableMapping = {
      name: "m",
      headerRow: 1,
      part: "B-2",
      columns: [
        { column: 0, header: "No", role: "serial" },
        { column: 1, header: "Feed", role: "factor" },
      ],
    };
    const byMapping = await read("No,Feed\n1,x\n", "Plate setup.csv", mapping);
    expect(of(byMapping, "unit")[0]?.unit.part).toEqual({ name: "B-2", strength: "stated" });
    const nameless = await read("Serial,Feed\n1,x\n", "setup.csv");
    expect(of(nameless, "rejection")[0]?.reason).toContain("which part");
  });
  test("lots", async () => {
    const records = await read("Lot,Supplier\nL7,Acme\n");
    expect(of(records, "factor")).toMatchObject([
      { key: "lot L7/Supplier", unit: { lot: "L7", serialStatus: "missing" } },
    ]);
  });
});

describe("events", () => {
  test("the second date stands in for the first; without any the event is undated, and told", async () => {
    const records = await read(
      "ID,Start date,Planned date,Description,Serial\n7,13/01/2020 10:30,,a,3\n8,0/1/00,14/01/2020,b,\n9,soon,,c,\n",
      "Plate maintenance.csv",
    );
    const events = of(records, "event");
    expect(events.map(({ key, startedAt }) => [key, startedAt])).toEqual([
      ["7", Date.UTC(2020, 0, 13, 10, 30) * 1000],
      ["8", Date.UTC(2020, 0, 14) * 1000],
      ["9", undefined],
    ]);
    expect(events[0]?.unit).toMatchObject({ serial: "3", part: { name: "Plate maintenance" } });
    expect(events[1]?.part).toBeUndefined();
    expect(of(records, "remark").map(({ text }) => text.split(" ").slice(0, 3).join(" "))).toEqual([
      "1 rows hold",
      "1 rows have",
    ]);
  });
  test("days and months that can't be told apart are not guessed", async () => {
    const records = await read("Date,Description\n03/04/2020,a\n05/06/2020,b\n", "events.csv");
    expect(of(records, "event").map(({ startedAt }) => startedAt)).toEqual([undefined, undefined]);
    expect(of(records, "remark").some(({ text }) => text.includes("choose their order"))).toBe(true);
  });
  test("a row without a key is known by its words, wherever it stands", async () => {
    const before = of(await read("Date,Description\n2020-01-01,a\n2020-01-02,b\n", "e.csv"), "event");
    const after = of(
      await read("Date,Description\n2020-01-01,new\n2020-01-01,a\n2020-01-02,b\n", "e.csv"),
      "event",
    );
    expect(after.slice(1).map(({ key }) => key)).toEqual(before.map(({ key }) => key));
  });
  test("a header __proto__ in the details is a name like any other", async () => {
    const [event] = of(await read("Date,Description,__proto__\n2020-01-01,a,x\n", "e.csv"), "event");
    expect(JSON.stringify(event?.details)).toContain('"__proto__":"x"');
    expect(Object.getPrototypeOf(event?.details)).toBe(Object.prototype);
  });
  test("an end before the start is no end", async () => {
    const records = await read(
      "Start date,End date,Description\n2020-01-02,2020-01-03,a\n2020-01-02,2020-01-01,b\n",
      "e.csv",
    );
    expect(of(records, "event").map(({ endedAt }) => endedAt)).toEqual([
      Date.UTC(2020, 0, 3) * 1000,
      undefined,
    ]);
    expect(of(records, "remark")).toHaveLength(1);
  });
});

describe("nothing is dropped in silence", () => {
  test("columns that are not understood: every row is refused and says so", async () => {
    const records = await read("colour,weight\nred,1\nblue,2\n");
    expect(of(records, "rejection").map(({ at }) => at.line)).toEqual([2, 3]);
    expect(counts(records)).toEqual({ read: 2, taken: 0 });
  });
  test("a sheet of prose becomes notes; a second sheet is read as its own table", async () => {
    const records = await read(
      workbookBytes({
        sheets: [
          { name: "Remarks", rows: sheetRows([["Chatter on part 2"], ["", "second column"]]) },
          {
            name: "Setup",
            rows: sheetRows([
              ["Serial", "Feed"],
              [1, "High"],
              [2, "Low"],
            ]),
          },
          {
            name: "More",
            rows: sheetRows([
              ["Serial", "Coolant"],
              [1, "on"],
            ]),
          },
        ],
      }),
      "Plate setup.xlsx",
    );
    expect(of(records, "note").map(({ text, at }) => [text, at?.sheet, at?.cell])).toEqual([
      ["Chatter on part 2", "Remarks", "A1"],
      ["second column", "Remarks", "B2"],
    ]);
    expect(of(records, "factor").map(({ key }) => key)).toEqual([
      "Setup!1/Feed",
      "Setup!2/Feed",
      "More!1/Coolant",
    ]);
    expect(of(records, "count").at(-1)?.progress).toBe(1);
  });
  test("a remark below the table is a note, not a row", async () => {
    const records = await read("Serial,Feed\n1,High\n2,Low\nPart 2 was cut twice,\n");
    expect(of(records, "note")).toMatchObject([{ text: "Part 2 was cut twice", units: [{ serial: "2" }] }]);
    expect(of(records, "rejection")).toEqual([]);
  });
  test("a broken file is an ImportError, and what stood above the fault is taken", async () => {
    const whole = workbookBytes({
      sheets: [
        {
          name: "S",
          rows: sheetRows([
            ["Serial", "Feed"],
            [1, "High"],
          ]),
        },
      ],
    });
    const path = join(folder, "cut.xlsx");
    writeFileSync(path, whole.subarray(0, whole.length - 40));
    expect((await collect(tableImporter, path)).failure).toBeInstanceOf(ImportError);
    writeFileSync(path, Uint8Array.of(1, 0, 2, 0, 0, 0, 9));
    expect((await collect(tableImporter, path)).failure).toBeInstanceOf(ImportError);
  });
  test("aborting stops the reading", async () => {
    const path = join(folder, "long.csv");
    writeFileSync(path, `Serial,Feed\n${"1,High\n".repeat(200_000)}`);
    const abort = new AbortController();
    const reading = async (): Promise<void> => {
      const file = { path, name: "long.csv", folder: "", size: 1_400_000, sha256: "" };
      for await (const _batch of tableImporter.read(file, { signal: abort.signal })) abort.abort();
    };
    await expect(reading()).rejects.toThrow("abort");
  });
});
