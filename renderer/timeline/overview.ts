/** The strip of the whole extent with the visible window in it: what a press takes, and what a drag does. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import { timeToX, xToTime, type Scale } from "./scale.ts";
import { clampWindow, pan, SHORTEST_SPAN, spanOf } from "./viewport.ts";

export type OverviewPart = "from" | "to" | "window" | "outside";

const EDGE_REACH = 5;
/** A window drawn narrower than this is taken whole: its edges can't be told apart. */
const NARROW = 14;

/** What lies under `x`; `scale` maps the limits on the strip. */
export function overviewPartAt(window: TimeWindow, scale: Scale, x: number): OverviewPart {
  const left = timeToX(scale, window.from);
  const right = timeToX(scale, window.to);
  if (right - left >= NARROW) {
    if (Math.abs(x - left) <= EDGE_REACH) return "from";
    if (Math.abs(x - right) <= EDGE_REACH) return "to";
    return x > left && x < right ? "window" : "outside";
  }
  // Wider than drawn, so that a sliver can still be caught.
  return Math.abs(x - (left + right) / 2) <= NARROW / 2 ? "window" : "outside";
}

/** The window after dragging `part` from `startX` to `x`; `outside` draws a new one. */
export function dragOverview(
  before: TimeWindow,
  part: OverviewPart,
  scale: Scale,
  startX: number,
  x: number,
): TimeWindow {
  const limits = scale.window;
  const delta = xToTime(scale, x) - xToTime(scale, startX);
  if (part === "window") return pan(before, delta, limits);
  if (part === "from") {
    const from = Math.min(before.from + delta, before.to - SHORTEST_SPAN);
    return { from: Math.max(from, limits.from), to: before.to };
  }
  if (part === "to") {
    const to = Math.max(before.to + delta, before.from + SHORTEST_SPAN);
    return { from: before.from, to: Math.min(to, limits.to) };
  }
  const a = xToTime(scale, startX);
  const b = xToTime(scale, x);
  return clampWindow({ from: Math.min(a, b), to: Math.max(a, b) }, limits);
}

/** A click beside the window centres it there. */
export function centreOn(window: TimeWindow, time: number, limits: TimeWindow): TimeWindow {
  const half = spanOf(window) / 2;
  return clampWindow({ from: time - half, to: time + half }, limits);
}
