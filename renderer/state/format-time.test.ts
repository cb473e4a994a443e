import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatAge,
  formatAtOffset,
  formatDate,
  formatDay,
  formatDuration,
  formatInstant,
  formatOffset,
  formatSpan,
} from "./format-time.ts";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BERLIN = "Europe/Berlin";
const at = (iso: string): number => Date.parse(iso) * 1_000;
/** The clock of ISO 8601 for µs UTC: the reference that uses no Intl. */
const iso = (time: number): string =>
  new Date(Math.floor(time / 1_000)).toISOString().slice(0, 19).replace("T", " ");

/** Evenly spread: fast-check's own doubles are mostly next to nothing. */
const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000);
/** Minutes east of UTC in the European Union (Directive 2000/84/EC): summer time between two Sundays, 01:00 UTC. */
function centralEurope(time: number): number {
  const year = new Date(time / 1_000).getUTCFullYear();
  const lastSunday = (month: number): number => {
    const last = new Date(Date.UTC(year, month + 1, 0, 1));
    return last.getTime() - last.getUTCDay() * 86_400_000;
  };
  return time / 1_000 >= lastSunday(2) && time / 1_000 < lastSunday(9) ? 120 : 60;
}

describe("an instant", () => {
  test.each([
    ["2026-03-29T00:59:59Z", "2026-03-29 01:59:59"],
    ["2026-03-29T01:00:00Z", "2026-03-29 03:00:00"],
    ["2026-10-25T00:59:59Z", "2026-10-25 02:59:59"],
    // The hour that comes twice.
    ["2026-10-25T01:00:00Z", "2026-10-25 02:00:00"],
    ["2025-12-31T23:30:00Z", "2026-01-01 00:30:00"],
  ])("%s is %s in Berlin", (utc, local) => expect(formatInstant(at(utc), BERLIN)).toBe(local));

  test("is the clock of the zone, also around the changes of summer time", () => {
    const around = fc
      .tuple(
        fc.integer({ min: 2002, max: 2036 }),
        fc.constantFrom(2, 9),
        fc.integer({ min: -14, max: 3 }),
        fc.integer({ min: 0, max: 86_399 }),
      )
      .map(([year, month, day, second]) => Date.UTC(year, month + 1, day, 0, 0, second) * 1_000);
    const anywhere = fc.integer({ min: at("2002-01-01T00:00:00Z"), max: at("2037-01-01T00:00:00Z") });
    fc.assert(
      fc.property(fc.oneof(around, anywhere), (time) => {
        const local = time + centralEurope(time) * MINUTE;
        expect(formatInstant(time, BERLIN)).toBe(iso(local));
        expect(formatDate(time, BERLIN)).toBe(iso(local).slice(0, 10));
        expect(formatInstant(time)).toBe(iso(time));
      }),
      { seed: 151, numRuns: 500 },
    );
  });

  test("on the source's own clock is shifted by its offset, midnight is 00", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: at("2099-01-01T00:00:00Z") }),
        fc.integer({ min: -12 * 60, max: 14 * 60 }),
        (time, offset) => {
          expect(formatAtOffset(time + 12 * HOUR, offset)).toBe(iso(time + 12 * HOUR + offset * MINUTE));
        },
      ),
      { seed: 152 },
    );
    expect(formatAtOffset(at("2017-02-14T15:00:00Z"), 540)).toBe("2017-02-15 00:00:00");
  });
});

test.each([
  [0, "UTC"],
  [540, "UTC+9"],
  [-300, "UTC-5"],
  [-330, "UTC-5:30"],
  [345, "UTC+5:45"],
  [-5, "UTC-0:05"],
])("an offset of %i minutes is %s", (minutes, text) => expect(formatOffset(minutes)).toBe(text));

