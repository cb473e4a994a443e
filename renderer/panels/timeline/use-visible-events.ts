/** The events of the visible window as rows: asked once the window rests, 200 at a time. */
import { useCallback, useMemo, useState } from "react";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { EventSummary } from "../../../shared/contract/events.ts";
import { asked, onlyKey, useOnly } from "../../state/filters.ts";
import { useQuery } from "../../state/query.ts";
import { subjectKey } from "../../state/selection.ts";
import type { TimelineState } from "../../timeline/state.ts";
import { overlaps } from "../../timeline/viewport.ts";
import { rememberEvents } from "./event-lookup.ts";
import { useSubject } from "./use-controller.ts";

/** Rows that are there at once. */
export const MOST_LISTED = 200;

export interface VisibleEvents {
  /** Ascending in start; the newest of the window where there are more, until others are wanted. */
  readonly events: readonly EventSummary[];
  /** How many events of the window come before these. */
  readonly before: number;
  readonly total: number;
  /** The same of the window that stands now; undefined until it is known. */
  readonly exact: number | undefined;
  /** Brings the rows around one, counted over all events of the window in order of their starts. */
  readonly reach: (row: number) => void;
}

const NONE = { events: [], before: 0, total: 0 } as const;

type Rested = Pick<TimelineState, "subject" | "window" | "slice" | "requested" | "answered">;

/** The part of a window that can have events: where samples alone go on, the same events stay listed. */
function withEvents(
  window: TimeWindow | undefined,
  { slice, requested, answered }: Rested,
): TimeWindow | undefined {
  if (window === undefined) return undefined;
  const whole = { from: Math.floor(window.from), to: Math.ceil(window.to) };
  if (slice === undefined || answered !== requested) return whole;
  const { extent } = slice;
  // None has a time: the same question whatever the window.
  if (extent === undefined) return { from: 0, to: 1 };
  if (!overlaps(whole, extent)) return whole;
  return {
    from: Math.max(whole.from, Math.floor(extent.from)),
    to: Math.min(whole.to, Math.ceil(extent.to)),
  };
}

/** @param rested the state of the timeline once its window stands */
export function useVisibleEvents(rested: Rested): VisibleEvents {
  const subject = useSubject();
  const only = useOnly();
  const key = `${subjectKey(subject)} ${onlyKey(only)}`;
  // Of a subject that was just chosen the window is not known yet.
  const window =
    rested.subject !== undefined && subjectKey(rested.subject) === subjectKey(subject)
      ? rested.window
      : undefined;
  const { from, to } = withEvents(window, rested) ?? {};
  const about = from === undefined || to === undefined ? undefined : `visible:${key}:${from}:${to}`;
  // Newest first, as they are asked; of another window it is the newest again.
  const [wanted, setWanted] = useState({ about, offset: 0 });
  const offset = wanted.about === about ? wanted.offset : 0;
  const question = about === undefined ? undefined : `${about}:${offset}`;
  const { data } = useQuery(
    question,
    async (host, options) => {
      const span = { from: from ?? 0, to: to ?? 1 };
      const list = await host.events.list(
        { subject, ...asked(only), window: span, limit: MOST_LISTED, offset },
        options,
      );
      rememberEvents(list.events);
      return { ...list, offset, about: key, span };
    },
    { keep: true },
  );
  const total = data?.about === key ? data.total : 0;
  const reach = useCallback(
    (row: number): void => {
      const fromNewest = total - 1 - row;
      // With the wanted one in the middle: walking on needs no other question for a while.
      setWanted({ about, offset: Math.max(0, Math.min(fromNewest - MOST_LISTED / 2, total - MOST_LISTED)) });
    },
    [about, total],
  );
  const shown = useMemo(
    () =>
      // Kept while the window moves, never shown for another subject.
      data?.about !== key
        ? NONE
        : {
            events: data.events
              .filter(({ startedAt }) => startedAt !== undefined)
              .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0) || a.position - b.position),
            before: Math.max(0, data.total - data.offset - data.events.length),
            total: data.total,
          },
    [data, key],
  );
  const isNow = data?.about === key && data.span.from === from && data.span.to === to;
  return { ...shown, exact: isNow ? data.total : undefined, reach };
}
