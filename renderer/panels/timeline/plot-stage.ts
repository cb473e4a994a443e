/**
 * What the plot shows, put together and handed to the painter without React: a frame of a drag or a new answer is
 * drawn at once, and the panel is told of what it has to say in words. Parts of the panel that follow each frame
 * subscribe to it by themselves.
 */
import { useSyncExternalStore } from "react";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { TimelineController } from "../../timeline/controller.ts";
import type { PointerPlace } from "../../timeline/interaction.ts";
import type { Painter } from "../../timeline/painter.ts";
import { NO_SHAPES, type LaneShapes } from "../../timeline/rows.ts";
import { observable, type TimelineState } from "../../timeline/state.ts";
import { cursorPlate } from "../../timeline/cursor-plate.ts";
import { resolution, xToTime } from "../../timeline/scale.ts";
import { precisionFor } from "../../timeline/time-text.ts";
import { timeZone } from "../../timeline/time-zone.ts";
import type {
  DrawnCursor,
  MarkedEvent,
  TimelineColours,
  TimelineData,
  TimelineView,
} from "../../timeline/view.ts";
import { cursorWords } from "./cursor-words.ts";
import { viewOf, type PlotSize } from "./timeline-view.ts";

/** All that a view is made of besides what the controller knows. */
export interface PlotParts {
  readonly size: PlotSize;
  /** How far the lanes are scrolled, CSS pixels. */
  readonly scrollTop: number;
  readonly brush: TimeWindow | undefined;
  readonly selected: MarkedEvent | undefined;
  /** Under the pointer. */
  readonly under: MarkedEvent | undefined;
  /** Reached by a key. */
  readonly reached: MarkedEvent | undefined;
  /** IANA name. */
  readonly zone: string;
  /** The same, short, as the reader calls it. */
  readonly zoneName: string;
  readonly shapes: LaneShapes;
  readonly colours: TimelineColours | undefined;
}

export interface PlotLook {
  readonly data: TimelineData;
  readonly view: TimelineView;
}

export interface PlotStage {
  readonly parts: () => PlotParts;
  readonly view: () => TimelineView | undefined;
  /** What is on the screen, or will be with the next frame; undefined while there is nothing. */
  readonly look: () => PlotLook | undefined;
  readonly set: (change: Partial<PlotParts>) => void;
  /** What lies under the pointer: told for each move, and shown by the page, not by the painter. */
  readonly place: () => PointerPlace | undefined;
  readonly point: (place: PointerPlace | undefined) => void;
  /** The window moves, and the pointer's line and time are drawn with it. */
  readonly isPassing: () => boolean;
  /** After every change of the parts, the view, the data or the pointer. */
  readonly subscribe: (listener: () => void) => () => void;
  /** After every change of the view or the data: what is drawn is another. */
  readonly onFrame: (listener: () => void) => () => void;
  /** Draws on it from now on, first what there is; answers what stops that. */
  readonly drawOn: (painter: Pick<Painter, "setData" | "draw">) => () => void;
  /** The painter has drawn a view. */
  readonly drawn: (view: TimelineView) => void;
  /** Follows the controller until the answer is called. */
  readonly follow: () => () => void;
}

const NO_PARTS: PlotParts = {
  size: { width: 0, height: 0, ratio: 1 },
  scrollTop: 0,
  brush: undefined,
  selected: undefined,
  under: undefined,
  reached: undefined,
  zone: "UTC",
  zoneName: "UTC",
  shapes: NO_SHAPES,
  colours: undefined,
};

/** Two moves of the window within this are one movement, ms. */
const PASSING = 120;

const afterPassing = (run: () => void): (() => void) => {
  const timer = setTimeout(run, PASSING);
  return () => clearTimeout(timer);
};

/**
 * @param onDrawn an answer is on the screen for the first time, as `TimelineState.answered` counts them
 * @param later runs once a window has stood for a moment; answers what cancels it
 */
