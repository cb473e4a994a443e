import fc from "fast-check";
import { expect, test } from "vitest";
import { alignUnits, medianOf, type OperationRun } from "./align-units.ts";

const SEED = 20261126;
const MINUTE = 60_000_000;
const run = (operation: string, start: number, minutes?: number): OperationRun => ({
  operation,
  start: start * MINUTE,
  end: minutes === undefined ? undefined : (start + minutes) * MINUTE,
});

test("three units at the start of milling: the others' operations against their median", () => {
  const { units, medians } = alignUnits(
    [
      [run("10", 100, 40), run("20", 150, 10)],
      [run("20", 1_160, 12), run("10", 1_000, 44)],
      [run("10", 5_000, 42), run("20", 5_055, 30), run("20", 5_100, 5)],
      [run("20", 7_000, 5)],
    ],
    "10",
  );
  expect(medians).toEqual([
    { operation: "10", since: 0, duration: 42 * MINUTE, units: 3 },
    { operation: "20", since: 55 * MINUTE, duration: 12 * MINUTE, units: 3 },
  ]);
  const told = units.map((own) =>
    own?.map(({ operation, start, duration }) => [
      operation,
      start && start.by / MINUTE,
      duration && duration.by / MINUTE,
    ]),
  );
  expect(told).toEqual([
    [
      ["10", undefined, -2],
      ["20", -5, -2],
    ],
    [
      ["10", undefined, 2],
      ["20", 105, 0],
    ],
    [
      ["10", undefined, 0],
      ["20", 0, 18],
    ],
    undefined,
  ]);
  expect(units[2]?.[1]?.again).toEqual([run("20", 5_100, 5)]);
});

test("what only one unit has deviates from nothing", () => {
  const { units } = alignUnits([[run("10", 0, 5), run("90", 7, 1)], [run("10", 0, 5)]], "10");
  expect(units[0]?.[1]).toMatchObject({ start: undefined, duration: undefined });
});

test("unusual is what stands far off among at least five", () => {
  const after = (minutes: readonly number[]) =>
    alignUnits(
      minutes.map((at) => [run("10", 0, 5), run("20", at, 1)]),
      "10",
    ).units.map((own) => own?.[1]?.start?.unusual);
  expect(after([30, 31, 29, 32, 90])).toEqual([false, false, false, false, true]);
  expect(after([30, 31, 90])).toEqual([false, false, false]);
  // All the same but one: no spread to hold it against.
  expect(after([30, 30, 30, 30, 31])).toEqual([false, false, false, false, false]);
});

/** Median by its definition: as many on one side as on the other. */
function isMedian(value: number, all: readonly number[]): boolean {
  const below = all.filter((one) => one < value).length;
  const above = all.filter((one) => one > value).length;
  return below <= all.length / 2 && above <= all.length / 2;
}

test("whatever the runs: nothing lost, nothing invented, deviations from true medians", () => {
  const runArbitrary = fc.record({
    operation: fc.constantFrom("10", "20", "30", "40"),
    start: fc.integer({ min: -1_000, max: 1_000 }),
    length: fc.option(fc.nat({ max: 200 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(runArbitrary, { maxLength: 8 }), { maxLength: 9 }),
      fc.constantFrom("10", "20"),
      (made, operation) => {
        const runs = made.map((own) =>
          own.map(({ length, ...rest }) => ({
            ...rest,
            end: length === undefined ? undefined : rest.start + length,
          })),
        );
        const { units, medians } = alignUnits(runs, operation);
        const firsts = runs.map((own) => {
          const first = (name: string) => {
            const all = own.filter((one) => one.operation === name);
            const start = Math.min(...all.map((one) => one.start));
            const ends = all.filter((one) => one.start === start).flatMap(({ end }) => end ?? []);
            return all.length === 0
              ? undefined
              : { start, end: ends.length === 0 ? undefined : Math.max(...ends) };
          };
          const anchor = first(operation)?.start;
          return { first, anchor };
        });
        units.forEach((own, at) => {
          const unit = firsts[at];
          expect(own === undefined).toBe(unit?.anchor === undefined);
          if (own === undefined || unit === undefined) return;
          // Every run once.
          const told = own.flatMap((one) => [one.run, ...one.again]);
          expect(new Set(told)).toEqual(new Set(runs[at]));
          expect(told).toHaveLength(runs[at]?.length ?? 0);
          for (const one of own) {
            const first = unit.first(one.operation);
            expect([one.run.start, one.run.end]).toEqual([first?.start, first?.end]);
            expect(one.since).toBe(one.run.start - (unit.anchor ?? NaN));
            const median = medians.find((each) => each.operation === one.operation);
            if (one.start !== undefined) expect(one.start.by).toBe(one.since - (median?.since ?? NaN));
            if (one.duration !== undefined)
              expect(one.duration.by).toBe((one.run.end ?? NaN) - one.run.start - (median?.duration ?? NaN));
          }
        });
        for (const median of medians) {
          const having = firsts.flatMap(({ first, anchor }) => {
            const found = anchor === undefined ? undefined : first(median.operation);
            return found === undefined || anchor === undefined
              ? []
              : [{ ...found, since: found.start - anchor }];
          });
          expect(median.units).toBe(having.length);
          expect(
            isMedian(
              median.since,
              having.map(({ since }) => since),
            ),
          ).toBe(true);
          const lengths = having.flatMap(({ start, end }) => (end === undefined ? [] : [end - start]));
          expect(median.duration === undefined).toBe(lengths.length === 0);
          if (median.duration !== undefined) expect(isMedian(median.duration, lengths)).toBe(true);
        }
        expect(medians.find((one) => one.operation === operation)?.since ?? 0).toBe(0);
      },
    ),
    { seed: SEED, numRuns: 500 },
  );
});

test("a median of two is between them", () => {
  expect(medianOf([4, 1])).toBe(3);
  expect(medianOf([7])).toBe(7);
});
