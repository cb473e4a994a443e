import fc from "fast-check";
import { expect, test } from "vitest";
import { sizeCode, sizeOfCode } from "./occurrence-size.ts";

test("a code stands for its size within 5 %, from a micron to 800 m, and keeps the order", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 8e5, noNaN: true }),
      fc.double({ min: 1, max: 4, noNaN: true }),
      (size, by) => {
        expect(Math.abs(sizeOfCode(sizeCode(size)) / size - 1)).toBeLessThan(0.05);
        expect(sizeCode(size * by)).toBeGreaterThanOrEqual(sizeCode(size));
      },
    ),
    { seed: 411, numRuns: 300 },
  );
  expect([sizeCode(0), sizeCode(1e30)]).toEqual([0, 254]);
});
