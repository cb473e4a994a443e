/** Draws a whole frame. Runs in the worker, or on the page where there is none. */
import { clocksBeside, clocksOf, clockSpans } from "./clocks-off.ts";
import { gapsOn, layoutFrame, placeEvent, type Frame } from "./layout.ts";
import { paintCursor } from "./paint-cursor.ts";
import { createMeasure, hatch, labelFont, type Context2D } from "./paint-context.ts";
import { axisTicks, paintAxis, paintOverview, type AxisTicks } from "./paint-head.ts";
import { paintLane, tracePath } from "./paint-lane.ts";
import { paintTraces } from "./paint-axes.ts";
import { paintTrace } from "./paint-trace.ts";
import { mix } from "./colour.ts";
import { AXIS_HEIGHT, HEAD_HEIGHT, rowsInView } from "./rows.ts";
import { resolution, timeToX } from "./scale.ts";
import { clockChanges } from "./clock-changes.ts";
import { weekends } from "./ticks.ts";
import { durationText } from "./time-text.ts";
import { tracesOn } from "./trace-axes.ts";
import { timeZone, type TimeZone } from "./time-zone.ts";
import type { TimelineData, TimelineView } from "./view.ts";

export type PaintFrame = (data: TimelineData, view: TimelineView) => void;

const DAY = 86_400_000_000;

export function createPaint(context: Context2D): PaintFrame {
  const widths = createMeasure(context);
  return (data, view) => {
    const { colours, width, height, ratio } = view;
    const zone = timeZone(view.zone);
    const font = labelFont(colours.fontFamily);
    const small = labelFont(colours.fontFamily, 10);
    const measure = (text: string): number => widths(text, font);
    const frame = layoutFrame(data, view, measure);
    const axis = axisTicks(view, zone);

    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = "left";
    context.fillStyle = colours.panel;
    context.fillRect(0, 0, width, height);
    paintBody(context, data, view, frame, axis, zone);
    paintOverview(context, data, view, zone, (text) => widths(text, small));
    context.strokeStyle = colours.line;
    line(context, 0, HEAD_HEIGHT - 0.5, width, HEAD_HEIGHT - 0.5);
    const labels = paintAxis(context, view, axis, zone, measure);
    paintClockChanges(context, view, frame, zone, labels, (text) => widths(text, small));
    paintClocksBeside(context, data, view, frame);
    paintBrushEdges(context, view, frame);
    if (view.cursor !== undefined) paintCursor(context, view, view.cursor, (text) => widths(text, font));
  };
}

/** The lanes and traces, scrolled, below the head. */
function paintBody(
  context: Context2D,
  data: TimelineData,
  view: TimelineView,
  frame: Frame,
  axis: AxisTicks,
  zone: TimeZone,
): void {
  const { colours, width, height } = view;
  context.save();
  context.beginPath();
  context.rect(0, HEAD_HEIGHT, width, height - HEAD_HEIGHT);
  context.clip();
  context.translate(0, HEAD_HEIGHT - view.scrollTop);
  const bottom = Math.max(frame.rows.height, height - HEAD_HEIGHT + view.scrollTop);
  paintWeekends(context, view, frame, zone, bottom);
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  for (const { time } of axis.ticks) {
    const x = Math.round(timeToX(frame.scale, time)) + 0.5;
    line(context, x, 0, x, bottom);
  }
  const rows = rowsInView(frame.rows.rows, view.scrollTop, height - HEAD_HEIGHT);
  for (const { top, height: rowHeight } of rows) {
    const y = Math.round(top + rowHeight) - 0.5;
    line(context, 0, y, width, y);
  }
  paintBrushTint(context, view, frame, bottom);
  paintNotLoaded(context, view, frame, bottom);
  paintGaps(context, data, view, frame);
  for (const placed of frame.lanes) paintLane(context, data, view, frame, placed);
  paintClocksOfLanes(context, data, view, frame);
  for (const row of rows) {
    const traces = tracesOn(data, row);
    const [only] = traces;
    if (traces.length > 1) paintTraces(context, traces, row, frame.scale, colours);
    else if (only !== undefined)
      paintTrace(context, only, row, frame.scale, {
        colour: mix(colours.good, colours.text, 0.25),
        dash: [],
      });
  }
  for (const [event, colour, strength] of [
    [view.focused, colours.text, 1],
    [view.selected, colours.accent, 2],
  ] as const) {
    const mark = event && placeEvent(frame, event);
    if (mark === undefined) continue;
    context.strokeStyle = colour;
    context.lineWidth = strength;
    tracePath(context, mark, 2);
    context.stroke();
  }
  context.restore();
}

/** Below this many pixels per day a jump of an hour is not marked. */
const LEAST_DAY = 24;

