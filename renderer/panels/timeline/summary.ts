/** The timeline in words, for those who can't see it, and its counts. */
import { leftLaterSummary, notLoadedSummary } from "./not-loaded-text.ts";
import { message } from "../../messages/catalogue.ts";
import { clockHere } from "../../state/clock-words.ts";
import { countWithin } from "../../timeline/bars.ts";
import { worstClocks } from "../../timeline/clocks-off.ts";
import type { PreparedLane } from "../../timeline/prepare.ts";
import { loadedUntil } from "../../timeline/layout.ts";
import type { TimelineState } from "../../timeline/state.ts";
import { timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { LaneDimension } from "../../../shared/contract/timeline-lanes.ts";
import { laneName } from "./lane-name.ts";

/** Events of a lane in a window: exact where each is known, else by whole buckets. */
export function laneCount(lane: PreparedLane, answered: TimeWindow, window: TimeWindow): number {
  if (lane.style === "bars") return countWithin(lane.counts, answered, window);
  const { starts, ends } = lane.marks;
  let count = 0;
  for (let index = 0; index < starts.length; index += 1) {
    const start = starts[index] as number;
    const end = Number.isNaN(ends[index]) ? start : (ends[index] as number);
    if (start < window.to && end >= window.from) count += 1;
  }
  return count;
}

/** Lanes that are read out: there may be hundreds, and a list of the events stands beside them. */
const SPOKEN_LANES = 20;

/** Gaps that are read out: the newest ones. */
const SPOKEN_GAPS = 5;

/** What an event may name several of: it stands in as many lanes. */
const SEVERAL: ReadonlySet<LaneDimension> = new Set(["characteristic"]);

/** Events in the window, each once: exact where each is known and in one lane, else by whole buckets. */
export function visibleCount({ data, window }: Pick<TimelineState, "data" | "window">): number {
  const { slice } = data;
  if (slice === undefined || window === undefined) return 0;
  const lanes = slice.lanes.filter(({ parent }) => parent === undefined);
  if (lanes.some(({ by }) => SEVERAL.has(by))) return countWithin(slice.counts, slice.window, window);
  return lanes.reduce((sum, lane) => sum + laneCount(lane, slice.window, window), 0);
}

/** @param visible events in the window, where they are counted already */
export function summaryOf(state: TimelineState, zone: TimeZone, visible = visibleCount(state)): string {
  const { slice } = state.data;
  const { window } = state;
  if (slice === undefined || window === undefined) return "";
  const lanes = slice.lanes.slice(0, SPOKEN_LANES).map((lane) =>
    message("timeline.summary.lane", {
      lane: laneName(lane),
      count: laneCount(lane, slice.window, window),
      failed: countWithin(lane.failed, slice.window, window),
    }),
  );
  const until = loadedUntil(slice.notLoaded);
  const words = message("timeline.summary", {
    count: visible,
    from: timeText(window.from, zone, "minute"),
    to: timeText(window.to, zone, "minute"),
    lanes: lanes.join(" "),
  });
  const notLoaded =
    until === undefined || until <= window.from ? [] : [notLoadedSummary(slice.notLoaded, zone) ?? ""];
  const gaps = slice.gaps
    .filter(({ from, to }) => from < window.to && (to ?? Infinity) >= window.from)
    .toSorted((a, b) => b.from - a.from)
    .slice(0, SPOKEN_GAPS)
    .map(({ stream, cause }) => message("timeline.summary.gap", { stream, cause }));
  const clocks = worstClocks(slice.clocks).map((clock) => clockHere(clock, zone.name));
  return [
    words,
    ...notLoaded,
    ...leftLaterSummary(slice.leftLater, window.to, zone),
    ...gaps,
    ...clocks,
  ].join(" ");
}
