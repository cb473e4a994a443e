/**
 * Minimum, maximum and mean per bucket of a trace, from whole chunks, their levels, and samples.
 *
 * A level whose samples lie in one bucket counts there, exactly. One that an edge goes through counts on both sides with all
 * it reaches, and with its mean by the time that it has on each. So no envelope leaves out a sample of its bucket, and
 * it is exact but for samples less than the length of a level beside it: whoever adds levels sees to it that they are short.
 */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { Levels } from "./levels.ts";
import type { SampleSummary } from "./summary.ts";

export interface Samples {
  /** µs UTC, ascending. */
  readonly times: Float64Array;
  /** NaN: none. */
  readonly values: Float64Array;
}

export interface Reduced {
  /** NaN where nothing was recorded. */
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
  readonly mean: Float32Array;
}

export interface TraceBuckets {
  readonly addSamples: (samples: Samples) => void;
  /** A chunk that lies in one bucket, by a time of it. */
  readonly addWhole: (time: number, summary: SampleSummary) => void;
  readonly addLevels: (levels: Levels) => void;
  readonly reduced: () => Reduced;
}

export function createTraceBuckets(window: TimeWindow, buckets: number): TraceBuckets {
  const minimum = new Float32Array(buckets).fill(NaN);
  const maximum = new Float32Array(buckets).fill(NaN);
  const sums = new Float64Array(buckets);
  const counts = new Float64Array(buckets);
  const scale = buckets / (window.to - window.from);

  /** -1 before the window, `buckets` after it. */
  const bucketOf = (time: number): number =>
    time < window.from
      ? -1
      : time >= window.to
        ? buckets
        : Math.min(buckets - 1, Math.floor((time - window.from) * scale));
  const add = (bucket: number, least: number, most: number, mean: number, count: number): void => {
    // Negated, so that the first value replaces NaN.
    if (!(least >= (minimum[bucket] as number))) minimum[bucket] = least;
    if (!(most <= (maximum[bucket] as number))) maximum[bucket] = most;
    sums[bucket] = (sums[bucket] as number) + mean * count;
    counts[bucket] = (counts[bucket] as number) + count;
  };

  return {
    // By itself, and not by the two above: of all of this it alone sees every sample.
    addSamples: ({ times, values }) => {
      const { from, to } = window;
      const last = buckets - 1;
      for (let at = 0; at < times.length; at += 1) {
        const time = times[at] as number;
        const value = values[at] as number;
        if (time < from || time >= to || Number.isNaN(value)) continue;
        const bucket = Math.min(last, Math.floor((time - from) * scale));
        if (!(value >= (minimum[bucket] as number))) minimum[bucket] = value;
        if (!(value <= (maximum[bucket] as number))) maximum[bucket] = value;
        sums[bucket] = (sums[bucket] as number) + value;
        counts[bucket] = (counts[bucket] as number) + 1;
      }
    },
    addWhole: (time, { minimum: least, maximum: most, mean, known }) => {
      const bucket = bucketOf(time);
      if (bucket < 0 || bucket >= buckets || least === null || most === null || mean === null) return;
      add(bucket, least, most, mean, known);
    },
    addLevels: ({ times, ends, ...levels }) => {
      for (let at = 0; at < times.length; at += 1) {
        const count = levels.counts[at] as number;
        if (count === 0) continue;
        const [start, end] = [times[at] as number, ends[at] as number];
        const [left, right] = [bucketOf(start), bucketOf(end)];
        for (let bucket = Math.max(0, left); bucket <= Math.min(right, buckets - 1); bucket += 1) {
          const from = bucket === left ? start : window.from + bucket / scale;
          const to = bucket === right ? end : window.from + (bucket + 1) / scale;
          const share = left === right ? 1 : Math.max(0, to - from) / (end - start);
          add(
            bucket,
            levels.minimum[at] as number,
            levels.maximum[at] as number,
            levels.mean[at] as number,
            count * share,
          );
        }
      }
    },
    reduced: () => ({
      minimum,
      maximum,
      // Of a level that only touches a bucket nothing is left by its time: half of what it reaches is as good.
      mean: Float32Array.from(sums, (sum, at) => {
        const count = counts[at] as number;
        return count > 0 ? sum / count : ((minimum[at] as number) + (maximum[at] as number)) / 2;
      }),
    }),
  };
}
