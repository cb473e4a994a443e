import { expect, test } from "vitest";
import { clockChanges, repeatedTime } from "./clock-changes.ts";
import { timeZone } from "./time-zone.ts";

const at = (text: string): number => Date.parse(text) * 1_000;
const HOUR = 3_600_000_000;

test("the two changes of a year in Berlin, to the instant (Directive 2000/84/EC: 01:00 UTC)", () => {
  const year = { from: at("2026-01-01T00:00:00Z"), to: at("2027-01-01T00:00:00Z") };
  expect(clockChanges(year, timeZone("Europe/Berlin"))).toEqual([
    { time: at("2026-03-29T01:00:00Z"), by: HOUR },
    { time: at("2026-10-25T01:00:00Z"), by: -HOUR },
  ]);
  expect(clockChanges(year, timeZone("UTC"))).toEqual([]);
  expect(clockChanges(year, timeZone("Asia/Seoul"))).toEqual([]);
});

test("half an hour at Lord Howe Island", () => {
  const year = { from: at("2026-01-01T00:00:00Z"), to: at("2027-01-01T00:00:00Z") };
  expect(clockChanges(year, timeZone("Australia/Lord_Howe")).map(({ by }) => by / HOUR)).toEqual([-0.5, 0.5]);
});

test("a window inside of one offset has none, one of decades is not searched", () => {
  const zone = timeZone("Europe/Berlin");
  expect(clockChanges({ from: at("2026-03-29T01:00:00Z"), to: at("2026-03-29T03:00:00Z") }, zone)).toEqual(
    [],
  );
  expect(clockChanges({ from: 0, to: at("2026-01-01T00:00:00Z") }, zone)).toEqual([]);
});

test("what is found does not depend on where the window begins", () => {
  // Put forward at 10:00 and back at 20:00 of one day.
  const [forward, back] = [at("2026-06-10T10:00:00Z"), at("2026-06-10T20:00:00Z")];
  const zone = {
    ...timeZone("UTC"),
    offsetAt: (ms: number) => (ms * 1_000 >= forward && ms * 1_000 < back ? HOUR / 1_000 : 0),
  };
  const found = Array.from({ length: 48 }, (_, hour) => {
    const from = at("2026-06-08T00:30:00Z") + hour * HOUR;
    return clockChanges({ from, to: from + 96 * HOUR }, zone);
  });
  for (const changes of found) expect(changes).toEqual(found[0]);
});

test("the repeated hour is told apart, all others are shown once", () => {
  const zone = timeZone("Europe/Berlin");
  expect(repeatedTime(at("2026-10-25T00:30:00Z"), zone)).toBe(1);
  expect(repeatedTime(at("2026-10-25T01:30:00Z"), zone)).toBe(2);
  expect(repeatedTime(at("2026-10-25T02:30:00Z"), zone)).toBeUndefined();
  expect(repeatedTime(at("2026-03-29T01:30:00Z"), zone)).toBeUndefined();
});
