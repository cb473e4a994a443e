import { expect, test } from "vitest";
import { durationText, offsetText, precisionFor, spanText, timeText } from "./time-text.ts";
import { timeZone } from "./time-zone.ts";

const utc = timeZone("UTC");
const seoul = timeZone("Asia/Seoul");
const T = Date.UTC(2026, 3, 1, 5, 22, 8, 250) * 1_000 + 37;

test("an instant is written in the zone's civil time to the precision asked", () => {
  expect(timeText(T, seoul, "second")).toBe("2026-04-01 14:22:08");
  expect(timeText(T, utc, "minute")).toBe("2026-04-01 05:22");
  expect(timeText(T, utc, "day")).toBe("2026-04-01");
  expect(timeText(T, utc, "millisecond")).toBe("2026-04-01 05:22:08.250");
  expect(timeText(T, utc, "microsecond")).toBe("2026-04-01 05:22:08.250037");
});

test("before 1970 the parts of a second still count upwards", () => {
  expect(timeText(-1, utc, "microsecond")).toBe("1969-12-31 23:59:59.999999");
});

test("the precision follows what a pixel tells apart", () => {
  expect(precisionFor(90_000_000_000)).toBe("day");
  expect(precisionFor(61_000_000)).toBe("minute");
  expect(precisionFor(1_000_000)).toBe("second");
  expect(precisionFor(1_500)).toBe("millisecond");
  expect(precisionFor(4)).toBe("microsecond");
});

test("a span names its day once", () => {
  const hour = 3_600_000_000;
  expect(spanText({ from: T, to: T + 3 * hour }, seoul)).toBe("2026-04-01 14:22 – 17:22");
  expect(spanText({ from: T, to: T + 24 * hour }, seoul)).toBe("2026-04-01 14:22 – 2026-04-02 14:22");
  expect(spanText({ from: T, to: T }, utc)).toBe("2026-04-01 05:22:08.250");
});

test("durations in two neighbouring units", () => {
  expect(durationText(0)).toBe("0 s");
  expect(durationText(185_000_000)).toBe("3 min 5 s");
  expect(durationText(2 * 86_400_000_000 + 30_000_000)).toBe("2 d");
  expect(durationText(12_000)).toBe("12 ms");
});

test("offsets, halves of hours and west of Greenwich included", () => {
  expect(offsetText(T, seoul)).toBe("UTC+9");
  expect(offsetText(T, utc)).toBe("UTC");
  expect(offsetText(T, timeZone("Asia/Kolkata"))).toBe("UTC+5:30");
  expect(offsetText(T, timeZone("America/St_Johns"))).toBe("UTC−2:30");
});
