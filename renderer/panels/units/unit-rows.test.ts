import { describe, expect, test } from "vitest";
import type { UnitSummary } from "../../../shared/contract/units.ts";
import { claimableSources, filterUnits } from "./unit-rows.ts";

const unit = (unitId: number, more: Partial<UnitSummary> = {}): UnitSummary => ({
  unitId,
  partNumber: "PL-100",
  revision: undefined,
  serial: String(unitId),
  serialStatus: "proven",
  lot: undefined,
  position: undefined,
  label: undefined,
  sourceId: undefined,
  laboratory: undefined,
  eventCount: 0,
  verdict: "none",
  ...more,
});
const sample = (
  unitId: number,
  sourceId: string,
  position: number | undefined,
  laboratory?: string,
): UnitSummary =>
  unit(unitId, { serial: undefined, serialStatus: "missing", sourceId, position, laboratory });

describe("filtering", () => {
  const units = [
    unit(16, { laboratory: "Laboratory 1", verdict: "fail" }),
    unit(17, { lot: "L-2603", verdict: "pass" }),
    unit(18, { serialStatus: "assumed", label: "Lab 2 / 3" }),
    sample(19, "qif:b", 4, "Laboratory 2"),
  ];
  test.each([
    ["", [16, 17, 18, 19]],
    ["   ", [16, 17, 18, 19]],
    ["16", [16]],
    ["fail", [16]],
    ["FAIL laboratory", [16]],
    ["l-26", [17]],
    ["assumed", [18]],
    ["missing", [19]],
    ["sample 4", [19]],
    ["fail pass", []],
  ])("%j leaves %j", (filter, ids) =>
    expect(filterUnits(units, filter).map(({ unitId }) => unitId)).toEqual(ids),
  );
});

test("sources whose order could be taken: samples without a serial but with a place, counted each", () => {
  const units = [
    sample(1, "qif:b", 1, "Laboratory 2"),
    sample(2, "qif:b", 2, "Laboratory 2"),
    sample(3, "csv:c", 1),
    // No place, no source, or a serial that is known: nothing to take.
    sample(4, "qif:b", undefined),
    unit(5, { serial: undefined, serialStatus: "missing", position: 3 }),
    unit(6, { sourceId: "qif:b", position: 6, serialStatus: "assumed" }),
  ];
  expect(claimableSources(units)).toEqual([
    { sourceId: "qif:b", laboratory: "Laboratory 2", units: 2 },
    { sourceId: "csv:c", laboratory: undefined, units: 1 },
  ]);
  expect(claimableSources([])).toEqual([]);
});
