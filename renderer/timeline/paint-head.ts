/** Draws what does not scroll: the overview strip with the window in it, and the date axis. */
import { barEdges, barHeight, maximumOf } from "./bars.ts";
import type { MeasureText } from "./labels.ts";
import { labelFont, type Context2D } from "./paint-context.ts";
import { AXIS_HEIGHT, HEAD_HEIGHT, OVERVIEW_HEIGHT, OVERVIEW_TOP } from "./rows.ts";
import { timeToX, type Scale } from "./scale.ts";
import { axisContext, chooseStep, ticksOf, type Tick, type TickStep } from "./ticks.ts";
import type { TimeZone } from "./time-zone.ts";
import type { TimelineData, TimelineView } from "./view.ts";

export interface AxisTicks {
  readonly step: TickStep;
  readonly ticks: readonly Tick[];
}

export function axisTicks(view: TimelineView, zone: TimeZone): AxisTicks {
  const step = chooseStep(view.window, view.width);
  return { step, ticks: ticksOf(view.window, step, zone) };
}

export function paintOverview(
  context: Context2D,
  data: TimelineData,
  view: TimelineView,
  zone: TimeZone,
  measure: MeasureText,
): void {
  const { colours, width } = view;
  const scale: Scale = { window: view.limits, width };
  context.fillStyle = colours.sunken;
  context.fillRect(0, OVERVIEW_TOP, width, OVERVIEW_HEIGHT);
  const left = timeToX(scale, view.window.from);
  const right = Math.max(left + 2, timeToX(scale, view.window.to));
  context.globalAlpha = 0.14;
  context.fillStyle = colours.accent;
  context.fillRect(left, OVERVIEW_TOP, right - left, OVERVIEW_HEIGHT);
  context.globalAlpha = 1;
  paintCounts(context, data, view, scale);
  paintOverviewYears(context, view, scale, zone, measure);
  if (view.brush !== undefined) {
    const from = timeToX(scale, view.brush.from);
    const to = timeToX(scale, view.brush.to);
    context.fillStyle = colours.accent;
    context.fillRect(from, OVERVIEW_TOP + OVERVIEW_HEIGHT - 2, Math.max(2, to - from), 2);
  }
  context.strokeStyle = colours.accent;
  context.lineWidth = 1;
  const x = Math.max(0.5, Math.round(left) + 0.5);
  const boxRight = Math.min(width - 0.5, Math.round(right) - 0.5);
  context.strokeRect(x, OVERVIEW_TOP + 0.5, Math.max(1, boxRight - x), OVERVIEW_HEIGHT - 1);
}

/** From here on the ramp a bucket of the overview stands out: surely above the baseline, and well. */
const CONSPICUOUS = 0.75;

function paintCounts(context: Context2D, data: TimelineData, view: TimelineView, scale: Scale): void {
  if (data.overview === undefined) return;
  const { extent, counts, places } = data.overview;
  const maximum = maximumOf(counts);
  const base = OVERVIEW_TOP + OVERVIEW_HEIGHT - 1;
  for (const conspicuous of [false, true]) {
    context.fillStyle = conspicuous ? view.colours.rate[2] : view.colours.muted;
    context.globalAlpha = conspicuous ? 1 : 0.75;
    context.beginPath();
    for (let bucket = 0; bucket < counts.length; bucket += 1) {
      const count = counts[bucket] ?? 0;
      if (count === 0) continue;
      if ((places[bucket] ?? NaN) >= CONSPICUOUS !== conspicuous) continue;
      // Square root: one busy day must not flatten a year.
      const height = barHeight(Math.sqrt(count), Math.sqrt(maximum), OVERVIEW_HEIGHT - 4);
      const [x, width] = barEdges(extent, counts.length, bucket, scale);
      context.rect(x, base - height, width, height);
    }
    context.fill();
  }
  context.globalAlpha = 1;
}

function paintOverviewYears(
  context: Context2D,
  view: TimelineView,
  scale: Scale,
  zone: TimeZone,
  measure: MeasureText,
): void {
  const { colours } = view;
  const step = chooseStep(view.limits, view.width, () => 220);
  context.font = labelFont(colours.fontFamily, 10);
  context.textBaseline = "middle";
  for (const { time, label } of ticksOf(view.limits, step, zone)) {
    const x = Math.round(timeToX(scale, time));
    const width = measure(label);
    context.fillStyle = colours.line;
    context.fillRect(x, OVERVIEW_TOP, 1, OVERVIEW_HEIGHT);
    if (x + width + 8 > view.width) continue;
    // A plate: the label must be read over the bars.
    context.globalAlpha = 0.88;
    context.fillStyle = colours.sunken;
    context.fillRect(x + 1, OVERVIEW_TOP + 2, width + 6, OVERVIEW_HEIGHT - 5);
    context.globalAlpha = 1;
    context.fillStyle = colours.muted;
    context.fillText(label, x + 4, OVERVIEW_TOP + OVERVIEW_HEIGHT / 2);
  }
}

/** @returns where labels stand */
export function paintAxis(
  context: Context2D,
  view: TimelineView,
  { step, ticks }: AxisTicks,
  zone: TimeZone,
  measure: MeasureText,
): readonly (readonly [left: number, right: number])[] {
  const { colours, width } = view;
  const placed: (readonly [number, number])[] = [];
  const scale: Scale = { window: view.window, width };
  const middle = HEAD_HEIGHT - AXIS_HEIGHT / 2 + 1;
  context.textBaseline = "middle";
  let free = 0;
  const left = axisContext(view.window.from, step, zone);
  if (left !== undefined) {
    context.font = labelFont(colours.fontFamily, 11, 600);
    const end = context.measureText(left).width + 16;
    // Where a larger unit begins so near, its own label says more than what ends there.
    const begins = ticks.some(({ time, major }) => major && timeToX(scale, time) + 5 < end);
    if (!begins || step.unit === "day") {
      context.fillStyle = colours.second;
      context.fillText(left, 6, middle);
      placed.push([6, end]);
      free = end;
    }
  }
  context.font = labelFont(colours.fontFamily);
  for (const { time, label, major } of ticks) {
    const x = timeToX(scale, time) + 5;
    const end = x + measure(label);
    if (x < free || end > width - 2) continue;
    context.fillStyle = major ? colours.second : colours.muted;
    context.fillText(label, x, middle);
    placed.push([x, end]);
    free = end + 8;
  }
  return placed;
}
