import { expect, test } from "vitest";
import { unitLabel, unitMark, unitName, type NamedUnit } from "./unit-name.ts";

test.each<[NamedUnit, string, string | undefined]>([
  [{ serial: "16", serialStatus: "proven" }, "16", undefined],
  // Zero is a serial, and an empty one is what the source wrote.
  [{ serial: "0", serialStatus: "proven", position: 4 }, "0", undefined],
  [{ serial: "3", serialStatus: "assumed", position: 3 }, "3", "assumed"],
  [{ serial: undefined, serialStatus: "missing", position: 3, label: "x" }, "sample 3", "serial missing"],
  [
    { serial: undefined, serialStatus: "missing", label: "Lab 2 / 7", lot: "L-1" },
    "Lab 2 / 7",
    "serial missing",
  ],
  [{ serial: undefined, serialStatus: "missing", lot: "L-2603" }, "L-2603", "serial missing"],
  [{ serial: undefined, serialStatus: "missing" }, "serial missing", "serial missing"],
])("%j", (unit, name, mark) => {
  expect(unitName(unit)).toBe(name);
  expect(unitMark(unit)).toBe(mark);
});

test("a screen reader hears the name and what is doubtful about it", () => {
  expect(unitLabel({ serial: "16", serialStatus: "proven" })).toBe("16");
  expect(unitLabel({ serial: "16", serialStatus: "assumed" })).toBe("16, assumed");
  expect(unitLabel({ serial: undefined, serialStatus: "missing", position: 2 })).toBe(
    "sample 2, serial missing",
  );
  expect(unitLabel({ serial: undefined, serialStatus: "missing" })).toBe("serial missing");
});
