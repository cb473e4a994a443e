/** What is worked out once per answer of the host, not per frame: how each lane is drawn, and its rows. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { TimelineLane, TimelineMarks, TimelineSlice } from "../../shared/contract/events.ts";
import type { LaneDimension } from "../../shared/contract/timeline-lanes.ts";
import type { EventKind } from "../../shared/model/event.ts";
import { maximumOf } from "./bars.ts";
import { laneId } from "./lane-id.ts";
import { totalOf } from "./chance.ts";
import { surePlaces } from "./sure-places.ts";
import { stack } from "./stacking.ts";

/** Width of a diamond, CSS pixels: also the least width that a span takes in a row. */
export const POINT_SIZE = 11;
/** Narrowest bar of a span. */
export const LEAST_SPAN = 3;
/** Rows of overlapping spans in a lane; more would push the other lanes off the panel. */
export const MAXIMUM_ROWS = 3;
/** Diamonds alone: a cluster reads as one, zooming in parts it. */
const MAXIMUM_POINT_ROWS = 2;
/** Share of marks that may lie over others before the lane is drawn as bars. */
const TOLERATED = 0.1;
/** Pixels of plot per point, on average, from which on points are drawn singly. */
const ROOM_PER_POINT = 48;
/** So few events are always drawn singly, also where some lie over others. */
const RARE = 24;
/** Diamonds may overlap by a third before one moves to another row. */
const POINT_ROOM = 7;

export interface PreparedLane {
  /** See lane-id.ts. */
  readonly id: string;
  readonly by: LaneDimension;
  readonly key: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** Lanes that are summed in this one. */
  readonly others: number;
  /** Of a lane by kind. */
  readonly kind: EventKind | undefined;
  readonly history: TimelineLane["history"];
  readonly total: number;
  readonly undated: number;
  readonly counts: Uint32Array;
  readonly failed: Uint32Array;
  readonly expected: Float32Array;
  readonly worst: Uint8Array;
  readonly worstPositions: Float64Array;
  readonly maximum: number;
  /** Of each bucket on the ramp of rates; NaN where its rate may be the usual one. */
  readonly places: Float32Array;
  /** Any failure in the answer: its bars are coloured by rate. */
  readonly fails: boolean;
  /** marks: every event singly. bars: counts, with the notable events over them. */
  readonly style: "marks" | "bars";
  /** What is drawn singly. */
  readonly marks: TimelineMarks;
  readonly rows: Uint8Array;
  readonly rowCount: number;
}

export interface PreparedSlice {
  readonly window: TimeWindow;
  readonly lanes: readonly PreparedLane[];
  readonly gaps: TimelineSlice["gaps"];
  readonly notLoaded: TimelineSlice["notLoaded"];
  readonly leftLater: TimelineSlice["leftLater"];
  readonly clocks: TimelineSlice["clocks"];
  /** Events starting in each bucket, each once, in however many lanes it stands. */
  readonly counts: Uint32Array;
}

/** @param resolution µs per pixel at which the answer will be shown */
export function prepare(slice: TimelineSlice, resolution: number): PreparedSlice {
  const width = (slice.window.to - slice.window.from) / resolution;
  return {
    window: slice.window,
    gaps: slice.gaps,
    notLoaded: slice.notLoaded,
    leftLater: slice.leftLater,
    clocks: slice.clocks,
    counts: slice.counts,
    lanes: slice.lanes.map((lane) => prepareLane(lane, resolution, width)),
  };
}

function prepareLane(lane: TimelineLane, resolution: number, width: number): PreparedLane {
  const common = {
    id: laneId(lane),
    by: lane.by,
    key: lane.key,
    name: lane.name,
    parent: lane.parent,
    others: lane.others,
    kind: lane.kind,
    history: lane.history,
    total: lane.total,
    undated: lane.undated,
    counts: lane.counts,
    failed: lane.failed,
    expected: lane.expected,
    worst: lane.worst,
    worstPositions: lane.worstPositions,
    maximum: maximumOf(lane.counts),
    places: surePlaces(lane.failed, lane.counts, lane.expected, totalOf(lane.history)),
    fails: lane.failed.some((count) => count > 0),
  };
  if (lane.marks !== undefined) {
    const points = lane.marks.ends.filter((end) => Number.isNaN(end)).length;
    const count = lane.marks.starts.length;
    const stacking = stackMarks(lane.marks, resolution, points === count ? MAXIMUM_POINT_ROWS : MAXIMUM_ROWS);
    const sparse = points <= width / ROOM_PER_POINT && stacking.overlapping <= count * TOLERATED;
    if (sparse || count <= RARE) {
      return { ...common, style: "marks", marks: lane.marks, ...stacking };
    }
  }
  const marks = lane.notable ?? notableOf(lane.marks, width * resolution);
  return { ...common, style: "bars", marks, ...stackMarks(marks, resolution, 1) };
}

function stackMarks(
  marks: TimelineMarks,
  resolution: number,
  rows: number,
): { readonly rows: Uint8Array; readonly rowCount: number; readonly overlapping: number } {
  const { starts, ends } = marks;
  const lefts = Float64Array.from(starts, (start, index) =>
    Number.isNaN(ends[index]) ? start - (POINT_ROOM / 2) * resolution : start,
  );
  const rights = Float64Array.from(starts, (start, index) => {
    const end = ends[index] as number;
    return Number.isNaN(end)
      ? start + (POINT_ROOM / 2) * resolution
      : Math.max(end, start + LEAST_SPAN * resolution);
  });
  return stack(lefts, rights, rows, resolution);
}

/** Index into SEVERITIES of "critical". */
export const CRITICAL = 4;
/** Index into SEVERITIES of "fail". */
export const FAIL = 3;
/** Index into SEVERITIES of "warning". */
export const WARNING = 2;

/** The same choice as the host's `notable`: critical events, and spans over 1 % of the answered window. */
function notableOf(marks: TimelineMarks | undefined, span: number): TimelineMarks {
  const chosen: number[] = [];
  const count = marks?.starts.length ?? 0;
  for (let index = 0; index < count; index += 1) {
    const duration = (marks?.ends[index] as number) - (marks?.starts[index] as number);
    if ((marks?.severities[index] ?? 0) >= CRITICAL || duration >= span / 100) chosen.push(index);
  }
  return {
    positions: Float64Array.from(chosen, (index) => marks?.positions[index] ?? 0),
    starts: Float64Array.from(chosen, (index) => marks?.starts[index] ?? 0),
    ends: Float64Array.from(chosen, (index) => marks?.ends[index] ?? NaN),
    severities: Uint8Array.from(chosen, (index) => marks?.severities[index] ?? 0),
    kinds: Uint8Array.from(chosen, (index) => marks?.kinds[index] ?? 0),
    titles: chosen.map((index) => marks?.titles[index] ?? ""),
  };
}
