import fc from "fast-check";
import { expect, test } from "vitest";
import { timeZone } from "./time-zone.ts";

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "America/St_Johns",
  "Asia/Seoul",
  "UTC",
];
const HOUR = 3_600_000;

test.each([
  // Published transitions: EU summer time 2026 (directive 2000/84/EC), US Energy Policy Act, Lord Howe's half hour.
  ["Europe/Berlin", Date.UTC(2026, 2, 29, 1), 1, 2],
  ["Europe/Berlin", Date.UTC(2026, 9, 25, 1), 2, 1],
  ["America/New_York", Date.UTC(2017, 2, 12, 7), -5, -4],
  ["Australia/Lord_Howe", Date.UTC(2026, 3, 4, 15), 11, 10.5],
])("%s changes its offset at the published instant", (name, instant, before, after) => {
  const zone = timeZone(name);
  expect(zone.offsetAt(instant - 1)).toBe(before * HOUR);
  expect(zone.offsetAt(instant)).toBe(after * HOUR);
});

test("the wall clock agrees with Intl everywhere", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2035, 0, 1) }),
      (name, instant) => {
        const shown = new Intl.DateTimeFormat("sv-SE", {
          timeZone: name,
          dateStyle: "short",
          timeStyle: "medium",
        }).format(instant);
        const civil = new Date(instant + timeZone(name).offsetAt(instant)).toISOString();
        expect(`${civil.slice(0, 10)} ${civil.slice(11, 19)}`).toBe(shown);
      },
    ),
    { seed: 5, numRuns: 400 },
  );
});

test("every instant is found again by its civil time", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2035, 0, 1) }),
      (name, instant) => {
        const zone = timeZone(name);
        const found = zone.instantsOf(instant + zone.offsetAt(instant));
        expect(found).toContain(instant);
        expect(found.length).toBeLessThanOrEqual(2);
      },
    ),
    { seed: 6, numRuns: 400 },
  );
});

test("an hour that does not exist has no instant, one that comes twice has two", () => {
  const berlin = timeZone("Europe/Berlin");
  expect(berlin.instantsOf(Date.UTC(2026, 2, 29, 2, 30))).toEqual([]);
  expect(berlin.instantsOf(Date.UTC(2026, 9, 25, 2, 30))).toEqual([
    Date.UTC(2026, 9, 25, 0, 30),
    Date.UTC(2026, 9, 25, 1, 30),
  ]);
});

test("a midnight that does not exist is the first instant of its day", () => {
  // São Paulo jumped from 0:00 to 1:00 on 4 November 2018.
  expect(timeZone("America/Sao_Paulo").instantOf(Date.UTC(2018, 10, 4))).toBe(Date.UTC(2018, 10, 4, 3));
});

test("an unknown zone is UTC", () => {
  expect(timeZone("Mars/Olympus").name).toBe("UTC");
});
