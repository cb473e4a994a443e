import { expect, test } from "vitest";
import { SetChecksum } from "./checksum.ts";

const sum = (...entries: readonly (readonly [string, number])[]): string => {
  const checksum = new SetChecksum();
  for (const [id, revision] of entries) checksum.add(id, revision);
  return checksum.toString();
};

test("the order of adding does not matter, the entries do", () => {
  expect(sum(["a", 1], ["b", 2])).toBe(sum(["b", 2], ["a", 1]));
  expect(sum(["a", 1])).not.toBe(sum(["a", 2]));
  expect(sum(["a", 1])).not.toBe(sum(["b", 1]));
  expect(sum(["ab", 1], ["c", 1])).not.toBe(sum(["a", 1], ["bc", 1]));
  expect(sum(["a", 1], ["a", 1])).not.toBe(sum());
});

test("removing undoes adding, also after it was written down and read", () => {
  const checksum = new SetChecksum(sum(["a", 1], ["b", 7], ["c", 4_000_000_000]));
  checksum.remove("c", 4_000_000_000);
  checksum.remove("b", 7);
  expect(checksum.toString()).toBe(sum(["a", 1]));
  checksum.remove("a", 1);
  expect(checksum.toString()).toBe("0000000000000000");
});

test("100,000 ids that count up have no two sums alike", () => {
  const seen = new Set(Array.from({ length: 100_000 }, (_, index) => sum([`event/${index}`, 1])));
  expect(seen.size).toBe(100_000);
});
