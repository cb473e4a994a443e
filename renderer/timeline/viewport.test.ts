import fc from "fast-check";
import { expect, test } from "vitest";
import { timeToX } from "./scale.ts";
import {
  clampWindow,
  fit,
  limitsOf,
  pan,
  reveal,
  SHORTEST_SPAN,
  spanOf,
  unionOf,
  zoomAt,
} from "./viewport.ts";

const LIMITS = { from: 0, to: 1_000_000_000_000 };
const window = fc
  .tuple(
    fc.integer({ min: 0, max: 900_000_000_000 }),
    fc.integer({ min: SHORTEST_SPAN, max: 100_000_000_000 }),
  )
  .map(([from, span]) => ({ from, to: from + span }));
const seeded = { seed: 20260401, numRuns: 500 };

test("zooming keeps the time under the cursor where the limits allow it", () => {
  fc.assert(
    fc.property(
      window,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.2, max: 4, noNaN: true }),
      (before, share, factor) => {
        const at = before.from + share * spanOf(before);
        const after = zoomAt(before, at, factor, LIMITS);
        const free = after.from > LIMITS.from && after.to < LIMITS.to;
        if (!free) return;
        const width = 1_200;
        expect(timeToX({ window: after, width }, at)).toBeCloseTo(timeToX({ window: before, width }, at), 2);
      },
    ),
    seeded,
  );
});

test("no zoom leaves the limits or shows less than the shortest span", () => {
  fc.assert(
    fc.property(
      window,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      (before, share, factor) => {
        const after = zoomAt(before, before.from + share * spanOf(before), factor, LIMITS);
        expect(after.from).toBeGreaterThanOrEqual(LIMITS.from);
        expect(after.to).toBeLessThanOrEqual(LIMITS.to + 1e-3);
        expect(spanOf(after)).toBeGreaterThanOrEqual(SHORTEST_SPAN - 1e-3);
      },
    ),
    seeded,
  );
});

test("panning keeps the length and stops at the limits", () => {
  fc.assert(
    fc.property(window, fc.integer({ min: -2_000_000_000_000, max: 2_000_000_000_000 }), (before, delta) => {
      const after = pan(before, delta, LIMITS);
      expect(spanOf(after)).toBeCloseTo(spanOf(before), 3);
      expect(after.from).toBeGreaterThanOrEqual(LIMITS.from);
      expect(after.to).toBeLessThanOrEqual(LIMITS.to);
      const free = before.from + delta >= LIMITS.from && before.to + delta <= LIMITS.to;
      if (free) expect(after.from).toBe(before.from + delta);
    }),
    seeded,
  );
});

test("a window longer than the limits becomes the limits", () => {
  expect(clampWindow({ from: -5, to: 2_000_000_000_000 }, LIMITS)).toEqual(LIMITS);
});

test("a single instant gets an hour around it", () => {
  expect(limitsOf({ from: 7_200_000_000, to: 7_200_000_001 })).toEqual({
    from: 5_400_000_000,
    to: 9_000_000_001,
  });
});

test("fitting leaves a tenth free on both sides", () => {
  expect(fit({ from: 100_000_000, to: 200_000_000 }, LIMITS)).toEqual({ from: 90_000_000, to: 210_000_000 });
});

test("revealing moves no further than needed", () => {
  const before = { from: 100_000_000, to: 200_000_000 };
  expect(reveal(before, 150_000_000, LIMITS)).toBe(before);
  expect(reveal(before, 250_000_000, LIMITS)).toEqual({ from: 160_000_000, to: 260_000_000 });
  expect(reveal(before, 50_000_000, LIMITS)).toEqual({ from: 40_000_000, to: 140_000_000 });
});

test("a union holds all windows and no more", () => {
  expect(unionOf([])).toBeUndefined();
  expect(unionOf([undefined])).toBeUndefined();
  expect(unionOf([{ from: 3, to: 5 }, undefined, { from: 1, to: 4 }])).toEqual({ from: 1, to: 5 });
});
