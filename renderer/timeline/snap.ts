/** Edges of a brush take to the starts and ends of events that are drawn singly in the lane under the pointer. */
import type { Frame } from "./layout.ts";
import { brushTime } from "./brush.ts";
import { HEAD_HEIGHT, rowAt } from "./rows.ts";
import { timeToX } from "./scale.ts";

/** How near the pointer must come, CSS pixels. */
export const SNAP_REACH = 6;

/** µs UTC: of the nearest start or end in reach, else of the pointer itself; coordinates as of `hitTest`. */
export function snapTime(frame: Frame, scrollTop: number, x: number, y: number): number {
  const row = rowAt(frame.rows.rows, y - HEAD_HEIGHT + scrollTop);
  const placed = frame.lanes.find((lane) => lane.row === row);
  let [nearest, reach] = [brushTime(frame.scale, x), SNAP_REACH];
  if (placed === undefined) return nearest;
  const { starts, ends } = placed.lane.marks;
  for (const { index } of placed.marks)
    for (const time of [starts[index], ends[index]]) {
      if (time === undefined || Number.isNaN(time)) continue;
      const distance = Math.abs(timeToX(frame.scale, time) - x);
      if (distance < reach) [nearest, reach] = [time, distance];
    }
  return nearest;
}
