/** A frame in pixels: where every row, mark and label stands for a view. The same on both sides of the worker. */
import type { LeftLater, NotLoaded, TimelineGap, TraceKey } from "../../shared/contract/events.ts";
import type { EventKind } from "../../shared/model/event.ts";
import { placeLabels, type MeasureText, type PlacedLabel } from "./labels.ts";
import { LEAST_SPAN, POINT_SIZE, type PreparedLane } from "./prepare.ts";
import { HEAD_HEIGHT, placeRows, rowsInView, type Row, type Rows } from "./rows.ts";
import { timeToX, type Scale } from "./scale.ts";
import { tracesOn } from "./trace-axes.ts";
import type { MarkedEvent, TimelineData, TimelineView } from "./view.ts";

/** Boxes are in the scrolled content: y counts from the top of the first lane. */
export interface PlacedMark {
  /** Index into the lane's marks. */
  readonly index: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly shape: "span" | "point";
}

export interface MarkLabel extends PlacedLabel {
  /** Index into the lane's placed marks. */
  readonly mark: number;
  /** Middle of the text. */
  readonly y: number;
}

export interface PlacedLane {
  readonly row: Row;
  readonly lane: PreparedLane;
  readonly marks: readonly PlacedMark[];
  readonly labels: readonly MarkLabel[];
}

export interface HatchedGap {
  /** Index into the slice's gaps. */
  readonly index: number;
  readonly left: number;
  readonly right: number;
}

export interface Frame {
  readonly scale: Scale;
  readonly rows: Rows;
  /** Those in view. */
  readonly lanes: readonly PlacedLane[];
  readonly gaps: readonly HatchedGap[];
  /** Right edge of the history that is left at its sources; undefined: none of it is in view. */
  readonly loadedFrom: number | undefined;
  /** Where sources begin that are followed until then, px; undefined: none in view. */
  readonly loadedTo: number | undefined;
}

/** Lane that machine gaps are hatched over. */
const GAP_LANE: EventKind = "machine";
const LEAST_GAP = 4;
/** Of the letters of a label with a little air, CSS pixels. */
const LABEL_HEIGHT = 12;

/** Gaps get a row of their own where no lane can carry them. */
export function needsGapsRow(data: TimelineData): boolean {
  const { slice } = data;
  if (slice === undefined || slice.gaps.length === 0) return false;
  const { lanes, gaps } = slice;
  return gaps.some((gap) => !lanes.some((lane) => hatches(lane, gap)));
}

/** Whether a lane is where a gap is seen. */
function hatches(
  { by, key, kind, others }: Pick<PreparedLane, "by" | "key" | "kind" | "others">,
  { sourceId, stream }: Pick<TimelineGap, "sourceId" | "stream">,
): boolean {
  if (others > 0) return false;
  if (by === "kind") return kind === GAP_LANE || kind === "gap";
  if (by === "source") return key === sourceId;
  return by === "equipment" && (stream === key || stream.startsWith(`${key} · `));
}

/**
 * The gaps that a row is hatched with: a lane of machines and the gaps' own row with all of them, a trace
 * with those of its equipment or of itself that could not be read back.
 */
export function gapsOn(row: Row, data: TimelineData, gaps: readonly HatchedGap[]): readonly HatchedGap[] {
  if (row.type === "gaps") return gaps;
  if (row.type === "lane") {
    const lane = data.slice?.lanes[row.index];
    if (lane === undefined) return [];
    return gaps.filter(({ index }) => {
      const gap = data.slice?.gaps[index];
      return gap !== undefined && hatches(lane, gap);
    });
  }
  const traces = tracesOn(data, row);
  return gaps.filter(({ index }) => {
    const gap = data.slice?.gaps[index];
    return gap !== undefined && !gap.backfilled && traces.some(({ trace }) => concerns(gap.stream, trace));
  });
}

/** Streams of equipment are named by it, those of a signal `equipment · signal`. */
function concerns(stream: string, { equipment, signal }: TraceKey): boolean {
  return stream === equipment || stream === `${equipment} · ${signal}`;
}

/** Before this time at least one source has history that is not here. */
export function loadedUntil(notLoaded: readonly NotLoaded[]): number | undefined {
  return notLoaded.length === 0 ? undefined : Math.max(...notLoaded.map(({ until }) => until));
}

/** From this time on at least one source is not followed. */
export function followedUntil(leftLater: readonly LeftLater[]): number | undefined {
  return leftLater.length === 0 ? undefined : Math.min(...leftLater.map(({ from }) => from));
}

