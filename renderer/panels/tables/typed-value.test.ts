import { expect, test } from "vitest";
import { timeZone } from "../../timeline/time-zone.ts";
import { typedTime, typedValue } from "./typed-value.ts";

const utc = timeZone("UTC");
const berlin = timeZone("Europe/Berlin");

test.each([
  ["2026-04-01", Date.UTC(2026, 3, 1)],
  [" 2026-4-1 8:05 ", Date.UTC(2026, 3, 1, 8, 5)],
  ["2026-04-01T14:22:08", Date.UTC(2026, 3, 1, 14, 22, 8)],
])("%j is a time", (text, ms) => expect(typedTime(text, utc)).toBe(ms * 1_000));

test("a time is that of the zone, summer and winter", () => {
  expect(typedTime("2026-07-01 12:00", berlin)).toBe(Date.UTC(2026, 6, 1, 10) * 1_000);
  expect(typedTime("2026-01-01 12:00", berlin)).toBe(Date.UTC(2026, 0, 1, 11) * 1_000);
});

test.each(["", "yesterday", "2026-02-30", "2026-13-01", "2026-04-01 25:00", "01.04.2026"])(
  "%j is no time",
  (text) => expect(typedTime(text, utc)).toBeUndefined(),
);

const number = { id: "value", kind: "number", width: 80 } as const;
const span = { id: "duration", kind: "span", width: 80 } as const;
test.each([
  [number, "4.08", 4.08],
  [number, "−0,5", -0.5],
  [number, "4 mm", undefined],
  [number, "", undefined],
  [span, "90", 90_000_000],
  [span, "5 min", 300_000_000],
  [span, "1.5 h", 5_400_000_000],
  [span, "2 weeks", undefined],
])("%o takes %j as %j", (column, text, value) => expect(typedValue(column, text, utc)).toBe(value));
