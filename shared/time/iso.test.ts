import fc from "fast-check";
import { expect, test } from "vitest";
import { parseInstant } from "./iso.ts";

test("any instant that JavaScript prints is read back, with and without an offset", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("1971-01-01"), max: new Date("2199-01-01"), noInvalidDate: true }),
      fc.integer({ min: -14 * 60, max: 14 * 60 }),
      (date, offset) => {
        expect(parseInstant(date.toISOString())).toEqual({
          microseconds: date.getTime() * 1000,
          offsetMinutes: 0,
        });
        const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(offset);
        const zone = `${offset < 0 ? "-" : "+"}${String(Math.floor(size / 60)).padStart(2, "0")}:${String(size % 60).padStart(2, "0")}`;
        expect(parseInstant(local + zone)).toEqual({
          microseconds: date.getTime() * 1000,
          offsetMinutes: offset,
        });
      },
    ),
    { seed: 20261124 },
  );
});

test.each([
  ["2017-02-06T10:02:36.3593759Z", Date.UTC(2017, 1, 6, 10, 2, 36) * 1000 + 359_375],
  ["2017-03-07T10:39:11", Date.UTC(2017, 2, 7, 10, 39, 11) * 1000],
  ["2017-03-07", Date.UTC(2017, 2, 7) * 1000],
])("%s", (text, microseconds) => {
  expect(parseInstant(text)?.microseconds).toBe(microseconds);
});

test.each([
  "2017-02-30",
  "2017-13-01",
  "2017-02-06T25:00:00Z",
  "2017-02-06T10:61",
  "06/02/2017",
  "",
  "2017",
  "2017-02-06T",
])("%j is no instant", (text) => {
  expect(parseInstant(text)).toBeUndefined();
});