export function layoutFrame(data: TimelineData, view: TimelineView, measure: MeasureText): Frame {
  const scale: Scale = { window: view.window, width: view.width };
  const lanes = data.slice?.lanes ?? [];
  const rows = placeRows(
    lanes,
    data.traces.length,
    needsGapsRow(data),
    view.shapes,
    view.height - HEAD_HEIGHT,
  );
  const gaps = (data.slice?.gaps ?? []).flatMap((gap, index): HatchedGap[] => {
    const left = timeToX(scale, gap.from);
    const right = gap.to === undefined ? view.width : timeToX(scale, gap.to);
    if (right < 0 || left > view.width) return [];
    return [{ index, left, right: Math.max(right, left + LEAST_GAP) }];
  });
  const until = loadedUntil(data.slice?.notLoaded ?? []);
  const edge = until === undefined ? undefined : timeToX(scale, until);
  const end = followedUntil(data.slice?.leftLater ?? []);
  const endEdge = end === undefined ? undefined : timeToX(scale, end);
  return {
    scale,
    rows,
    gaps,
    loadedFrom: edge !== undefined && edge > 0 ? Math.min(edge, view.width) : undefined,
    loadedTo: endEdge !== undefined && endEdge < view.width ? Math.max(endEdge, 0) : undefined,
    lanes: rowsInView(rows.rows, view.scrollTop, view.height - HEAD_HEIGHT).flatMap((row) => {
      const lane = row.type === "lane" ? lanes[row.index] : undefined;
      return lane === undefined ? [] : [layoutLane(lane, row, scale, measure)];
    }),
  };
}

function layoutLane(lane: PreparedLane, row: Row, scale: Scale, measure: MeasureText): PlacedLane {
  const { starts, ends } = lane.marks;
  const marks: PlacedMark[] = [];
  for (let index = 0; index < starts.length; index += 1) {
    const start = starts[index] as number;
    const end = ends[index] as number;
    const point = Number.isNaN(end);
    const x = timeToX(scale, start);
    const size = markSize(lane, row, point);
    const left = point ? x - size / 2 : x;
    const right = point ? x + size / 2 : Math.max(x + LEAST_SPAN, timeToX(scale, end));
    if (right < -1 || left > scale.width + 1) continue;
    const middle = markMiddle(lane, row, lane.rows[index] ?? 0, point);
    marks.push({
      index,
      left,
      right,
      top: middle - size / 2,
      bottom: middle + size / 2,
      shape: point ? "point" : "span",
    });
  }
  if (row.collapsed || lane.style === "bars") return { row, lane, marks, labels: [] };
  return { row, lane, marks, labels: labelMarks(lane, marks, scale.width, measure) };
}

function labelMarks(
  lane: PreparedLane,
  marks: readonly PlacedMark[],
  width: number,
  measure: MeasureText,
): readonly MarkLabel[] {
  const labels: MarkLabel[] = [];
  for (let stackRow = 0; stackRow < lane.rowCount; stackRow += 1) {
    const inRow: number[] = [];
    marks.forEach((mark, at) => {
      if (lane.rows[mark.index] === stackRow) inRow.push(at);
    });
    // Spans and points begin in order of their starts, but a diamond reaches left of its own.
    inRow.sort((a, b) => (marks[a] as PlacedMark).left - (marks[b] as PlacedMark).left);
    const items = inRow.map((at) => {
      const { left, right, top, bottom, shape, index } = marks[at] as PlacedMark;
      // A bar lower than its label would be struck through by its own edges.
      const holds = shape === "span" && bottom - top >= LABEL_HEIGHT;
      return { left, right, text: lane.marks.titles[index] ?? "", holds };
    });
    for (const label of placeLabels(items, width, measure)) {
      const mark = inRow[label.index] as number;
      const { top, bottom } = marks[mark] as PlacedMark;
      labels.push({ ...label, mark, y: (top + bottom) / 2 });
    }
  }
  return labels;
}

function markSize(lane: PreparedLane, row: Row, point: boolean): number {
  if (row.collapsed) return point ? 7 : 6;
  if (lane.style === "bars") return point ? 8 : 4;
  if (point) return POINT_SIZE;
  return Math.min(16, rowPitch(lane, row) - 4);
}

function rowPitch(lane: PreparedLane, row: Row): number {
  return lane.rowCount === 1 ? row.height : (row.height - 4) / lane.rowCount;
}

function markMiddle(lane: PreparedLane, row: Row, stackRow: number, point: boolean): number {
  if (row.collapsed) return row.top + row.height / 2;
  // Over the bars: at the upper edge, where only the highest bar reaches.
  if (lane.style === "bars") return row.top + (point ? 6 : 4);
  if (lane.rowCount === 1) return row.top + row.height / 2;
  return row.top + 2 + (stackRow + 0.5) * rowPitch(lane, row);
}

/** The box of a single event in its lane, for the ring around it; undefined where the lane is not there. */
export function placeEvent(frame: Frame, event: MarkedEvent): PlacedMark | undefined {
  for (const { lane, marks } of frame.lanes) {
    const known = marks.find(({ index }) => lane.marks.positions[index] === event.position);
    if (known !== undefined) return known;
  }
  const placed = frame.lanes.find(({ lane }) => lane.others === 0 && event.keys[lane.by] === lane.key);
  if (placed === undefined) return undefined;
  const { row } = placed;
  const x = timeToX(frame.scale, event.from);
  const right = event.to === undefined ? x : timeToX(frame.scale, event.to);
  if (right < 0 || x > frame.scale.width) return undefined;
  return {
    index: -1,
    left: event.to === undefined ? x - 2 : x,
    right: event.to === undefined ? x + 2 : Math.max(right, x + LEAST_SPAN),
    top: row.top + 2,
    bottom: row.top + row.height - 2,
    shape: "span",
  };
}
