/** How the lanes are laid out: a person's choice, kept by the host, every change of it can be taken back. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import {
  LANE_DIMENSIONS,
  MOST_DIVIDED,
  MOST_KEPT,
  MOST_PINNED,
  type LaneDimension,
  type LaneLayout,
  type LanesAsked,
} from "../../../shared/contract/timeline-lanes.ts";
import { message } from "../../messages/catalogue.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import { undoStack } from "../../state/undo.ts";
import { laneId } from "../../timeline/lane-id.ts";
import { HIGHEST_LANE, LOWEST_LANE } from "../../timeline/rows.ts";

/** Lanes before the rest is summed, and what "more" makes of it. */
export const LIMITS = [40, 200, 1_000] as const;

export const DEFAULT_LAYOUT: LaneLayout = {
  by: "kind",
  within: "equipment",
  sort: "worst",
  limit: LIMITS[0],
  pinned: [],
  expanded: [],
  collapsed: [],
  heights: {},
};

export interface LaneLayoutState {
  readonly layout: LaneLayout;
  /** What lanes are searched for; kept by nobody. */
  readonly search: string;
}

export const laneLayout = createStore<LaneLayoutState>(() => ({
  layout: settings.getState().values.timelineLanes ?? DEFAULT_LAYOUT,
  search: "",
}));

settings.subscribe(({ values }, before) => {
  if (values.timelineLanes !== before.values.timelineLanes)
    laneLayout.setState({ layout: values.timelineLanes ?? DEFAULT_LAYOUT });
});

export function useLaneLayout<T>(pick: (state: LaneLayoutState) => T): T {
  return useStore(laneLayout, pick);
}

export const layoutNow = (): LaneLayout => laneLayout.getState().layout;

/** For the length of a drag: shown, not kept. */
export function draftLayout(change: Partial<LaneLayout>): void {
  laneLayout.setState({ layout: { ...layoutNow(), ...change } });
}

/** @param before what an undo goes back to: what was there before the drag, where there was one */
export function changeLayout(title: string, change: Partial<LaneLayout>, before = layoutNow()): void {
  const after = boundedLayout({ ...layoutNow(), ...change });
  changeSettings({ timelineLanes: after });
  undoStack.getState().push({
    title,
    undo: () => changeSettings({ timelineLanes: before }),
    redo: () => changeSettings({ timelineLanes: after }),
  });
}

export function showLanesBy(by: LaneDimension): void {
  const { within, by: before } = layoutNow();
  if (by === before) return;
  laneLayout.setState({ search: "" });
  changeLayout(message("timeline.lanes.step.by"), {
    by,
    // Nothing is divided by itself: the two change places.
    within: within === by ? before : within,
    limit: LIMITS[0],
  });
}

export function showNextLanes(): void {
  const at = LANE_DIMENSIONS.indexOf(layoutNow().by);
  showLanesBy(LANE_DIMENSIONS[(at + 1) % LANE_DIMENSIONS.length] ?? "kind");
}

/**
 * What can be kept and asked of a layout: where there is more, the newest. Lanes come and go with orders and units,
 * and what a person did to them long ago would fill a layout that is kept for years.
 */
export function boundedLayout(layout: LaneLayout): LaneLayout {
  const { pinned, expanded, collapsed, heights } = layout;
  return {
    ...layout,
    pinned: pinned.slice(-MOST_PINNED),
    expanded: newestOfEach(expanded, MOST_DIVIDED).slice(-MOST_KEPT.expanded),
    collapsed: collapsed.slice(-MOST_KEPT.collapsed),
    heights: Object.fromEntries(Object.entries(heights).slice(-MOST_KEPT.heights)),
  };
}

/** The last ones of each dimension: what is shown as divided is asked for divided. */
function newestOfEach(ids: readonly string[], most: number): string[] {
  const seen = new Map<string, number>();
  const isNewest = (id: string): boolean => {
    const by = id.slice(0, id.indexOf(":"));
    const before = seen.get(by) ?? 0;
    seen.set(by, before + 1);
    return before < most;
  };
  return ids.toReversed().filter(isNewest).toReversed();
}

export function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
}

/** Pinned lanes of the dimension that is shown, by their keys. */
export function pinnedKeys({ by, pinned }: Pick<LaneLayout, "by" | "pinned">): readonly string[] {
  const start = laneId({ by, key: "", parent: undefined });
  return pinned.filter((id) => id.startsWith(start)).map((id) => id.slice(start.length));
}

/**
 * A lane moved to another place among those shown: it and all above it keep their places from now on, the others
 * follow as they are ranked.
 * @param shown ids of the lanes that are shown, from the top, without divisions and sums
 * @param to index among them, once the lane is taken out
 */
export function movedLane(
  layout: LaneLayout,
  shown: readonly string[],
  id: string,
  to: number,
): Pick<LaneLayout, "pinned"> {
  const rest = shown.filter((one) => one !== id);
  const place = Math.min(Math.max(to, 0), rest.length, MOST_PINNED - 1);
  const top = [...rest.slice(0, place), id];
  const start = laneId({ by: layout.by, key: "", parent: undefined });
  const pinnedBelow = layout.pinned.filter((one) => one.startsWith(start) && !top.includes(one));
  const others = layout.pinned.filter((one) => !one.startsWith(start));
  // From the top: all above the moved one must stay, or it would not stand where it was put.
  const own = [...top, ...pinnedBelow].slice(0, MOST_PINNED);
  return { pinned: [...others, ...own].slice(-MOST_PINNED) };
}

export const boundedHeight = (height: number): number =>
  Math.round(Math.min(HIGHEST_LANE, Math.max(LOWEST_LANE, height)));

/** What is asked of the host for a layout. */
export function askedOf(layout: LaneLayout, search: string): LanesAsked {
  const { by, within, sort, limit, expanded } = layout;
  const start = laneId({ by, key: "", parent: undefined });
  const divided = expanded.filter((id) => id.startsWith(start)).map((id) => id.slice(start.length));
  const pinned = pinnedKeys(layout).slice(-MOST_PINNED);
  const words = search.trim();
  return {
    by,
    ...(by === "kind" ? {} : { sort, limit }),
    ...(divided.length === 0 ? {} : { within, expanded: divided.slice(-MOST_DIVIDED) }),
    ...(pinned.length === 0 ? {} : { pinned }),
    ...(words === "" ? {} : { search: words.slice(0, 200) }),
  };
}