export function createPlotStage(
  controller: Pick<TimelineController, "state" | "subscribe">,
  onDrawn: (answered: number) => void,
  later: (run: () => void) => () => void = afterPassing,
): PlotStage {
  const parts = observable<PlotParts>(NO_PARTS);
  const pointer = observable<{ readonly place: PointerPlace | undefined; readonly isPassing: boolean }>({
    place: undefined,
    isPassing: false,
  });
  const views = observable<{ readonly view: TimelineView | undefined }>({ view: undefined });
  /** Which answer is on the screen with a view: a frame may still show the one before. */
  const answers = new WeakMap<TimelineView, number>();
  let painter: Pick<Painter, "setData" | "draw"> | undefined;
  let made: Pick<TimelineState, "window" | "limits" | "answered"> & {
    readonly parts: PlotParts;
    /** Of the drawn cursor. */
    readonly x: number | undefined;
  } = { window: undefined, limits: undefined, answered: 0, parts: NO_PARTS, x: undefined };
  let data: TimelineData | undefined;
  let told = 0;
  /** Ends the movement of the window unless it goes on. */
  let resting: (() => void) | undefined;
  /** One step of the window, as with each new event of a plant, is no movement yet. */
  let isMoving = false;

  const rest = (): void => {
    resting?.();
    resting = undefined;
    isMoving = false;
    pointer.set({ isPassing: false });
  };
  const move = (): void => {
    isMoving = resting !== undefined;
    resting?.();
    resting = later(() => {
      rest();
      remake();
    });
  };
  const tell = (answered: number): void => {
    if (answered === told) return;
    told = answered;
    onDrawn(answered);
  };
  const remake = (): void => {
    const state = controller.state();
    const { window, limits, answered } = state;
    const now = parts.get();
    const isSameData = data === state.data;
    if (!isSameData) {
      data = state.data;
      // Data before the view: a frame is drawn with the data set before it.
      painter?.setData(data);
    }
    if (made.window !== undefined && made.window !== window) move();
    const x = isMoving ? pointer.get().place?.x : undefined;
    const isSameView =
      made.window === window &&
      made.limits === limits &&
      made.answered === answered &&
      made.parts === now &&
      made.x === x;
    if (isSameView && isSameData) return;
    made = { window, limits, answered, parts: now, x };
    const { under, reached, colours, zoneName, ...others } = now;
    const cursor = drawnCursor(x, window, zoneName, others);
    const view = colours && viewOf({ window, limits, ...others, focused: under ?? reached, cursor, colours });
    if (view !== undefined) {
      answers.set(view, answered);
      painter?.draw(view);
    }
    // Nothing to draw is drawn at once.
    else if (answered > 0 && window === undefined) tell(answered);
    views.set({ view });
  };

  return {
    parts: parts.get,
    view: () => views.get().view,
    look: () => {
      const { view } = views.get();
      return view === undefined || data === undefined ? undefined : { data, view };
    },
    set: (change) => {
      const before = parts.get();
      const isNew = (Object.keys(change) as (keyof PlotParts)[]).some((key) => before[key] !== change[key]);
      if (!isNew) return;
      parts.set(change);
      remake();
    },
    place: () => pointer.get().place,
    point: (place) => {
      pointer.set({ place });
      if (isMoving) remake();
    },
    isPassing: () => pointer.get().isPassing,
    subscribe: (listener) => {
      const stops = [views.subscribe(listener), pointer.subscribe(listener)];
      return () => stops.forEach((stop) => stop());
    },
    onFrame: views.subscribe,
    drawOn: (next) => {
      painter = next;
      if (data !== undefined) next.setData(data);
      const { view } = views.get();
      if (view !== undefined) next.draw(view);
      return () => {
        if (painter === next) painter = undefined;
      };
    },
    drawn: (view) => {
      tell(answers.get(view) ?? 0);
      // The page's own gives way once the drawn one is there: it must not flicker.
      if (isMoving && view.cursor !== undefined && !pointer.get().isPassing) pointer.set({ isPassing: true });
    },
    follow: () => {
      remake();
      const stop = controller.subscribe(remake);
      return () => {
        stop();
        rest();
      };
    },
  };
}

function drawnCursor(
  x: number | undefined,
  window: TimeWindow | undefined,
  zoneName: string,
  { size, zone }: Pick<PlotParts, "size" | "zone">,
): DrawnCursor | undefined {
  if (x === undefined || window === undefined || x < 0 || x > size.width) return undefined;
  const scale = { window, width: size.width };
  const precision = precisionFor(resolution(scale));
  return cursorPlate(x, size.width, cursorWords(xToTime(scale, x), timeZone(zone), zoneName, precision));
}

/** A part of what the stage knows; drawn anew only where it is another: `select` answers the same for the same. */
export function useStage<T>(stage: PlotStage, select: (stage: PlotStage) => T): T {
  return useSyncExternalStore(stage.subscribe, () => select(stage));
}

/** A part of what the controller knows, in the same way. */
export function useTimeline<T>(controller: TimelineController, select: (state: TimelineState) => T): T {
  return useSyncExternalStore(controller.subscribe, () => select(controller.state()));
}
