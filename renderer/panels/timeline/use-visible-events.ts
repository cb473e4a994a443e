/** The events of the visible window as rows: asked once the window rests, at most 200. */
import { useMemo } from "react";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { EventSummary } from "../../../shared/contract/events.ts";
import { useQuery } from "../../state/query.ts";
import { subjectKey } from "../../state/selection.ts";
import { rememberEvents } from "./event-lookup.ts";
import { useSubject } from "./use-controller.ts";

/** Rows of the list: more is nothing that anybody steps through. */
export const MOST_LISTED = 200;
const SETTLE = 250;

export interface VisibleEvents {
  /** Ascending in start; the newest of the window where there are more. */
  readonly events: readonly EventSummary[];
  readonly total: number;
}

const NONE: VisibleEvents = { events: [], total: 0 };

export function useVisibleEvents(window: TimeWindow | undefined): VisibleEvents {
  const subject = useSubject();
  const key = subjectKey(subject);
  const from = window && Math.floor(window.from);
  const to = window && Math.ceil(window.to);
  const asked = from === undefined || to === undefined ? undefined : `visible:${key}:${from}:${to}`;
  const { data } = useQuery(
    asked,
    async (host, options) => {
      const span = { from: from ?? 0, to: to ?? 1 };
      const list = await host.events.list({ subject, window: span, limit: MOST_LISTED }, options);
      rememberEvents(list.events);
      return { ...list, about: key };
    },
    { keep: true, delay: SETTLE },
  );
  return useMemo(
    () =>
      // Kept while the window moves, never shown for another subject.
      data?.about !== key
        ? NONE
        : {
            events: data.events
              .filter(({ startedAt }) => startedAt !== undefined)
              .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0) || a.position - b.position),
            total: data.total,
          },
    [data, key],
  );
}
