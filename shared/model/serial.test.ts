import { expect, test } from "vitest";
import { canonicalSerial } from "./serial.ts";

test.each([
  ["6", "6"],
  ["06", "6"],
  [" 16 ", "16"],
  ["16.0", "16"],
  ["0", "0"],
  ["000", "0"],
  ["100", "100"],
  ["SN-0147", "SN-0147"],
  ["0A1", "0A1"],
  ["16.5", "16.5"],
])("%j is serial %j", (written, serial) => {
  expect(canonicalSerial(written)).toBe(serial);
});
