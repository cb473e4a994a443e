import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { ImportError } from "../importer.ts";
import { collect, fileHead, of, sourceFile } from "../testing.ts";
import { qifImporter } from "./qif-importer.ts";
import { judge } from "./results.ts";
import { isResultLabel } from "./serial-label.ts";

const box = sharedData("nist-box-assembly");
const samples = sharedData("qif-samples");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-qif-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Counts by regular expression over the raw text: knows nothing of the importer. */
function rawCounts(path: string): { results: number; actuals: number; fails: number; partNumbers: number } {
  const text = readFileSync(path, "utf8");
  const count = (pattern: RegExp, within = text): number => within.match(pattern)?.length ?? 0;
  return {
    results: count(/<MeasurementResults[ >]/g),
    actuals: count(/<\w+Characteristic(Actual|Measurement) /g),
    fails: count(/<CharacteristicStatusEnum>FAIL</g),
    // One number per sample where the file measures one, by the item of that name.
    partNumbers: text.includes("<Name>Part Number</Name>") ? count(/<MeasurementResults[ >]/g) : 0,
  };
}

describe.skipIf(box === undefined)(
  `the box assembly's six files (${box === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    test.each([
      ["qif-fair/Plate_Results.qif", "nist_mtc_crada_plate", 20, "proven", "qif-fair"],
      ["qif-fair/Box_Results.qif", "nist_mtc_crada_box", 19, "proven", "qif-fair"],
      ["qif-fair/Cover_Results.qif", "nist_mtc_crada_cover", 20, "proven", "qif-fair"],
      [
        "qif-incoming/PlateResults_20_samples.QIF",
        "nist_mtc_crada_plate_Origin_Nikon_Touch",
        20,
        "missing",
        "Origin International Inc",
      ],
      [
        "qif-incoming/BoxResults_19_samples.QIF",
        "nist_mtc_crada_box_Origin_Nikon_Touch",
        19,
        "missing",
        "Origin International Inc",
      ],
      [
        "qif-incoming/CoverResults_20_samples.QIF",
        "nist_mtc_crada_cover_Origin_Nikon_Touch",
        20,
        "missing",
        "Origin International Inc",
      ],
    ])("%s", async (name, part, units, status, laboratory) => {
      const path = join(box ?? "", name);
      const raw = rawCounts(path);
      const { records, failure } = await collect(qifImporter, path);
      expect(failure).toBeUndefined();
      const measurements = of(records, "measurement");
      expect(of(records, "part").map((record) => record.part.name.toLowerCase())).toEqual([
        part.toLowerCase(),
      ]);
      expect(of(records, "unit")).toHaveLength(units);
      expect(new Set(of(records, "unit").map((record) => record.unit.serialStatus))).toEqual(
        new Set([status]),
      );
      expect(of(records, "unit").map((record) => record.unit.position)).toEqual(
        Array.from({ length: units }, (_, i) => i + 1),
      );
      expect(raw.results).toBe(units);
      expect(measurements).toHaveLength(raw.actuals - raw.partNumbers);
      expect(measurements.filter(({ verdict }) => verdict === "fail")).toHaveLength(raw.fails);
      expect(new Set(measurements.map((record) => record.laboratory))).toEqual(new Set([laboratory]));
      expect(new Set(measurements.map(({ key }) => key)).size).toBe(measurements.length);
      expect(of(records, "event")).toHaveLength(units);
      expect(of(records, "count").reduce((sum, { read }) => sum + read, 0)).toBe(raw.actuals);
      expect(of(records, "rejection")).toEqual([]);
      // "Part Number" is the serial, never something that was measured.
      expect(of(records, "characteristic").some((record) => /part number/i.test(record.name))).toBe(false);
    });

    test("plate 16 at the first laboratory: number, limits and verdict as in the file", async () => {
      const { records } = await collect(qifImporter, join(box ?? "", "qif-fair/Plate_Results.qif"));
      const angle = of(records, "characteristic").find(({ name }) => name === "Cone Angle 3");
      expect(angle).toMatchObject({ kind: "angle", nominal: 90, lowerLimit: 89, upperLimit: 91, uom: "°" });
      const first = of(records, "measurement").find(({ key }) => key === "1/Cone Angle 3");
      expect(first).toMatchObject({
        value: 88.953,
        verdict: "fail",
        verdictOrigin: "source",
        unit: { serial: "1" },
      });
    });

    test("the second laboratory's serial fields are labels, told once; its negative tolerance is told", async () => {
      const { records } = await collect(
        qifImporter,
        join(box ?? "", "qif-incoming/PlateResults_20_samples.QIF"),
      );
      expect(of(records, "unit")[0]?.unit.label).toBe(
        "PLATE_RESULTS_A01_NIST_MTC_CRADA_PLATE_ORIGIN_NIKON_SCAN",
      );
      const remarks = of(records, "remark").map(({ text }) => text);
      expect(remarks.filter((text) => text.includes("kept as labels"))).toHaveLength(1);
      expect(remarks.some((text) => text.includes("-0.13"))).toBe(true);
      expect(of(records, "characteristic").find(({ name }) => name === "DIAMETER4")).toMatchObject({
        nominal: 4.5,
        lowerLimit: 3.992,
        upperLimit: 5.008,
      });
    });

    test("a truncated file gives what was complete, never a value that the whole file has not, and fails with a line", async () => {
      const whole = readFileSync(join(box ?? "", "qif-fair/Plate_Results.qif"));
      const path = join(folder, "cut.qif");
      const key = (record: { key: string; value?: number }): string => `${record.key}=${record.value}`;
      const full = new Set(
        of(
          (await collect(qifImporter, join(box ?? "", "qif-fair/Plate_Results.qif"))).records,
          "measurement",
        ).map(key),
      );
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 10, max: whole.length - 20 }), async (length) => {
          writeFileSync(path, whole.subarray(0, length));
          const { records, failure } = await collect(qifImporter, path);
          expect(failure).toBeInstanceOf(ImportError);
          expect((failure as ImportError).line).toBeGreaterThan(0);
          for (const measurement of of(records, "measurement")) expect(full.has(key(measurement))).toBe(true);
        }),
        { seed: 20261124, numRuns: 15 },
      );
    });
  },
);

describe.skipIf(samples === undefined)(
  `QIF 3 samples (${samples === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    test("six serialised samples", async () => {
      const { records } = await collect(
        qifImporter,
        join(samples ?? "", "SheetMetal_QIF_Results_6_samples_w_UUIDs.QIF"),
      );
      expect(of(records, "unit").map(({ unit }) => unit.serial)).toEqual(
        [1, 2, 3, 4, 5, 6].map((n) => expect.stringMatching(new RegExp(`^SN580280${n}$|^SN`)) as string),
      );
      expect(of(records, "unit").every(({ unit }) => unit.serialStatus === "proven")).toBe(true);
    });
    test("a serialised pass without values is one inspection", async () => {
      const { records, failure } = await collect(
        qifImporter,
        join(samples ?? "", "mitutoyo_results_serialized_pass_fail_sample.QIF"),
      );
      expect(failure).toBeUndefined();
      expect(of(records, "unit")).toMatchObject([
        { unit: { serial: "SN#1234-56789", serialStatus: "proven", part: { name: "Widget" } } },
      ]);
      expect(of(records, "event")).toHaveLength(1);
      expect(of(records, "measurement")).toEqual([]);
    });
    test.each(["nist_ctc_01_asme1_ap242.qif", "sheetMetalPlanWithUUIDs.QIF"])(
      "%s is a plan: characteristics and a remark, no failure",
      async (name) => {
        const { records, failure } = await collect(qifImporter, join(samples ?? "", name));
        expect(failure).toBeUndefined();
        expect(of(records, "characteristic").length).toBeGreaterThan(0);
        expect(of(records, "remark").some(({ text }) => text.includes("without results"))).toBe(true);
      },
    );
  },
);

const document = (inside: string): string => `<?xml version="1.0"?>
<QIFDocument xmlns="http://qifstandards.org/xsd/qif3" versionQIF="3.0.0"><QPId>FD43400A-29bf-4ec6-b96c-e2f846eb6ff6</QPId>
<Product><PartSet n="1"><Part id="1"><Name>Acme plate</Name></Part></PartSet></Product>
<Characteristics><CharacteristicDefinitions n="2">
<DiameterCharacteristicDefinition id="10"><Tolerance><MaxValue>0.1</MaxValue><MinValue>-0.2</MinValue><DefinedAsLimit>false</DefinedAsLimit></Tolerance></DiameterCharacteristicDefinition>
<FlatnessCharacteristicDefinition id="11"><ToleranceValue>0.05</ToleranceValue></FlatnessCharacteristicDefinition>
</CharacteristicDefinitions><CharacteristicNominals n="2">
<DiameterCharacteristicNominal id="20"><CharacteristicDefinitionId>10</CharacteristicDefinitionId><TargetValue>4.5</TargetValue></DiameterCharacteristicNominal>
<FlatnessCharacteristicNominal id="21"><CharacteristicDefinitionId>11</CharacteristicDefinitionId></FlatnessCharacteristicNominal>
</CharacteristicNominals><CharacteristicItems n="3">
<DiameterCharacteristicItem id="30"><Name>Hole</Name><CharacteristicNominalId>20</CharacteristicNominalId></DiameterCharacteristicItem>
<DiameterCharacteristicItem id="31"><Name>Hole</Name><CharacteristicNominalId>20</CharacteristicNominalId></DiameterCharacteristicItem>
<FlatnessCharacteristicItem id="32"><Name>Flat</Name><CharacteristicNominalId>21</CharacteristicNominalId></FlatnessCharacteristicItem>
</CharacteristicItems></Characteristics>${inside}</QIFDocument>`;

describe("rules", () => {
  const read = async (inside: string) => {
    const path = join(folder, "rules.qif");
    writeFileSync(path, document(inside));
    return collect(qifImporter, path);
  };
  const result = (actuals: string, more = ""): string =>
    `<MeasurementsResults><MeasurementResultsSet n="1"><MeasurementResults id="40"><MeasuredCharacteristics><CharacteristicActuals n="1">${actuals}</CharacteristicActuals></MeasuredCharacteristics>${more}</MeasurementResults></MeasurementResultsSet></MeasurementsResults>`;
  const actual = (item: number, value: string, status?: string): string =>
    `<DiameterCharacteristicActual id="9${item}">${status === undefined ? "" : `<Status><CharacteristicStatusEnum>${status}</CharacteristicStatusEnum></Status>`}<CharacteristicItemId>${item}</CharacteristicItemId><Value>${value}</Value></DiameterCharacteristicActual>`;

  test("deviations become absolute limits without the noise of floating point; equal names stay apart", async () => {
    const { records } = await read("");
    expect(
      of(records, "characteristic").map(({ name, lowerLimit, upperLimit }) => [name, lowerLimit, upperLimit]),
    ).toEqual([
      ["Hole", 4.3, 4.6],
      ["Hole (2)", 4.3, 4.6],
      ["Flat", 0, 0.05],
    ]);
  });
  test("a value that is no number, and one of an unknown characteristic, are rejected with their line; the rest is taken", async () => {
    const { records } = await read(result(actual(30, "4.5") + actual(31, "four") + actual(99, "1")));
    expect(of(records, "measurement")).toHaveLength(1);
    expect(of(records, "rejection").map(({ reason, at }) => [reason, typeof at.line])).toEqual([
      ['The value of "Hole (2)" is no number.', "number"],
      ["The measurement refers to a characteristic that the file does not define.", "number"],
    ]);
  });
  test("no time in the file: the inspection is undated", async () => {
    const { records } = await read(result(actual(30, "4.5")));
    expect(of(records, "event")[0]?.startedAt).toBeUndefined();
    expect(of(records, "event")[0]?.details?.["time from"]).toBe("none");
  });
  test("the source id is the document's own, whatever the file is called", () => {
    const path = join(folder, "rules.qif");
    expect(qifImporter.recognise(fileHead(path))).toBe(1);
    expect(qifImporter.sourceId(sourceFile(path), fileHead(path))).toBe(
      "qif:fd43400a-29bf-4ec6-b96c-e2f846eb6ff6",
    );
  });
});

test.each([
  ["PASS", 99, "pass", "source"],
  ["FAIL", 4.5, "fail", "source"],
  ["INFORMATIONAL", 99, "none", "source"],
  ["NOT_MEASURED", undefined, "none", "source"],
  [undefined, 4.6, "pass", "limits"],
  [undefined, 4.61, "fail", "limits"],
  [undefined, undefined, "none", "none"],
] as const)("status %s and value %s: %s by %s", (status, value, verdict, verdictOrigin) => {
  expect(judge(status, value, { lowerLimit: 4.3, upperLimit: 4.6 })).toEqual({ verdict, verdictOrigin });
});

test.each([
  ["PLATE_RESULTS_A09_ACME_COVER_PLATE_SCAN", ["acme_cover_plate_touch"], true],
  ["SN5802801", ["acme_cover_plate"], false],
  ["PLATE-16", ["acme_cover_plate"], false],
  ["16", [], false],
])("%s is a label: %s %s", (text, names, expected) => {
  expect(isResultLabel(text, names)).toBe(expected);
});
