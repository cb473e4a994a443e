import fc from "fast-check";
import { expect, test } from "vitest";
import { requestFor, serves } from "./request.ts";

const windows = fc
  .tuple(
    fc.integer({ min: 0, max: 1_800_000_000_000_000 }),
    fc.integer({ min: 5_000, max: 2_000_000_000_000_000 }),
  )
  .map(([from, span]) => ({ from, to: from + span }));
const widths = fc.integer({ min: 200, max: 5_000 });

test("what is asked covers the window and serves it, within the contract's bounds", () => {
  fc.assert(
    fc.property(windows, widths, (window, width) => {
      const request = requestFor(window, width);
      expect(request.window.from).toBeLessThanOrEqual(window.from);
      expect(request.window.to).toBeGreaterThanOrEqual(window.to);
      expect(Number.isSafeInteger(request.window.from) && Number.isSafeInteger(request.window.to)).toBe(true);
      expect(request.buckets).toBeGreaterThanOrEqual(8);
      expect(request.buckets).toBeLessThanOrEqual(8_192);
      // No answer that would be asked again at once.
      expect(serves(request, window, width, window)).toBe(true);
    }),
    { seed: 51, numRuns: 500 },
  );
});

test("buckets stand still while panning: their edges are multiples of one power of two", () => {
  fc.assert(
    fc.property(windows, widths, fc.double({ min: -0.4, max: 0.4, noNaN: true }), (window, width, share) => {
      const delta = Math.round((window.to - window.from) * share);
      const a = requestFor(window, width);
      const b = requestFor({ from: window.from + delta, to: window.to + delta }, width);
      const bucket = (a.window.to - a.window.from) / a.buckets;
      expect((b.window.to - b.window.from) / b.buckets).toBe(bucket);
      expect(Math.abs((b.window.from - a.window.from) % bucket)).toBe(0);
      expect(Math.log2(bucket) % 1).toBe(0);
    }),
    { seed: 52, numRuns: 300 },
  );
});

test("a small pan needs no new answer, a far one and a zoom do", () => {
  const window = { from: 1_000_000_000, to: 2_000_000_000 };
  const extent = { from: 0, to: 10_000_000_000 };
  const answered = requestFor(window, 1_000);
  const moved = (delta: number): boolean =>
    serves(answered, { from: window.from + delta, to: window.to + delta }, 1_000, extent);
  expect(moved(300_000_000)).toBe(true);
  expect(moved(900_000_000)).toBe(false);
  expect(serves(answered, { from: 1_400_000_000, to: 1_600_000_000 }, 1_000, extent)).toBe(false);
});

test("margins beyond the extent need no data", () => {
  const extent = { from: 0, to: 1_000_000 };
  const answered = { window: extent, buckets: 250 };
  expect(serves(answered, { from: -20_000, to: 1_020_000 }, 1_000, extent)).toBe(true);
});
