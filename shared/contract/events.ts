import * as v from "valibot";
import { call } from "../rpc/service.ts";
import { alignSchema, type AlignableOperations, type AlignedUnits } from "./aligned.ts";
import type { SourceClock } from "../model/clock.ts";
import type { EventKind, LinkOrigin, Severity, SubjectKind } from "../model/event.ts";
import {
  bucketsSchema,
  kindSchema,
  partNumberSchema,
  positionSchema,
  subjectSchema,
  text,
  windowSchema,
  type TimeWindow,
} from "./common.ts";
import { eventFiltersSchema, onlySchema, type EventFilter } from "./event-filter.ts";
import { lanesSchema, type LaneDimension } from "./timeline-lanes.ts";

/** Events of one lane as columns, ascending in start. Times are µs UTC. */
export interface TimelineMarks {
  /** Feed positions (row ids). */
  readonly positions: Float64Array;
  readonly starts: Float64Array;
  /** NaN for an event without duration. */
  readonly ends: Float64Array;
  /** Index into SEVERITIES. */
  readonly severities: Uint8Array;
  /** Index into EVENT_KINDS. */
  readonly kinds: Uint8Array;
  /** Empty ones where a lane has more marks than could be written beside: `details` tells what an event is called. */
  readonly titles: readonly string[];
}

export interface TimelineLane {
  readonly by: LaneDimension;
  /**
   * Unique among the lanes of its dimension and parent, and the same in another cache: the kind, the name of the
   * equipment, order or characteristic, the id of the source, part number and serial of the unit; "" where
   * events name none.
   */
  readonly key: string;
  /** As people call it; of a kind its key. */
  readonly name: string;
  /** Key of the lane that this one is a part of. */
  readonly parent: string | undefined;
  /** Lanes that are summed in this one, beyond those asked for; 0: it is one itself. */
  readonly others: number;
  /** Of a lane by kind. */
  readonly kind: EventKind | undefined;
  /** Events of the lane in the window, whole or in part. */
  readonly total: number;
  /** Events of the subject without any time: never placed, only counted. */
  readonly undated: number;
  /** Events that have a time, whichever; those that failed, and how many of them fail usually (see `expected`). */
  readonly history: { readonly events: number; readonly failed: number; readonly expected: number };
  /** Events starting in each bucket of the window. */
  readonly counts: Uint32Array;
  /** Of those, severity fail or worse. */
  readonly failed: Uint32Array;
  /**
   * Failures that as many events of the same kinds have on average over the subject's whole history, filtered or not:
   * the baseline, so that a lane of inspections is not held against one of deliveries.
   */
  readonly expected: Float32Array;
  /** Worst severity of each bucket, index into SEVERITIES. */
  readonly worst: Uint8Array;
  /** Feed position of the first event of that severity in the bucket; 0 where it is empty. */
  readonly worstPositions: Float64Array;
  /** Every event of the window where they are few enough to draw singly; else undefined. */
  readonly marks: TimelineMarks | undefined;
  /** Where `marks` is undefined: the events that must be seen at every zoom (critical, and spans over 1 % of the window). */
  readonly notable: TimelineMarks | undefined;
}

export interface TimelineGap {
  readonly sourceId: string;
  readonly stream: string;
  readonly from: number;
  /** undefined: not known to have ended. */
  readonly to: number | undefined;
  readonly cause: string;
  readonly backfilled: boolean;
}

/** History that is left at its source: before `until` nothing can be seen here, whatever happened. */
export interface NotLoaded {
  readonly sourceId: string;
  readonly sourceName: string;
  readonly until: number;
  /** When a rule of this person removed it here, µs UTC; undefined: it was never read. */
  readonly removedAt: number | undefined;
  /** source: it can be read from there. coming: it is being read. gone: nobody else keeps it. */
  readonly where: "source" | "coming" | "gone";
}

/** History that is left at its source: from `from` on nothing that begins can be seen here, whatever happens. */
export interface LeftLater {
  readonly sourceId: string;
  readonly sourceName: string;
  readonly from: number;
}

export interface TimelineSlice {
  /** The window answered: as asked, or the extent where none was asked. */
  readonly window: TimeWindow;
  /** First to last time of the subject's events, also of those that are filtered out; undefined where none has a time. */
  readonly extent: TimeWindow | undefined;
  /**
   * Only lanes that have events for the subject at any time: the pinned ones, then the others as asked (kinds in
   * EVENT_KINDS order), then the sum of the rest; each followed by what it is divided into.
   */
  readonly lanes: readonly TimelineLane[];
  readonly gaps: readonly TimelineGap[];
  readonly notLoaded: readonly NotLoaded[];
  readonly leftLater: readonly LeftLater[];
  /** Of sources whose clocks were off when times of the window were stated. Nothing is corrected by them. */
  readonly clocks: readonly SourceClock[];
  /** Of all lanes, each event once: in the window, and starting in each of its buckets. */
  readonly total: number;
  readonly counts: Uint32Array;
  readonly undated: number;
}

