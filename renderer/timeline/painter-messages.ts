/** What the page and the drawing worker say to each other. */
import type { TimelineData, TimelineView } from "./view.ts";

/** A font file that the labels are written in: workers do not see the page's fonts. */
export interface LabelFont {
  readonly family: string;
  readonly url: string;
  /** Range of weights of a variable font, for example `100 900`. */
  readonly weight: string;
}

export type ToPainter =
  | { readonly type: "canvas"; readonly canvas: OffscreenCanvas; readonly fonts: readonly LabelFont[] }
  | { readonly type: "data"; readonly data: TimelineData }
  | { readonly type: "draw"; readonly view: TimelineView; readonly sequence: number };

export type FromPainter =
  | { readonly type: "drawn"; readonly sequence: number }
  /** The fonts have come: labels measure differently now. */
  | { readonly type: "fonts" }
  | { readonly type: "failed"; readonly reason: string };
