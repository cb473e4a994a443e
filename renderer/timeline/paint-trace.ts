/** Draws a signal as the line of its means in the band between its minima and maxima. */
import { visibleBuckets } from "./bars.ts";
import type { Context2D } from "./paint-context.ts";
import type { Row } from "./rows.ts";
import { timeToX, type Scale } from "./scale.ts";
import { valueToY, type LineStyle } from "./trace-axes.ts";
import type { PlacedTrace } from "./view.ts";

/** Empty buckets up to this many pixels are bridged: slower sampling than the screen is no gap. */
const BRIDGE = 10;
/** Zoomed in: so many of the usual distances between two samples are bridged. */
const USUAL = 3;

export function paintTrace(
  context: Context2D,
  { trace, window, range }: PlacedTrace,
  row: Row,
  scale: Scale,
  { colour, dash }: LineStyle,
): void {
  if (range === undefined) return;
  const isOver = row.traces > 1;
  const y = (value: number): number => valueToY(row, range, value);
  const buckets = trace.mean.length;
  const width = (window.to - window.from) / buckets;
  const [first, last] = visibleBuckets(window, buckets, scale);
  const bridge = Math.max(
    (BRIDGE / scale.width) * spanInBuckets(scale, width),
    USUAL * usualDistance(trace.mean, first, last) - 1,
  );
  for (const run of runsOf(trace.mean, first, last, bridge)) {
    const xs = run.map((bucket) => timeToX(scale, window.from + (bucket + 0.5) * width));
    context.beginPath();
    run.forEach((bucket, at) => context.lineTo(xs[at] as number, y(trace.maximum[bucket] as number) - 0.5));
    for (let at = run.length - 1; at >= 0; at -= 1) {
      context.lineTo(xs[at] as number, y(trace.minimum[run[at] as number] as number) + 0.5);
    }
    context.closePath();
    context.globalAlpha = isOver ? 0.14 : 0.28;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = isOver ? 1.5 : 1.25;
    context.setLineDash([...dash]);
    context.lineJoin = "round";
    context.beginPath();
    run.forEach((bucket, at) => context.lineTo(xs[at] as number, y(trace.mean[bucket] as number)));
    if (run.length === 1) {
      // A lone value: its band as a stroke, and a dot.
      const [x, bucket] = [xs[0] as number, run[0] as number];
      context.moveTo(x, y(trace.minimum[bucket] as number) + 1);
      context.lineTo(x, y(trace.maximum[bucket] as number) - 1);
    }
    context.stroke();
  }
  context.setLineDash([]);
}

function spanInBuckets(scale: Scale, width: number): number {
  return (scale.window.to - scale.window.from) / width;
}

/** Median distance between neighbouring buckets that hold a value; 0 where fewer than four of them do. */
export function usualDistance(mean: ArrayLike<number>, first: number, last: number): number {
  const distances: number[] = [];
  let before: number | undefined;
  for (let bucket = Math.max(0, first); bucket < Math.min(mean.length, last); bucket += 1) {
    if (Number.isNaN(mean[bucket])) continue;
    if (before !== undefined) distances.push(bucket - before);
    before = bucket;
  }
  if (distances.length < 3) return 0;
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
}

/** Runs of buckets that hold a value, bridging at most `bridge` empty ones. One bucket beyond each edge is kept. */
export function runsOf(
  mean: ArrayLike<number>,
  first: number,
  last: number,
  bridge: number,
): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let before: number | undefined;
  for (let bucket = Math.max(0, first - 1); bucket < Math.min(mean.length, last + 1); bucket += 1) {
    if (Number.isNaN(mean[bucket])) continue;
    const run = runs[runs.length - 1];
    if (run !== undefined && before !== undefined && bucket - before - 1 <= Math.max(0, bridge))
      run.push(bucket);
    else runs.push([bucket]);
    before = bucket;
  }
  return runs;
}
