import { expect, test } from "vitest";
import { createCalendar, DAY_MINUTES } from "./calendar.ts";
import { civilDay, plantAt, plantClock } from "./plant-time.ts";
import { createStations } from "./stations.ts";

const calendar = createCalendar();

test("weekends, holidays and shutdowns are no work days", () => {
  const open = new Set(calendar.days);
  const closed = ["2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06", "2026-08-10", "2025-12-29"];
  expect(closed.filter((date) => open.has(civilDay(date)))).toEqual([]);
  expect(open.has(civilDay("2026-04-07"))).toBe(true);
});

test("the work axis runs from 06:00 to 22:00 and skips what lies between", () => {
  const maundyThursday = calendar.workAt(plantAt("2026-04-02 21:59"));
  expect(plantClock(calendar.instant(maundyThursday + 1))).toBe("2026-04-07 06:00:00");
  expect(calendar.workAt(plantAt("2026-04-04 12:00"))).toBe(maundyThursday + 1);
  expect(calendar.workAt(plantAt("2026-04-07 03:00"))).toBe(maundyThursday + 1);
  expect([calendar.shift(maundyThursday), calendar.shift(maundyThursday + 1)]).toEqual(["late", "early"]);
  expect(() => calendar.instant(calendar.days.length * DAY_MINUTES)).toThrow(RangeError);
});

test("a station does one job at a time, within one day, and none while it is blocked", () => {
  const stations = createStations(calendar, new Map([["A", [[100, 300]]]]));
  expect(stations.book("A", 20, 90)).toBe(300);
  expect(stations.book("A", 0, 60)).toBe(0);
  expect(stations.book("A", 0, 30)).toBe(64);
  expect(stations.book("A", 700, 270)).toBe(DAY_MINUTES);
  expect(stations.book("A", 300, 10)).toBe(394);
  expect(stations.jobs("A").map(([start]) => start)).toEqual([0, 64, 300, 394, DAY_MINUTES]);
  expect([stations.isBlocked("A", 200), stations.isBlocked("B", 200)]).toEqual([true, false]);
  expect(() => stations.book("A", 0, DAY_MINUTES + 1)).toThrow("fit into no day");
});
