import { expect, test } from "vitest";
import { answerKey } from "../plant/answer-key.ts";
import { buildYear, MAXIMUM_UNITS } from "./build-year.ts";
import { CAUSES, type Cause } from "./causes.ts";
import { generateHistory } from "./generate.ts";
import { createRandom } from "./random.ts";
import { STORY } from "./story.ts";
import type { Year } from "./year.ts";

const yearOf = (causes: readonly Cause[], units = 200, seed = 11): Year =>
  buildYear(createRandom(seed), { causes, units });

test("without a cause no bore leaves what is usual", () => {
  const { housings, causes } = yearOf([]);
  expect(causes.size).toBe(0);
  expect(housings.every(({ causes }) => causes.length === 0)).toBe(true);
  expect(Math.max(...housings.map(({ bore }) => bore))).toBeLessThan(STORY.cause.creepFrom);
});

test.each(CAUSES.filter((cause) => cause !== "false-lead"))(
  "%s alone: it shows in the bores that it acted on, in no others, and in the factors",
  (cause) => {
    const year = yearOf([cause]);
    const hit = year.housings.filter(({ causes }) => causes.includes(cause));
    expect(hit.length).toBeGreaterThan(8);
    const others = year.housings.filter(({ causes }) => causes.length === 0);
    expect(Math.max(...others.map(({ bore }) => bore))).toBeLessThan(STORY.cause.creepFrom);
    const creeping = hit.filter(({ bore }) => bore > STORY.cause.creepFrom);
    // Drift begins with nothing.
    expect(creeping.length / hit.length).toBeGreaterThan(cause === "drift" ? 0.4 : 0.95);
    const key = answerKey(year, 11).causes.find((other) => other.cause === cause);
    expect(key?.housings).toEqual(hit.map(({ unit }) => unit.name));
    for (const [factor, value] of Object.entries(key?.factors ?? {}))
      expect(new Set(hit.map(({ factors }) => factors.get(factor)))).toEqual(new Set([value]));
    const actuators = new Set(key?.actuators);
    const failed = answerKey(year, 11).failed;
    // More than half of the failures of the year are its work, and ordinary ones stay.
    expect(failed.filter((name) => actuators.has(name)).length).toBeGreaterThan(
      failed.length * (cause === "drift" ? 0.3 : 0.5),
    );
  },
);

test("a false lead alone does no harm", () => {
  const year = yearOf(["false-lead"]);
  expect(year.housings.some(({ causes }) => causes.length > 0)).toBe(false);
  const key = answerKey(year, 11);
  expect(key.causes).toEqual([
    expect.objectContaining({
      cause: "false-lead",
      housings: [],
      actuators: [],
      factors: { "Bearing lot": "NL-2603" },
    }),
  ]);
  expect(key.failed.length).toBeLessThan(12);
});

test("what belongs to the story of a cause is told with it only", () => {
  const text = (causes: readonly Cause[]): string =>
    JSON.stringify([...generateHistory({ seed: 11, causes })].flatMap(({ records }) => records));
  const [both, none] = [text(["interaction", "false-lead"]), text([])];
  for (const words of ["Following error Z", "memory is empty", "DEV-118", "8D report"]) {
    expect(both.includes(words), words).toBe(true);
    expect(none.includes(words), words).toBe(false);
  }
});

test.each([1, 20, 500])("%i units in the year", (units) => {
  const year = yearOf(["interaction", "false-lead"], units);
  expect(year.actuators).toHaveLength(units);
  expect(new Set(year.actuators.map(({ unit }) => unit.name)).size).toBe(units);
});

test("more than the floor has room for is refused", () => {
  expect(() => yearOf([], MAXIMUM_UNITS + 1)).toThrow(/1 to 1000/);
  expect(() => yearOf([], 0)).toThrow(RangeError);
});
