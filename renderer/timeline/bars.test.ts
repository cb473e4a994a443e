import fc from "fast-check";
import { expect, test } from "vitest";
import {
  barEdges,
  barHeight,
  bucketAt,
  bucketSpan,
  countWithin,
  LOWEST_BAR,
  visibleBuckets,
} from "./bars.ts";
import { timeToX } from "./scale.ts";

test("height grows with the count, one event is seen, none is not", () => {
  expect(barHeight(0, 10, 20)).toBe(0);
  expect(barHeight(1, 1_000, 20)).toBe(LOWEST_BAR);
  expect(barHeight(5, 10, 20)).toBe(10);
  expect(barHeight(10, 10, 20)).toBe(20);
  expect(barHeight(30, 10, 20)).toBe(20);
});

test("every bucket holds exactly the times of its span", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 9_999_999 }), (buckets, time) => {
      const window = { from: 0, to: 10_000_000 };
      const bucket = bucketAt(window, buckets, time);
      const span = bucketSpan(window, buckets, bucket ?? -1);
      expect(time).toBeGreaterThanOrEqual(span.from - 1e-6);
      expect(time).toBeLessThan(span.to + 1e-6);
    }),
    { seed: 41 },
  );
  expect(bucketAt({ from: 0, to: 10 }, 5, 10)).toBeUndefined();
});

test("the visible buckets are those that touch the plot", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: -500, max: 1_500 }),
      fc.integer({ min: 1, max: 900 }),
      (buckets, from, span) => {
        const window = { from: 0, to: 1_000 };
        const scale = { window: { from, to: from + span }, width: 300 };
        const [first, last] = visibleBuckets(window, buckets, scale);
        for (let bucket = 0; bucket < buckets; bucket += 1) {
          const { from: left, to: right } = bucketSpan(window, buckets, bucket);
          const touches = timeToX(scale, right) > 1e-6 && timeToX(scale, left) < 300 - 1e-6;
          if (touches) expect(bucket >= first && bucket < last).toBe(true);
        }
      },
    ),
    { seed: 42 },
  );
});

test("neighbouring bars never overlap", () => {
  const window = { from: 0, to: 1_000 };
  const scale = { window: { from: 0, to: 1_000 }, width: 437 };
  for (let bucket = 1; bucket < 100; bucket += 1) {
    const [left, width] = barEdges(window, 100, bucket - 1, scale);
    expect(left + width).toBeLessThanOrEqual(barEdges(window, 100, bucket, scale)[0]);
  }
});

test("counting within a window takes the buckets whose middle lies in it", () => {
  expect(countWithin([1, 2, 4, 8], { from: 0, to: 40 }, { from: 4, to: 26 })).toBe(7);
});
