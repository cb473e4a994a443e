import fc from "fast-check";
import { expect, test } from "vitest";
import { TimestampReader } from "./timestamp.ts";

test("reads seven digits of a second and drops what is below a microsecond", () => {
  expect(new TimestampReader().read("2017-02-06T10:02:36.3593759Z")).toBe(1486375356359375);
});

test("agrees with Date.parse on every millisecond, in any order of minutes", () => {
  const reader = new TimestampReader();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_799_999 }), (milliseconds) => {
      const text = new Date(milliseconds).toISOString();
      expect(reader.read(text)).toBe(milliseconds * 1000);
    }),
    { seed: 20170206, numRuns: 2000 },
  );
});

test.each([
  ["2017-02-06T10:02:36Z", 1486375356000000],
  ["2017-02-06T10:02:36.5Z@100", 1486375356500000],
  ["2017-02-06T11:02:36.5+01:00", 1486375356500000],
  ["2017-02-06T05:32:36.5-0430", 1486375356500000],
  ["2016-12-31T23:59:60Z", 1483228800000000],
])("takes %s", (text, expected) => {
  expect(new TimestampReader().read(text)).toBe(expected);
});

test.each([
  "2017",
  "20176",
  "2017-02-06",
  "2017-02-06T10:02",
  "2017-02-06T10:02:",
  "2017-02-06T10:02:36.Z",
  "2017-02-06T10:02:61Z",
  "2017-02-30T10:02:36Z",
  "2017-13-06T10:02:36Z",
  "2017-02-06T24:02:36Z",
  "2017-02-06T10:02:36ZZ",
  "2017-02-06 10:02:36Z",
  "",
])("refuses %j", (text) => {
  expect(new TimestampReader().read(text)).toBeUndefined();
});

test("takes a time without a zone as UTC and counts it", () => {
  const reader = new TimestampReader();
  expect(reader.read("2017-02-06T10:02:36.5")).toBe(1486375356500000);
  expect(reader.withoutZone).toBe(1);
});