describe("a span", () => {
  test.each([
    ["2026-04-01T08:10:00Z", "2026-04-01T14:22:00Z", "1 Apr 2026, 08:10 – 14:22"],
    ["2026-04-01T22:00:00Z", "2026-04-02T06:00:00Z", "1 Apr 2026, 22:00 – 2 Apr 2026, 06:00"],
    ["2026-04-01T00:00:00Z", "2026-04-13T12:00:00Z", "1 – 13 Apr 2026"],
    ["2026-03-30T00:00:00Z", "2026-04-13T12:00:00Z", "30 Mar – 13 Apr 2026"],
    ["2025-12-30T00:00:00Z", "2026-01-13T12:00:00Z", "30 Dec 2025 – 13 Jan 2026"],
    // The same month of another year.
    ["2025-04-01T00:00:00Z", "2026-04-13T12:00:00Z", "1 Apr 2025 – 13 Apr 2026"],
  ])("%s to %s is %s", (from, to, text) => expect(formatSpan({ from: at(from), to: at(to) })).toBe(text));

  test("is read on the plant's clock", () => {
    const night = { from: at("2026-03-28T23:30:00Z"), to: at("2026-03-29T01:30:00Z") };
    expect(formatSpan(night, BERLIN)).toBe("29 Mar 2026, 00:30 – 03:30");
    expect(formatSpan(night)).toBe("28 Mar 2026, 23:30 – 29 Mar 2026, 01:30");
  });
});

test("a day has its year only where it is another, by the plant's calendar", () => {
  const now = at("2026-01-01T10:00:00Z");
  expect(formatDay(at("2026-11-24T00:00:00Z"), now)).toBe("24 Nov");
  expect(formatDay(at("2025-11-24T00:00:00Z"), now)).toBe("24 Nov 2025");
  expect(formatDay(at("2025-12-31T23:30:00Z"), now)).toBe("31 Dec 2025");
  expect(formatDay(at("2025-12-31T23:30:00Z"), now, BERLIN)).toBe("1 Jan");
});

test("an age in its largest whole unit, never negative", () => {
  const now = at("2026-01-01T10:00:00Z");
  const age = (before: number): string => formatAge(now - before, now);
  expect([0, 59.9 * SECOND, MINUTE, 3.9 * HOUR, DAY - 1, DAY, 400 * DAY, -5 * MINUTE].map(age)).toEqual([
    "0 s",
    "59 s",
    "1 min",
    "3 h",
    "23 h",
    "1 d",
    "400 d",
    "0 s",
  ]);
});

describe("how long something took", () => {
  test.each([
    [0, "0 s"],
    [3.24 * SECOND, "3.2 s"],
    [59.94 * SECOND, "59.9 s"],
    [59.97 * SECOND, "1 min 00 s"],
    [12 * MINUTE + 8 * SECOND, "12 min 08 s"],
    [HOUR - 0.4 * SECOND, "1 h 00 min"],
    [HOUR + 4 * MINUTE, "1 h 04 min"],
    [DAY - 20 * SECOND, "1 d 00 h"],
    [3 * DAY + 5 * HOUR, "3 d 05 h"],
  ])("%d µs are %s", (time, text) => expect(formatDuration(time)).toBe(text));

  test("is right to half of its last unit, and no part is as large as the next", () => {
    const sizes: Readonly<Record<string, number>> = { s: SECOND, min: MINUTE, h: HOUR, d: DAY };
    fc.assert(
      fc.property(
        real(0, 7).map((power) => 10 ** power * SECOND),
        (time) => {
          const text = formatDuration(time);
          const parts = [...text.matchAll(/([\d.]+) (\w+)/g)].map(([, amount = "", unit = ""]) => ({
            amount: Number(amount),
            size: sizes[unit] ?? NaN,
          }));
          const sum = parts.reduce((total, { amount, size }) => total + amount * size, 0);
          const last = parts.at(-1)?.size ?? NaN;
          // Rounded by way of the unit below: a sixtieth more.
          const slack = parts.length === 1 ? 0.05 * SECOND : last * (0.5 + 1 / 60);
          expect(Math.abs(sum - time)).toBeLessThanOrEqual(slack + 1);
          const limits = new Map([
            [SECOND, 60],
            [MINUTE, 60],
            [HOUR, 24],
          ]);
          for (const { amount, size } of parts) expect(amount).toBeLessThan(limits.get(size) ?? Infinity);
        },
      ),
      { seed: 153, numRuns: 600 },
    );
  });
});
