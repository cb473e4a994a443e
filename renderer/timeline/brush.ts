/** The brushed span: made by a drag, changed by its edges. Times in µs UTC, whole. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import { timeToX, xToTime, type Scale } from "./scale.ts";

export type BrushEdge = "from" | "to";

/** How near the pointer must be to take an edge, CSS pixels. */
export const EDGE_REACH = 5;

/** Between the instant where a drag began and the one where it is now, inside the limits; undefined where empty. */
export function brushBetween(anchor: number, at: number, limits: TimeWindow): TimeWindow | undefined {
  const clamp = (time: number): number => Math.round(Math.min(Math.max(time, limits.from), limits.to));
  const from = clamp(Math.min(anchor, at));
  const to = clamp(Math.max(anchor, at));
  return from < to ? { from, to } : undefined;
}

/** The edge under the pointer; the nearer one where both are in reach. */
export function brushEdgeAt(brush: TimeWindow | undefined, scale: Scale, x: number): BrushEdge | undefined {
  if (brush === undefined) return undefined;
  const from = Math.abs(timeToX(scale, brush.from) - x);
  const to = Math.abs(timeToX(scale, brush.to) - x);
  if (Math.min(from, to) > EDGE_REACH) return undefined;
  return from < to ? "from" : "to";
}

/** The instant that stays while an edge is dragged; the edges may cross. */
export function brushAnchor(brush: TimeWindow, edge: BrushEdge): number {
  return edge === "from" ? brush.to : brush.from;
}

/** Where a drag is now: the pointer may leave the plot, the span may not. */
export function brushTime(scale: Scale, x: number): number {
  return xToTime(scale, Math.min(Math.max(x, 0), scale.width));
}
