/** The view that is drawn, from the state, the size of the plot and the selection. */
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { Tokens } from "../../theme/tokens.ts";
import type { LaneShapes } from "../../timeline/rows.ts";
import type { DrawnCursor, MarkedEvent, TimelineColours, TimelineView } from "../../timeline/view.ts";

export interface PlotSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export interface ViewParts {
  readonly window: TimeWindow | undefined;
  readonly limits: TimeWindow | undefined;
  readonly size: PlotSize;
  readonly scrollTop: number;
  readonly brush: TimeWindow | undefined;
  readonly selected: MarkedEvent | undefined;
  readonly focused: MarkedEvent | undefined;
  readonly cursor: DrawnCursor | undefined;
  readonly zone: string;
  readonly shapes: LaneShapes;
  readonly colours: TimelineColours;
}

/** undefined where there is nothing to draw on or no time to draw. */
export function viewOf({ window, limits, size, ...rest }: ViewParts): TimelineView | undefined {
  if (window === undefined || limits === undefined || size.width <= 0 || size.height <= 0) return undefined;
  return { window, limits, ...size, ...rest };
}

/** Only what is drawn: the tokens hold more, and the view crosses to the worker with every frame. */
export function coloursOf(tokens: Tokens): TimelineColours {
  const { panel, sunken, line, text, second, muted, accent, good, warn, fail, rate, kinds, fontFamily } =
    tokens;
  return { panel, sunken, line, text, second, muted, accent, good, warn, fail, rate, kinds, fontFamily };
}
