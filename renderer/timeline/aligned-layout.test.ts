import { expect, test } from "vitest";
import type { AlignedUnit, AlignedUnits } from "../../shared/contract/aligned.ts";
import { deviationTexts, outerSpan, placeUnit, runsSpan } from "./aligned-layout.ts";

const MINUTE = 60_000_000;
const ZERO = 1_775_000_000_000_000;
const operation = (
  name: string,
  since: number,
  minutes: number | undefined,
  again: readonly number[] = [],
): AlignedUnit["operations"][number] => {
  const run = (at: number) => ({
    position: at + 1,
    operation: name,
    title: name,
    kind: "production" as const,
    severity: 0,
    equipment: undefined,
    start: ZERO + at * MINUTE,
    end: minutes === undefined ? undefined : ZERO + (at + minutes) * MINUTE,
  });
  return {
    operation: name,
    run: run(since),
    again: again.map(run),
    since: since * MINUTE,
    startBy: { by: 12 * MINUTE, unusual: false },
    durationBy: { by: -0.5 * MINUTE, unusual: true },
  };
};
const unit = (operations: AlignedUnit["operations"], failures: readonly number[] = []): AlignedUnit => ({
  unitId: 1,
  key: "S1",
  name: "S1",
  zero: ZERO,
  operations,
  failures: failures.map((at) => ({
    position: 99,
    title: "",
    kind: "inspection",
    severity: 3,
    start: ZERO + at * MINUTE,
  })),
  isCut: false,
});
const words = (): readonly string[] => ["start +12 min, took −30 s", "+12 min"];

test("runs stand at their time since the zero, words where the next run leaves room", () => {
  // A pixel is a tenth of a minute.
  const scale = { window: { from: -10 * MINUTE, to: 90 * MINUTE }, width: 1_000 };
  const placed = placeUnit(
    unit([operation("10", 0, 20), operation("20", 25, 2, [70]), operation("30", 33, undefined)]),
    scale,
    words,
    (name) => `${name} Bore`,
  );
  expect(
    placed.map(({ run, left, right, shape, again }) => [run.operation, left, right, shape, again]),
  ).toEqual([
    ["10", 100, 300, "span", false],
    ["20", 350, 370, "span", false],
    ["30", 425, 435, "point", false],
    ["20", 800, 820, "span", true],
  ]);
  expect(placed.map((one) => one.words)).toEqual([
    "start +12 min, took −30 s",
    "+12 min",
    "start +12 min, took −30 s",
    "",
  ]);
  expect(placed.map(({ label }) => label)).toEqual(["10 Bore", "", "", ""]);
});

test("what is out of view is not placed", () => {
  const scale = { window: { from: 40 * MINUTE, to: 60 * MINUTE }, width: 1_000 };
  expect(
    placeUnit(unit([operation("10", 0, 20), operation("20", 30, 15)]), scale, words, String),
  ).toMatchObject([{ run: { operation: "20" }, left: -500, label: "20" }]);
});

test("first all runs are in view; one can go on to the failures", () => {
  const answer: AlignedUnits = {
    name: "",
    units: [unit([operation("10", 0, 20), operation("20", 80, 20)], [1_000])],
    medians: [],
    lacking: [],
    lackingCount: 0,
    unknown: [],
    others: 0,
  };
  expect(runsSpan(answer)).toEqual({ from: -5 * MINUTE, to: 105 * MINUTE });
  expect(outerSpan(answer).to).toBeGreaterThan(1_000 * MINUTE);
  expect(runsSpan({ ...answer, units: [] })).toEqual({ from: -30 * MINUTE, to: 30 * MINUTE });
});

test("deviations are told with sign and unit, or not at all", () => {
  expect(deviationTexts(operation("20", 5, 5))).toEqual({
    start: "+12 min",
    duration: "−30 s",
    unusual: true,
  });
  // Not "took 0".
  const same = { ...operation("20", 5, 5), durationBy: { by: 0, unusual: false } };
  expect(deviationTexts(same).duration).toBe("±0");
  const { startBy: _start, ...anchor } = operation("10", 0, 5);
  expect(deviationTexts({ ...anchor, startBy: undefined }).start).toBeUndefined();
});
