/** Where the lanes and traces stand: tops and heights, CSS pixels, below the overview and the axis. */
import type { PreparedLane } from "./prepare.ts";

export const OVERVIEW_TOP = 4;
export const OVERVIEW_HEIGHT = 18;
export const AXIS_HEIGHT = 21;
/** Overview and axis together: what does not scroll. */
export const HEAD_HEIGHT = OVERVIEW_TOP + OVERVIEW_HEIGHT + AXIS_HEIGHT;

/** What a lane shrinks to before the lanes scroll: a label's line. */
const LEAST_LANE = 17;
const MOST_LANE = 44;
/** Of each row of a lane beyond its first; the tight one where the lanes would not all be in view. */
const FURTHER_ROW = 16;
const TIGHT_ROW = 13;
const COLLAPSED_LANE = 14;
/** What a person may make of a lane, CSS pixels. */
export const LOWEST_LANE = 12;
export const HIGHEST_LANE = 240;
const LEAST_TRACE = 36;
const MOST_TRACE = 72;
/** Of traces over each other: of each a line of the legend, and room for their axes. */
export const LEGEND_LINE = 15;
const LEAST_TOGETHER = 84;
const MOST_TOGETHER = 160;

export interface Row {
  readonly type: "lane" | "trace" | "gaps";
  /** Index into the lanes or the traces. */
  readonly index: number;
  /** How many traces lie over each other in it, from that one on; 0: it is a row of something else. */
  readonly traces: number;
  /** From the top of the scrolled content. */
  readonly top: number;
  readonly height: number;
  readonly collapsed: boolean;
}

export interface Rows {
  readonly rows: readonly Row[];
  readonly height: number;
}

/** What a person made of the lanes, by their ids. */
export interface LaneShapes {
  readonly collapsed: readonly string[];
  /** CSS pixels. */
  readonly heights: Readonly<Record<string, number>>;
  /** So many of the traces, from the first one on, lie over each other in one row. */
  readonly together: number;
}

export const NO_SHAPES: LaneShapes = { collapsed: [], heights: {}, together: 0 };

/** @param room what the panel offers below the head; free room is given to the lanes, then to the traces */
export function placeRows(
  lanes: readonly Pick<PreparedLane, "id" | "rowCount" | "style">[],
  traces: number,
  gapsRow: boolean,
  { collapsed, heights, together }: LaneShapes,
  room: number,
): Rows {
  const folded = new Set(collapsed);
  const shapeOf = ({ id }: { readonly id: string }): number | undefined =>
    folded.has(id) ? COLLAPSED_LANE : heights[id];
  const open = lanes.filter((lane) => shapeOf(lane) === undefined);
  const over = Math.min(together, traces) > 1 ? Math.min(together, traces) : 0;
  const alone = traces - over;
  const leastOver = over === 0 ? 0 : Math.max(LEAST_TOGETHER, over * LEGEND_LINE + 6);
  const leastTraces = leastOver + alone * LEAST_TRACE;
  const fixed =
    lanes.reduce((sum, lane) => sum + (shapeOf(lane) ?? 0), 0) +
    (gapsRow ? COLLAPSED_LANE + 4 : 0) +
    leastTraces;
  const further = open.reduce((sum, lane) => sum + lane.rowCount - 1, 0);
  const fits = fixed + further * FURTHER_ROW + open.length * LEAST_LANE <= room;
  const furtherRow = fits ? FURTHER_ROW : TIGHT_ROW;
  const flexible = room - fixed - further * furtherRow;
  const lane = Math.min(
    MOST_LANE,
    Math.max(LEAST_LANE, open.length === 0 ? LEAST_LANE : Math.floor(flexible / open.length)),
  );
  const spare = flexible - lane * open.length;
  const more = Math.max(0, Math.floor(spare / Math.max(1, alone + Math.min(1, over))));
  const overHeight = Math.max(leastOver, Math.min(MOST_TOGETHER, leastOver + more));
  const trace = Math.min(MOST_TRACE, LEAST_TRACE + more);

  const rows: Row[] = [];
  let top = 0;
  const add = (type: Row["type"], index: number, height: number, isCollapsed: boolean, its = 0): void => {
    rows.push({ type, index, top, height, collapsed: isCollapsed, traces: its });
    top += height;
  };
  lanes.forEach((one, index) => {
    add("lane", index, shapeOf(one) ?? lane + (one.rowCount - 1) * furtherRow, folded.has(one.id));
  });
  if (gapsRow) add("gaps", 0, COLLAPSED_LANE + 4, false);
  if (over > 0) add("trace", 0, overHeight, false, over);
  for (let index = over; index < traces; index += 1) add("trace", index, trace, false, 1);
  return { rows, height: top };
}

/** The row at a height of the scrolled content. */
export function rowAt(rows: readonly Row[], y: number): Row | undefined {
  return rows.find((row) => y >= row.top && y < row.top + row.height);
}

/** The rows of which anything is in view: there may be hundreds. */
export function rowsInView(rows: readonly Row[], scrollTop: number, height: number): readonly Row[] {
  return rows.filter((row) => row.top < scrollTop + height && row.top + row.height > scrollTop);
}
