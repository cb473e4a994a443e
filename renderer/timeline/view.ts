/** What is drawn: the data of the host, made ready, and how they are looked at. Crosses to the worker as it is. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { Trace } from "../../shared/contract/events.ts";
import type { EventKind } from "../../shared/model/event.ts";
import type { LaneDimension } from "../../shared/contract/timeline-lanes.ts";
import type { PreparedSlice } from "./prepare.ts";
import type { RateScale } from "./rate-colour.ts";
import type { LaneShapes } from "./rows.ts";

/** Colours of the theme that the timeline uses, `#rrggbb`. */
export interface TimelineColours {
  readonly panel: string;
  readonly sunken: string;
  readonly line: string;
  readonly text: string;
  readonly second: string;
  readonly muted: string;
  readonly accent: string;
  readonly good: string;
  readonly warn: string;
  readonly fail: string;
  readonly rate: readonly [string, string, string];
  readonly kinds: Readonly<Record<EventKind, string>>;
  readonly fontFamily: string;
}

export interface PlacedTrace {
  readonly trace: Trace;
  readonly window: TimeWindow;
  /** What the height of the row stands for; undefined where nothing was recorded. */
  readonly range: readonly [number, number] | undefined;
}

export interface TimelineData {
  readonly slice: PreparedSlice | undefined;
  readonly overview:
    | {
        readonly extent: TimeWindow;
        readonly counts: Uint32Array;
        /** As of a lane. */
        readonly places: Float32Array;
      }
    | undefined;
  readonly traces: readonly PlacedTrace[];
  readonly rate: RateScale;
}

/** An event to be marked although the lane may be drawn as bars. */
export interface MarkedEvent {
  readonly position: number;
  readonly kind: EventKind;
  /** Keys of the lanes that it is known to stand in. */
  readonly keys: Readonly<Partial<Record<LaneDimension, string>>>;
  readonly from: number;
  /** undefined: without duration. */
  readonly to: number | undefined;
}

/** The line under the pointer with its time on a plate, CSS pixels of the plot. */
export interface DrawnCursor {
  readonly x: number;
  /** Of the plate. */
  readonly left: number;
  readonly width: number;
  readonly text: string;
}

export interface TimelineView {
  readonly window: TimeWindow;
  readonly limits: TimeWindow;
  /** The plot, CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** How far the lanes are scrolled, CSS pixels. */
  readonly scrollTop: number;
  readonly brush: TimeWindow | undefined;
  readonly selected: MarkedEvent | undefined;
  /** Under the pointer, or reached by a key. */
  readonly focused: MarkedEvent | undefined;
  /** Drawn while the window moves: the page would lay its text out and paint it anew with every frame. */
  readonly cursor: DrawnCursor | undefined;
  /** IANA name. */
  readonly zone: string;
  readonly shapes: LaneShapes;
  readonly colours: TimelineColours;
}

export const NO_DATA: TimelineData = {
  slice: undefined,
  overview: undefined,
  traces: [],
  rate: { baseline: 0, high: 0.1 },
};

/** Smallest and largest value of a trace's band. */
export function rangeOf({ minimum, maximum }: Trace): readonly [number, number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (let index = 0; index < minimum.length; index += 1) {
    // Comparisons with NaN are false: empty buckets leave the range alone.
    if ((minimum[index] as number) < low) low = minimum[index] as number;
    if ((maximum[index] as number) > high) high = maximum[index] as number;
  }
  return low <= high ? [low, high] : undefined;
}
