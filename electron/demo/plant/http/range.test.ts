import { expect, test } from "vitest";
import { acceptedCoding } from "./encoding.ts";
import { byteRange } from "./range.ts";

test.each([
  ["bytes=0-9", { start: 0, end: 10 }],
  ["bytes=90-", { start: 90, end: 100 }],
  ["bytes=-5", { start: 95, end: 100 }],
  ["bytes=-500", { start: 0, end: 100 }],
  ["bytes=50-500", { start: 50, end: 100 }],
  ["bytes=99-99", { start: 99, end: 100 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=9-3", undefined],
  ["bytes=0-1,4-5", undefined],
  ["lines=0-1", undefined],
  ["bytes=-", undefined],
  [undefined, undefined],
])("of 100 bytes, %s is %o", (header, range) => {
  expect(byteRange(header, 100)).toEqual(range);
});

test.each([
  ["", "identity"],
  ["gzip", "gzip"],
  ["gzip, deflate, br, zstd", "zstd"],
  ["zstd;q=0, GZIP;q=0.5", "gzip"],
  ["br", "identity"],
])("for %s the answer is coded %s", (header, coding) => {
  expect(acceptedCoding(header)).toBe(coding);
});
