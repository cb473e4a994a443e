/** What the lanes of a timeline stand for, and which of them are asked for. */
import * as v from "valibot";
import { text } from "./common.ts";

export const LANE_DIMENSIONS = ["kind", "equipment", "source", "order", "unit", "characteristic"] as const;
export type LaneDimension = (typeof LANE_DIMENSIONS)[number];

/** worst: failures beyond what the kinds of its events usually have, surest first; count: most events first. */
export const LANE_SORTS = ["worst", "count", "name"] as const;
export type LaneSort = (typeof LANE_SORTS)[number];

/** Stands for one lane among those of its dimension; "" is the lane of events that name none. */
const key = text(900);

/** Lanes that are asked for divided, and lanes that are asked for on top. */
export const MOST_DIVIDED = 30;
export const MOST_PINNED = 300;
/** Of a layout that is kept, over all dimensions. */
export const MOST_KEPT = { expanded: 100, collapsed: 300, heights: 300 } as const;

/** Of signals: more than these leave no room for the lanes. */
export const MOST_TRACES = 6;

export const lanesSchema = v.object({
  by: v.picklist(LANE_DIMENSIONS),
  /** What an expanded lane is divided by; absent: nothing is expanded. */
  within: v.exactOptional(v.picklist(LANE_DIMENSIONS)),
  /** Keys of lanes that are divided. */
  expanded: v.exactOptional(v.pipe(v.array(key), v.maxLength(MOST_DIVIDED))),
  /** Lanes by kind keep the order of EVENT_KINDS whatever this says. */
  sort: v.exactOptional(v.picklist(LANE_SORTS)),
  /** Lanes before the rest is summed in one; of a divided lane the same again. */
  limit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))),
  /** Keys of lanes that are answered first, in this order, whatever their rank. */
  pinned: v.exactOptional(v.pipe(v.array(key), v.maxLength(MOST_PINNED))),
  /** Only lanes whose name contains it, whatever the case of its letters; the pinned ones too. */
  search: v.exactOptional(text(200)),
});
export type LanesAsked = v.InferOutput<typeof lanesSchema>;

const traceKeys = v.pipe(
  v.array(v.object({ equipment: text(500), signal: text(500) })),
  v.maxLength(MOST_TRACES),
);
const laneIds = (most: number) => v.pipe(v.array(text(2_000)), v.maxLength(most));

/** How a person laid out the lanes; lanes by their ids (renderer/timeline/lane-id.ts), which name their dimension. */
export const laneLayoutSchema = v.object({
  by: v.picklist(LANE_DIMENSIONS),
  within: v.picklist(LANE_DIMENSIONS),
  sort: v.picklist(LANE_SORTS),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
  /** On top, in this order. */
  pinned: laneIds(MOST_PINNED),
  /** Divided by `within`. */
  expanded: laneIds(MOST_KEPT.expanded),
  collapsed: laneIds(MOST_KEPT.collapsed),
  /** CSS pixels. */
  heights: v.pipe(
    v.record(text(2_000), v.pipe(v.number(), v.minValue(1), v.maxValue(1_000))),
    v.check((heights) => Object.keys(heights).length <= MOST_KEPT.heights, "too many heights of lanes"),
  ),
  /** Shown as traces; absent: what tells most of the machines. */
  signals: v.exactOptional(traceKeys),
  /** They lie over each other in one row, with an axis for each unit; absent: a row each. */
  together: v.exactOptional(v.boolean()),
  /** Those that have rows of their own nevertheless. */
  apart: v.exactOptional(traceKeys),
});
export type LaneLayout = v.InferOutput<typeof laneLayoutSchema>;
