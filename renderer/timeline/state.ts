/** What the timeline knows and shows, as one value; the controller changes it, the panel reads it. */
import type { EventFilters } from "../../shared/contract/event-filter.ts";
import type { Subject, TimeWindow } from "../../shared/contract/common.ts";
import type { SignalSummary, TimelineSlice, TraceKey } from "../../shared/contract/events.ts";
import type { LanesAsked } from "../../shared/contract/timeline-lanes.ts";
import type { Failure } from "../../shared/rpc/failure.ts";
import { NO_DATA, type TimelineData } from "./view.ts";

export interface TimelineState {
  readonly subject: Subject | undefined;
  /** Events of it that pass these alone. */
  readonly only: EventFilters;
  /** Counts the subjects asked about. */
  readonly requested: number;
  /** The `requested` that `data` belong to: behind it while the next answer is on its way. */
  readonly answered: number;
  readonly failure: Failure | undefined;
  /** Asking for the visible window; what is drawn is older. */
  readonly loading: boolean;
  readonly slice: TimelineSlice | undefined;
  readonly data: TimelineData;
  /** undefined before the first answer, and where no event has a time. */
  readonly limits: TimeWindow | undefined;
  readonly window: TimeWindow | undefined;
  /** The window is the whole extent and follows it. */
  readonly fitted: boolean;
  /** What `data` are divided into, or will be once the answer has come. */
  readonly lanes: LanesAsked;
  readonly signals: readonly SignalSummary[];
  /** In the order of their rows. */
  readonly shown: readonly TraceKey[];
  /** So many of them, from the first one on, lie over each other in one row. */
  readonly joined: number;
  /** Events of the subject at any time, the undated included; undefined until known. */
  readonly total: number | undefined;
}

export const INITIAL_STATE: TimelineState = {
  subject: undefined,
  only: [],
  requested: 0,
  answered: 0,
  failure: undefined,
  loading: false,
  slice: undefined,
  data: NO_DATA,
  limits: undefined,
  window: undefined,
  fitted: true,
  lanes: { by: "kind" },
  signals: [],
  shown: [],
  joined: 0,
  total: undefined,
};

export interface Observable<T> {
  readonly get: () => T;
  readonly set: (change: Partial<T>) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function observable<T>(initial: T): Observable<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (change) => {
      value = { ...value, ...change };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
