import fc from "fast-check";
import { expect, test } from "vitest";
import { findDateOrder, parseTableTime } from "./table-time.ts";

const utc = (...parts: [number, number, number, number?, number?, number?]): number =>
  Date.UTC(parts[0], parts[1] - 1, parts[2], parts[3] ?? 0, parts[4] ?? 0, parts[5] ?? 0) * 1000;

test.each([
  ["13/09/2001", "dmy", utc(2001, 9, 13)],
  ["09/13/2001", "mdy", utc(2001, 9, 13)],
  ["8/03/2006", "dmy", utc(2006, 3, 8)],
  ["8.3.06", undefined, utc(2006, 3, 8)],
  ["1-2-99 4:05 PM", "mdy", utc(1999, 1, 2, 16, 5)],
  ["12/31/2020 12:00 am", "mdy", utc(2020, 12, 31)],
  ["13/09/2001 16:05:30", "dmy", utc(2001, 9, 13, 16, 5, 30)],
  ["2017-03-07T10:39:11+01:00", undefined, utc(2017, 3, 7, 9, 39, 11)],
  ["2017/03/07", undefined, utc(2017, 3, 7)],
] as const)("%s as %s", (text, order, expected) => {
  expect(parseTableTime(text, order)?.microseconds).toBe(expected);
});

test.each([
  ["0/1/00", "dmy"],
  ["31/02/2006", "dmy"],
  ["03/04/2006", undefined],
  ["13/13/2006", "dmy"],
  ["1/2/2006 13:00 pm", "dmy"],
  ["", "dmy"],
  ["29/12 eme4489", "dmy"],
] as const)("%j is no date in order %s", (text, order) => {
  expect(parseTableTime(text, order)).toBeUndefined();
});

test("a number is no date: a sheet marks its dates as such", () => {
  expect(parseTableTime(42795, "dmy")).toBeUndefined();
  expect(parseTableTime({ at: 5 }, undefined)?.microseconds).toBe(5);
});

test("the order is what a number over 12 proves, and nothing else", () => {
  expect(findDateOrder(["01/02/2006", "13/02/2006"])).toBe("dmy");
  expect(findDateOrder(["01/02/2006", "02/13/2006"])).toBe("mdy");
  expect(findDateOrder(["01/02/2006"])).toBeUndefined();
  expect(findDateOrder(["13/02/2006", "02/13/2006"])).toBeUndefined();
});

test("every day of two centuries is read back in both orders", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("1900-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
      (date) => {
        const [year, month, day] = date.toISOString().slice(0, 10).split("-").map(Number) as [
          number,
          number,
          number,
        ];
        const expected = utc(year, month, day);
        expect(parseTableTime(`${day}/${month}/${year}`, "dmy")?.microseconds).toBe(expected);
        expect(parseTableTime(`${month}/${day}/${year}`, "mdy")?.microseconds).toBe(expected);
      },
    ),
    { seed: 20261124 },
  );
});
