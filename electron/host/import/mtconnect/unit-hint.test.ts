import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { fileUnit, hintFromFileName, hintFromProgram, programUnit } from "./unit-hint.ts";

test.each([
  ["Plate-Hurco04-16of20.txt", { part: "Plate", equipment: "Hurco04", serial: "16" }],
  ["Box-Hurco02-06of20.txt", { part: "Box", equipment: "Hurco02", serial: "6" }],
  ["Cover-Hurco04-01of20.xml", { part: "Cover", equipment: "Hurco04", serial: "1" }],
  ["okuma.txt", {}],
  ["Devices.xml", {}],
  ["16of20.txt", {}],
])("file %s", (name, expected) => {
  expect(hintFromFileName(name)).toEqual(expected);
});

test.each([
  [
    "NIST_MTC_CRADA_PLATE-16.NC",
    { program: "NIST_MTC_CRADA_PLATE-16", part: "NIST_MTC_CRADA_PLATE", serial: "16" },
  ],
  ["NIST_MTC_CRADA_PLATE.NC", { program: "NIST_MTC_CRADA_PLATE", part: "NIST_MTC_CRADA_PLATE" }],
  [
    "C:\\NC\\NIST_MTC_CRADA_BOX_REV-A_OP2.NC",
    { program: "NIST_MTC_CRADA_BOX_REV-A_OP2", part: "NIST_MTC_CRADA_BOX", revision: "A", operation: "2" },
  ],
  ["BRACKET-007.MPF", { program: "BRACKET-007", part: "BRACKET", serial: "7" }],
  ["IMTS-2022-3-TRAN.MIN", { program: "IMTS-2022-3-TRAN", part: "IMTS-2022-3-TRAN" }],
  ["O1234", { program: "O1234" }],
  ["NONAME1.HWM", { program: "NONAME1" }],
])("program %s", (name, expected) => {
  expect(hintFromProgram(name)).toEqual(expected);
});

test("a unit of a program's name is assumed, its part guessed", () => {
  expect(programUnit("PLATE-16.NC")).toEqual({
    part: { name: "PLATE", strength: "guessed" },
    serial: "16",
    serialStatus: "assumed",
    origin: "name",
  });
  expect(programUnit("CHAMFER.NC")).toBeUndefined();
});

test("the file's serial stays where a program of the same part ran for another, and a remark says so", () => {
  const file = hintFromFileName("Plate-Hurco04-07of20.txt");
  const { unit, remarks } = fileUnit(file, [
    { name: "NIST_PLATE-5.NC", line: 3, how: "edited" },
    { name: "NIST_PLATE-6.NC", line: 9, how: "running" },
    { name: "NIST_PLATE-6.NC", line: 12, how: "running" },
    { name: "CHAMFER-2.NC", line: 20, how: "running" },
  ]);
  expect(unit?.serial).toBe("7");
  expect(unit?.part.name).toBe("NIST_PLATE");
  expect(remarks.map(({ line }) => line)).toEqual([9]);
  expect(remarks[0]?.text).toContain("serial 7");
});

const partData = sharedData("nist-box-assembly/partdata");
describe.skipIf(partData === undefined)(
  `real names${partData === undefined ? `: ${NO_SHARED_DATA}` : ""}`,
  () => {
    const folder = partData ?? "";
    const names = partData === undefined ? [] : readdirSync(folder);

    test("every file name gives its part, machine and serial", () => {
      expect(names.length).toBe(26);
      for (const name of names) {
        // Counted by hand from the listing: <part>-<machine>-<two digits>of20.txt
        const [part, equipment, rest] = name.split("-");
        expect(hintFromFileName(name)).toEqual({
          part,
          equipment,
          serial: String(Number(rest?.slice(0, 2))),
        });
      }
    });

    test("programs that ran agree with the file's serial, but for plate 7 (which ran PLATE-6)", () => {
      const odd: string[] = [];
      for (const name of names) {
        const file = hintFromFileName(name);
        const ran = readFileSync(join(folder, name), "utf8").matchAll(/\|Program_Name_Running\|(.*)/g);
        for (const [, program = ""] of ran) {
          const { serial } = hintFromProgram(program);
          if (serial !== undefined && serial !== file.serial) odd.push(`${name}: ${program}`);
        }
      }
      expect(odd).toEqual(["Plate-Hurco04-07of20.txt: NIST_MTC_CRADA_PLATE-6.NC"]);
    });
  },
);
