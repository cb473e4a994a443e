/** Draws one lane: bars of counts coloured by fail rate, spans, diamonds, labels. */
import { EVENT_KINDS } from "../../shared/model/event.ts";
import { barEdges, barHeight, visibleBuckets } from "./bars.ts";
import { mix, readableOn } from "./colour.ts";
import type { Frame, PlacedLane, PlacedMark } from "./layout.ts";
import { labelFont, type Context2D } from "./paint-context.ts";
import { CRITICAL, FAIL, WARNING, type PreparedLane } from "./prepare.ts";
import { rampIndex, rampOf } from "./rate-colour.ts";
import type { TimelineColours, TimelineData, TimelineView } from "./view.ts";

/** Text on a bar: the one that stands out. */
export const ON_BAR = ["#06181b", "#ffffff"] as const;

/** A lone event is no full bar, even where no bucket holds more. */
const LEAST_MAXIMUM = 3;

export function paintLane(
  context: Context2D,
  data: TimelineData,
  view: TimelineView,
  frame: Frame,
  placed: PlacedLane,
): void {
  if (placed.lane.style === "bars" || placed.row.collapsed) paintBars(context, data, view, frame, placed);
  if (placed.row.collapsed) return;
  for (const mark of placed.marks) paintMark(context, view.colours, placed.lane, mark);
  paintLabels(context, view.colours, placed);
}

function paintBars(
  context: Context2D,
  data: TimelineData,
  view: TimelineView,
  { scale }: Frame,
  { lane, row }: PlacedLane,
): void {
  const window = data.slice?.window;
  if (window === undefined) return;
  const { colours } = view;
  const base = row.top + row.height - 1;
  const room = row.height - 4;
  const ramp = rampOf(colours.rate);
  // Only what is surely not usual has a colour; that of a kind would be read as one of these.
  const plain = mix(colours.kinds.machine, colours.panel, 0.15);
  const groups = new Map<string, (readonly [number, number, number])[]>();
  const [first, last] = visibleBuckets(window, lane.counts.length, scale);
  for (let bucket = first; bucket < last; bucket += 1) {
    const count = lane.counts[bucket] ?? 0;
    if (count === 0) continue;
    const place = lane.places[bucket] ?? NaN;
    const colour = Number.isNaN(place) ? plain : (ramp[rampIndex(place)] ?? plain);
    const [x, width] = barEdges(window, lane.counts.length, bucket, scale);
    const bar = [x, width, barHeight(count, Math.max(lane.maximum, LEAST_MAXIMUM), room)] as const;
    const group = groups.get(colour);
    if (group === undefined) groups.set(colour, [bar]);
    else group.push(bar);
  }
  for (const [colour, bars] of groups) {
    context.fillStyle = colour;
    context.beginPath();
    for (const [x, width, height] of bars) context.rect(x, base - height, width, height);
    context.fill();
  }
}

/** @param kind index into EVENT_KINDS */
export function markColour(colours: TimelineColours, kind: number, severity: number): string {
  if (severity >= FAIL) return colours.fail;
  return severity === WARNING ? colours.warn : colours.kinds[EVENT_KINDS[kind] ?? "machine"];
}

const colourOf = (colours: TimelineColours, { marks }: PreparedLane, index: number): string =>
  markColour(colours, marks.kinds[index] ?? 0, marks.severities[index] ?? 0);

function paintMark(context: Context2D, colours: TimelineColours, lane: PreparedLane, mark: PlacedMark): void {
  const severity = lane.marks.severities[mark.index] ?? 0;
  context.fillStyle = colourOf(colours, lane, mark.index);
  tracePath(context, mark, 0);
  context.fill();
  // A thin edge in the colour of the panel parts marks that touch.
  context.strokeStyle = colours.panel;
  context.lineWidth = 1;
  context.stroke();
  if (severity >= CRITICAL) {
    context.strokeStyle = colours.fail;
    context.lineWidth = 1;
    tracePath(context, mark, 2.5);
    context.stroke();
  }
}

/** The outline of a mark, `grown` pixels outside of it. */
export function tracePath(context: Context2D, mark: PlacedMark, grown: number): void {
  const { left, right, top, bottom, shape } = mark;
  context.beginPath();
  if (shape === "point") {
    const x = (left + right) / 2;
    const y = (top + bottom) / 2;
    const half = (right - left) / 2 + grown * 1.3;
    context.moveTo(x, y - half);
    context.lineTo(x + half, y);
    context.lineTo(x, y + half);
    context.lineTo(x - half, y);
    context.closePath();
    return;
  }
  const width = right - left;
  const radius = Math.min(3, width / 2, (bottom - top) / 2) + grown;
  context.roundRect(left - grown, top - grown, width + 2 * grown, bottom - top + 2 * grown, radius);
}

function paintLabels(
  context: Context2D,
  colours: TimelineColours,
  { lane, marks, labels }: PlacedLane,
): void {
  context.font = labelFont(colours.fontFamily);
  context.textBaseline = "middle";
  for (const { mark, left, y, text, inside } of labels) {
    const placed = marks[mark];
    if (placed === undefined) continue;
    const colour = colourOf(colours, lane, placed.index);
    context.fillStyle = inside ? readableOn(colour, ...ON_BAR) : colours.second;
    context.fillText(text, left, y + 0.5);
  }
}
