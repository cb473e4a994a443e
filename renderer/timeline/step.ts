/** Stepping from event to event in time. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { EventSummary } from "../../shared/contract/events.ts";

type Stepped = Pick<EventSummary, "position" | "startedAt">;

/**
 * The event after (or before) another one in time, ties by position; without one to start from the
 * first (or last) of the window.
 * @param events dated, ascending in start, then position
 */
export function nextEvent<E extends Stepped>(
  events: readonly E[],
  from: { readonly position: number; readonly from: number } | undefined,
  direction: -1 | 1,
  window: TimeWindow,
): E | undefined {
  const side = (event: Stepped): number => {
    const start = event.startedAt ?? NaN;
    if (from === undefined) return direction > 0 ? start - window.from + 1 : start - window.to;
    return start - from.from || event.position - from.position;
  };
  return direction > 0
    ? events.find((event) => side(event) > 0)
    : events.findLast((event) => side(event) < 0);
}
