/** What lies under the pointer. Coordinates are CSS pixels of the plot; y includes the head, not the scroll. */
import { bucketAt } from "./bars.ts";
import { gapsOn, type Frame, type PlacedLane, type PlacedMark } from "./layout.ts";
import { HEAD_HEIGHT, OVERVIEW_HEIGHT, OVERVIEW_TOP, rowAt, type Row } from "./rows.ts";
import { xToTime } from "./scale.ts";
import { nearestTrace, tracesOn } from "./trace-axes.ts";
import type { PlacedTrace, TimelineData } from "./view.ts";

export type Hit =
  | { readonly type: "overview" }
  | { readonly type: "axis" }
  | { readonly type: "mark"; readonly lane: number; readonly mark: number }
  | { readonly type: "bucket"; readonly lane: number; readonly bucket: number }
  | { readonly type: "gap"; readonly gap: number }
  | { readonly type: "not-loaded" }
  | { readonly type: "left-later" }
  | { readonly type: "trace"; readonly trace: number; readonly bucket: number }
  | { readonly type: "lane"; readonly lane: number }
  | { readonly type: "nothing" };

/** How far beside a mark still counts. */
const REACH = 2;

export function hitTest(data: TimelineData, frame: Frame, scrollTop: number, x: number, y: number): Hit {
  if (y < OVERVIEW_TOP + OVERVIEW_HEIGHT) return { type: "overview" };
  if (y < HEAD_HEIGHT) return { type: "axis" };
  const contentY = y - HEAD_HEIGHT + scrollTop;
  const row = rowAt(frame.rows.rows, contentY);
  const isLoaded = frame.loadedFrom === undefined || x >= frame.loadedFrom;
  const isLater = frame.loadedTo !== undefined && x >= frame.loadedTo;
  if (row === undefined) return { type: !isLoaded ? "not-loaded" : isLater ? "left-later" : "nothing" };
  if (row.type === "trace") return hitTrace(data, frame, row, x, contentY);
  const placed = row.type === "lane" ? frame.lanes.find((lane) => lane.row === row) : undefined;
  if (placed !== undefined) {
    const mark = markAt(placed, x, contentY);
    if (mark !== undefined) return { type: "mark", lane: row.index, mark };
  }
  const hatched = gapAt(data, frame, row, x);
  if (placed !== undefined) {
    const bucket = hitBucket(data, frame, placed, x);
    if (bucket !== undefined) return { type: "bucket", lane: row.index, bucket };
  }
  if (hatched !== undefined) return hatched;
  if (!isLoaded) return { type: "not-loaded" };
  if (isLater) return { type: "left-later" };
  return placed === undefined ? { type: "nothing" } : { type: "lane", lane: row.index };
}

/**
 * The mark at a point: what was drawn last lies on top; a mark hit itself wins over one that is only
 * in reach. Answers the index into the lane's marks.
 */
export function markAt(
  { marks }: { readonly marks: readonly PlacedMark[] },
  x: number,
  y: number,
): number | undefined {
  let near: number | undefined;
  for (let at = marks.length - 1; at >= 0; at -= 1) {
    const { left, right, top, bottom, index } = marks[at] as PlacedMark;
    if (x >= left && x <= right && y >= top && y <= bottom) return index;
    const inReach = x >= left - REACH && x <= right + REACH && y >= top - REACH && y <= bottom + REACH;
    if (inReach) near ??= index;
  }
  return near;
}

function hitBucket(
  data: TimelineData,
  frame: Frame,
  { lane, row }: PlacedLane,
  x: number,
): number | undefined {
  const window = data.slice?.window;
  if (window === undefined || (lane.style === "marks" && !row.collapsed)) return undefined;
  const bucket = bucketAt(window, lane.counts.length, xToTime(frame.scale, x));
  if (bucket === undefined) return undefined;
  // A bar is 3 to 6 pixels wide: its neighbours' place counts too where nothing else claims it.
  return [bucket, bucket - 1, bucket + 1].find((index) => (lane.counts[index] ?? 0) > 0);
}

function hitTrace(data: TimelineData, frame: Frame, row: Row, x: number, y: number): Hit {
  const bucketOf = ({ window, trace }: PlacedTrace): number | undefined =>
    bucketAt(window, trace.mean.length, xToTime(frame.scale, x));
  const at = row.index + (nearestTrace(tracesOn(data, row), row, bucketOf, y) ?? 0);
  const placed = data.traces[at];
  const bucket = placed && bucketOf(placed);
  // Where there is no value the reason is worth more.
  if (bucket === undefined || Number.isNaN(placed?.trace.mean[bucket])) {
    const gap = gapAt(data, frame, row, x);
    if (gap !== undefined) return gap;
  }
  return bucket === undefined ? { type: "nothing" } : { type: "trace", trace: at, bucket };
}

function gapAt(data: TimelineData, frame: Frame, row: Row, x: number): Hit | undefined {
  const gap = gapsOn(row, data, frame.gaps).find(({ left, right }) => x >= left && x <= right);
  return gap === undefined ? undefined : { type: "gap", gap: gap.index };
}