/** Where the clock of the zone jumps: times on both sides of the line do not follow each other. */
function paintClockChanges(
  context: Context2D,
  view: TimelineView,
  frame: Frame,
  zone: TimeZone,
  labels: readonly (readonly [left: number, right: number])[],
  measure: (text: string) => number,
): void {
  if (DAY / resolution(frame.scale) < LEAST_DAY) return;
  const { colours } = view;
  context.font = labelFont(colours.fontFamily, 10);
  context.textBaseline = "middle";
  for (const { time, by } of clockChanges(view.window, zone)) {
    const x = Math.round(timeToX(frame.scale, time)) + 0.5;
    context.strokeStyle = colours.warn;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    line(context, x, HEAD_HEIGHT, x, view.height);
    context.setLineDash([]);
    const text = `${by > 0 ? "+" : "−"}${durationText(Math.abs(by))}`;
    const half = measure(text) / 2 + 3;
    // The cursor says it too where a date stands there already.
    if (labels.some(([left, right]) => left < x + half && right > x - half)) continue;
    if (x - half < 0 || x + half > view.width) continue;
    context.fillStyle = colours.warn;
    context.fillText(text, x - half + 3, HEAD_HEIGHT - AXIS_HEIGHT / 2 + 1);
  }
}

/** Weekends a shade darker while days can be told apart: gaps of work, not of data. */
function paintWeekends(
  context: Context2D,
  view: TimelineView,
  frame: Frame,
  zone: TimeZone,
  bottom: number,
): void {
  const perDay = DAY / resolution(frame.scale);
  if (perDay < 4) return;
  context.fillStyle = view.colours.sunken;
  for (const { from, to } of weekends(view.window, zone)) {
    const left = timeToX(frame.scale, from);
    context.fillRect(left, 0, timeToX(frame.scale, to) - left, bottom);
  }
}

function paintGaps(context: Context2D, data: TimelineData, view: TimelineView, frame: Frame): void {
  for (const row of rowsInView(frame.rows.rows, view.scrollTop, view.height - HEAD_HEIGHT)) {
    for (const [left, right] of mergeSpans(gapsOn(row, data, frame.gaps))) {
      hatch(context, left, row.top + 2, right - left, row.height - 4, view.colours.muted);
    }
  }
}

/** Under a lane by source: the times above were stated by a clock that was off. */
function paintClocksOfLanes(context: Context2D, data: TimelineData, view: TimelineView, frame: Frame): void {
  const clocks = data.slice?.clocks ?? [];
  if (clocks.length === 0) return;
  for (const { lane, row } of frame.lanes)
    dashClocks(context, view, clockSpans(clocksOf(lane, clocks), frame.scale), row.top + row.height - 2);
}

/** Under the axis those of sources that have no lane here; who they are is said beside it. */
function paintClocksBeside(context: Context2D, data: TimelineData, view: TimelineView, frame: Frame): void {
  const { slice } = data;
  const beside = clocksBeside(slice?.lanes ?? [], slice?.clocks ?? []);
  dashClocks(context, view, clockSpans(beside, frame.scale), HEAD_HEIGHT - 2);
}

function dashClocks(
  context: Context2D,
  { colours }: TimelineView,
  spans: readonly { readonly left: number; readonly right: number }[],
  y: number,
): void {
  if (spans.length === 0) return;
  context.strokeStyle = colours.warn;
  context.lineWidth = 2;
  context.setLineDash([3, 3]);
  for (const [left, right] of mergeSpans(spans)) line(context, left, y, right, y);
  context.setLineDash([]);
}

/** Over every lane: what is blank there may have happened. */
function paintNotLoaded(context: Context2D, view: TimelineView, frame: Frame, bottom: number): void {
  const { loadedFrom, loadedTo } = frame;
  if (loadedFrom !== undefined) paintBlank(context, view, 0, loadedFrom, bottom);
  if (loadedTo !== undefined) paintBlank(context, view, loadedTo, view.width, bottom);
}

/** With a line where history begins or ends. */
function paintBlank(
  context: Context2D,
  { colours, width }: TimelineView,
  left: number,
  right: number,
  bottom: number,
): void {
  context.fillStyle = colours.sunken;
  context.fillRect(left, 0, right - left, bottom);
  // Fainter than a gap: events of other sources stand on it, with their words.
  hatch(context, left, 0, right - left, bottom, colours.line);
  context.strokeStyle = colours.muted;
  context.lineWidth = 1;
  const edge = Math.round(right < width ? right : left) - 0.5;
  line(context, edge, 0, edge, bottom);
}

/** Overlapping boxes as one: hatching must not grow darker where two sources were silent. */
export function mergeSpans(
  spans: readonly { readonly left: number; readonly right: number }[],
): readonly (readonly [number, number])[] {
  const merged: [number, number][] = [];
  for (const { left, right } of spans.toSorted((a, b) => a.left - b.left)) {
    const before = merged[merged.length - 1];
    if (before !== undefined && left <= before[1]) before[1] = Math.max(before[1], right);
    else merged.push([left, right]);
  }
  return merged;
}

function paintBrushTint(context: Context2D, view: TimelineView, frame: Frame, bottom: number): void {
  if (view.brush === undefined) return;
  const left = timeToX(frame.scale, view.brush.from);
  context.globalAlpha = 0.14;
  context.fillStyle = view.colours.accent;
  context.fillRect(left, 0, timeToX(frame.scale, view.brush.to) - left, bottom);
  context.globalAlpha = 1;
}

function paintBrushEdges(context: Context2D, view: TimelineView, frame: Frame): void {
  if (view.brush === undefined) return;
  context.strokeStyle = view.colours.accent;
  context.lineWidth = 2;
  for (const time of [view.brush.from, view.brush.to]) {
    const x = Math.round(timeToX(frame.scale, time));
    line(context, x, HEAD_HEIGHT - 14, x, view.height);
  }
}

function line(context: Context2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