export interface EventSummary {
  readonly position: number;
  readonly kind: EventKind;
  readonly type: string;
  readonly title: string;
  readonly severity: Severity;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly partNumber: string | undefined;
  readonly unitId: number | undefined;
  readonly serial: string | undefined;
  readonly equipment: string | undefined;
  readonly sourceId: string;
}

export interface EventDetails extends EventSummary {
  /** Minutes east of UTC at the source; undefined where it does not say. */
  readonly offsetMinutes: number | undefined;
  readonly order: string | undefined;
  readonly operation: string | undefined;
  readonly actor: string | undefined;
  readonly details: Readonly<Record<string, string | number | boolean>>;
  readonly subjects: readonly {
    readonly kind: SubjectKind;
    readonly name: string;
    readonly origin: LinkOrigin;
  }[];
  readonly sourceName: string;
  readonly sourceKey: string;
  readonly place: string | undefined;
  /** Verbatim record of the source, and the SHA-256 of it. */
  readonly payload: string;
  readonly sha256: string;
  readonly receivedAt: number;
  /** The source's clock as it was when it stated the start; undefined where that is not known. */
  readonly clock: SourceClock | undefined;
}

export interface TraceKey {
  readonly equipment: string;
  readonly signal: string;
}

export interface SignalSummary extends TraceKey {
  readonly uom: string | undefined;
  readonly samples: number;
  readonly from: number;
  readonly to: number;
}

/** Samples of a signal reduced to one minimum, maximum and mean per bucket; NaN where nothing was recorded. */
export interface Trace extends TraceKey {
  readonly uom: string | undefined;
  /** The bucket that the columns begin with: 0, or the one of the time from which it was asked. */
  readonly first: number;
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
  readonly mean: Float32Array;
  /** Time of its newest sample, inside the window or not; undefined where there is none. */
  readonly until: number | undefined;
}

export const eventsService = {
  timeline: call<TimelineSlice>()(
    v.object({
      subject: subjectSchema,
      ...onlySchema,
      window: v.optional(windowSchema),
      buckets: bucketsSchema,
      /** Absent: by kind. */
      lanes: v.exactOptional(lanesSchema),
      /** Events per lane up to which `marks` is filled. */
      maximumMarks: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20_000))),
    }),
  ),
  /** Counts over the whole extent, for the overview strip. */
  overview: call<{
    readonly extent: TimeWindow | undefined;
    readonly counts: Uint32Array;
    readonly failed: Uint32Array;
    /** As of a lane. */
    readonly expected: Float32Array;
  }>()(v.object({ subject: subjectSchema, ...onlySchema, buckets: bucketsSchema })),
  /** Newest first; undated events last. */
  list: call<{ readonly events: readonly EventSummary[]; readonly total: number }>()(
    v.object({
      subject: subjectSchema,
      ...onlySchema,
      window: v.optional(windowSchema),
      kinds: v.optional(v.array(kindSchema)),
      undatedOnly: v.optional(v.boolean()),
      offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
    }),
  ),
  details: call<EventDetails>()(v.object({ position: positionSchema })),
  /** The event that a source keeps under a key, as it is now; undefined where it is not here. */
  find: call<{ readonly position: number; readonly sha256: string } | undefined>()(
    v.object({ sourceId: text(400), sourceKey: text(400) }),
  ),
  /** Keys of filters that nothing in this cache has. */
  unknownKeys: call<readonly EventFilter[]>()(v.object({ only: eventFiltersSchema })),
  /** Names of all equipment that events or signals name, in order as people count. */
  equipment: call<readonly string[]>()(v.object({})),
  /** Operations that units of a part have begun: what they can be aligned at. */
  operations: call<AlignableOperations>()(v.object({ partNumber: partNumberSchema })),
  /** Units of a part, each in time since it began an operation, against the medians of all of them. */
  aligned: call<AlignedUnits>()(alignSchema),
  /** Signals of the equipment that the subject's events name; of all equipment where everything is meant. */
  signals: call<readonly SignalSummary[]>()(v.object({ subject: subjectSchema })),
  trace: call<Trace>()(
    v.object({
      equipment: v.pipe(v.string(), v.maxLength(400)),
      signal: v.pipe(v.string(), v.maxLength(400)),
      window: windowSchema,
      buckets: bucketsSchema,
      /** Only the buckets from the one of this time on, µs UTC: what came since is little of a long window. */
      since: v.exactOptional(v.pipe(v.number(), v.finite())),
    }),
  ),
} as const;
