import { expect, test } from "vitest";
import {
  civilDay,
  HOUR,
  plantAt,
  plantClock,
  plantDay,
  plantInstant,
  plantIso,
  plantMinute,
  plantOffset,
  utcIso,
  weekday,
} from "./plant-time.ts";

test("offsets are those of the zone data, at every hour of the year and over both switches", () => {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Europe/Berlin",
    dateStyle: "short",
    timeStyle: "medium",
  });
  const first = plantAt("2025-10-20");
  for (let hour = 0; hour < 390 * 24; hour += 1) {
    const instant = first + hour * HOUR;
    expect(plantClock(instant)).toBe(format.format(new Date(instant / 1000)));
  }
});

test("a plant time becomes an instant and back", () => {
  expect(utcIso(plantAt("2026-03-28 14:30"))).toBe("2026-03-28T13:30:00Z");
  expect(utcIso(plantAt("2026-03-30 14:30"))).toBe("2026-03-30T12:30:00Z");
  expect(plantIso(plantAt("2026-03-30 14:30"))).toBe("2026-03-30T14:30:00+02:00");
  expect(plantOffset(plantAt("2026-10-26"))).toBe(60);
  const instant = plantInstant(civilDay("2026-07-01"), 6 * 60 + 0.5);
  expect([plantDay(instant), plantMinute(instant)]).toEqual([civilDay("2026-07-01"), 360.5]);
  expect(weekday(civilDay("2026-03-30"))).toBe(0);
  expect(() => civilDay("2026-13-01")).toThrow("no date");
});
