import fc from "fast-check";
import { expect, test } from "vitest";
import { chunkOf, decodeChunk, encodeChunk } from "./event-chunk.ts";
import { rowArbitrary, SEED } from "./testing/random-history.ts";
import { timesOf } from "./time-column.ts";

test("times are kept exactly, in seconds, milliseconds or microseconds, near or far apart", () => {
  const times = fc
    .tuple(
      fc.constantFrom(1, 7, 1_000, 1_000_000),
      fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
      fc.array(fc.oneof(fc.nat({ max: 5_000 }), fc.nat({ max: 2 ** 31 - 1 })), { maxLength: 50 }),
    )
    .map(([step, origin, steps]) => steps.map((n) => origin + n * step));
  fc.assert(
    fc.property(times, (some) => {
      const { origin, step, values } = timesOf(some);
      expect(Array.from(values, (value) => origin + value * step)).toEqual(some);
    }),
    { seed: SEED, numRuns: 200 },
  );
  expect(timesOf([0, 3_600_000_000, 7_200_000_000]).values).toBeInstanceOf(Uint32Array);
});

test("a chunk comes back from its bytes as it went in, from whatever address", () => {
  const rows = fc.array(rowArbitrary, { maxLength: 300 });
  fc.assert(
    fc.property(rows, fc.nat({ max: 7 }), (some, shift) => {
      const chunk = chunkOf(some.map((row, position) => ({ ...row, position })));
      const bytes = encodeChunk(chunk);
      const moved = new Uint8Array(bytes.length + shift).subarray(shift);
      moved.set(bytes);
      expect(decodeChunk(moved)).toEqual(chunk);
      expect(() => decodeChunk(bytes.subarray(0, -1))).toThrow(RangeError);
    }),
    { seed: SEED, numRuns: 100 },
  );
});
