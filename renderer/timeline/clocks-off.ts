/** Where a timeline says that times were stated by a clock that was off: along its lane, else along the axis. */
import { statedSpan, type SourceClock } from "../../shared/model/clock.ts";
import type { PreparedLane } from "./prepare.ts";
import { timeToX, type Scale } from "./scale.ts";

/** Of a lane by source those of the source; of none other. */
export function clocksOf<Clock extends Pick<SourceClock, "sourceId">>(
  lane: Pick<PreparedLane, "by" | "key" | "others">,
  clocks: readonly Clock[],
): readonly Clock[] {
  if (lane.by !== "source" || lane.others > 0) return [];
  return clocks.filter(({ sourceId }) => sourceId === lane.key);
}

/** Those that no lane of the view stands for: they are named beside the axis. */
export function clocksBeside<Clock extends Pick<SourceClock, "sourceId">>(
  lanes: readonly Pick<PreparedLane, "by" | "key" | "others" | "parent">[],
  clocks: readonly Clock[],
): readonly Clock[] {
  const bySource = lanes.filter(({ by, parent }) => by === "source" && parent === undefined);
  if (bySource.length === 0) return clocks;
  // A source without a lane among all of them has nothing to do with the selection.
  if (!bySource.some(({ others }) => others > 0)) return [];
  const named = new Set(bySource.map(({ key }) => key));
  return clocks.filter(({ sourceId }) => !named.has(sourceId));
}

/** The clock of each source that was off the most. */
export function worstClocks(clocks: readonly SourceClock[]): readonly SourceClock[] {
  const worst = new Map<string, SourceClock>();
  for (const clock of clocks) {
    const before = worst.get(clock.sourceId);
    if (before === undefined || Math.abs(clock.skew) > Math.abs(before.skew))
      worst.set(clock.sourceId, clock);
  }
  return [...worst.values()];
}

/** CSS pixels that are seen at any zoom. */
const LEAST = 6;

/** What they stated, as spans of the plot; only where some of it is in view. */
export function clockSpans(
  clocks: readonly SourceClock[],
  scale: Scale,
): readonly { readonly left: number; readonly right: number }[] {
  return clocks.flatMap((clock) => {
    const { from, to } = statedSpan(clock);
    const left = Math.max(0, timeToX(scale, from));
    const right = to === Infinity ? scale.width : Math.min(scale.width, timeToX(scale, to));
    return right > left ? [{ left: Math.max(0, Math.min(left, right - LEAST)), right }] : [];
  });
}
