/** Which events of a subject a question is about: one filter for the timeline, lists, tables and colours. */
import * as v from "valibot";
import { text } from "./common.ts";
import { LANE_DIMENSIONS } from "./timeline-lanes.ts";

/** What an event can be chosen by: as the lanes of the timeline, its severity, and its part without those below. */
export const FILTER_DIMENSIONS = [...LANE_DIMENSIONS, "severity", "part"] as const;
export type FilterDimension = (typeof FILTER_DIMENSIONS)[number];

/** Filters at once, each of another dimension, and keys of each. */
export const MOST_FILTERS = FILTER_DIMENSIONS.length;
export const MOST_KEYS = 50;

export const eventFilterSchema = v.object({
  by: v.picklist(FILTER_DIMENSIONS),
  /**
   * One of them is enough. As the keys of lanes (TimelineLane.key), so the same in every cache; severity: of
   * SEVERITIES; part: its number; "": names none.
   */
  keys: v.pipe(v.array(text(900)), v.minLength(1), v.maxLength(MOST_KEYS)),
});
export type EventFilter = v.InferOutput<typeof eventFilterSchema>;

/** All of them must hold. A key that nothing here has is no mistake: no event passes by it. */
export const eventFiltersSchema = v.pipe(
  v.array(eventFilterSchema),
  v.maxLength(MOST_FILTERS),
  v.check(
    (filters) => new Set(filters.map(({ by }) => by)).size === filters.length,
    "two filters have one dimension",
  ),
);
export type EventFilters = readonly EventFilter[];

/** Of a question about events: those that pass alone; absent: all. Of one about units or values: see each. */
export const onlySchema = { only: v.exactOptional(eventFiltersSchema) };
