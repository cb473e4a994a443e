/** Buckets of a lane as bars: where they stand and how high. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import { timeToX, type Scale } from "./scale.ts";

/** The lowest bar: one event must be seen. */
export const LOWEST_BAR = 3;

/** Height in pixels of a count; 0 only for 0. */
export function barHeight(count: number, maximum: number, room: number): number {
  if (count <= 0 || maximum <= 0) return 0;
  return Math.max(LOWEST_BAR, Math.round((Math.min(count, maximum) / maximum) * room));
}

export function maximumOf(counts: ArrayLike<number>): number {
  let maximum = 0;
  for (let index = 0; index < counts.length; index += 1) maximum = Math.max(maximum, counts[index] ?? 0);
  return maximum;
}

/** Index of the bucket that holds `time`; undefined outside of the window. */
export function bucketAt(window: TimeWindow, buckets: number, time: number): number | undefined {
  if (time < window.from || time >= window.to) return undefined;
  return Math.min(buckets - 1, Math.floor(((time - window.from) / (window.to - window.from)) * buckets));
}

/** Span of a bucket, µs. */
export function bucketSpan(window: TimeWindow, buckets: number, bucket: number): TimeWindow {
  const width = (window.to - window.from) / buckets;
  return { from: window.from + bucket * width, to: window.from + (bucket + 1) * width };
}

/** First bucket and the one after the last that show on the plot. */
export function visibleBuckets(window: TimeWindow, buckets: number, scale: Scale): readonly [number, number] {
  const width = (window.to - window.from) / buckets;
  const first = Math.floor((scale.window.from - window.from) / width);
  const last = Math.ceil((scale.window.to - window.from) / width);
  return [Math.min(buckets, Math.max(0, first)), Math.min(buckets, Math.max(0, last))];
}

/** Left edge and width in whole pixels, one pixel free to the next bar where there is room. */
export function barEdges(
  window: TimeWindow,
  buckets: number,
  bucket: number,
  scale: Scale,
): readonly [number, number] {
  const { from, to } = bucketSpan(window, buckets, bucket);
  const left = Math.round(timeToX(scale, from));
  const right = Math.round(timeToX(scale, to));
  return [left, Math.max(1, right - left - (right - left >= 3 ? 1 : 0))];
}

/** Sum of the counts in a window, whole buckets by where their middle lies. */
export function countWithin(counts: ArrayLike<number>, window: TimeWindow, within: TimeWindow): number {
  let sum = 0;
  const width = (window.to - window.from) / counts.length;
  for (let index = 0; index < counts.length; index += 1) {
    const middle = window.from + (index + 0.5) * width;
    if (middle >= within.from && middle < within.to) sum += counts[index] ?? 0;
  }
  return sum;
}
