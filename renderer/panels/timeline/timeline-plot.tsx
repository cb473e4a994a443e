/** The drawn part: the canvas, and the pointer and keys on it. */
import interUrl from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url";
import { useEffect, useLayoutEffect, useRef, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import {
  attachInteraction,
  type Interaction,
  type Look,
  type PointerPlace,
} from "../../timeline/interaction.ts";
import { layoutFrame } from "../../timeline/layout.ts";
import { createPainter } from "../../timeline/painter.ts";
import type { TimelineView } from "../../timeline/view.ts";
import type { PlotLook, PlotStage } from "./plot-stage.ts";
import type { PlotSize } from "./timeline-view.ts";

export interface PlotActions {
  readonly show: (window: TimelineView["window"]) => void;
  readonly brush: (window: TimelineView["window"] | undefined) => void;
  readonly hover: (place: PointerPlace | undefined) => void;
  readonly click: (place: PointerPlace) => void;
  readonly doubleClick: (place: PointerPlace) => void;
  readonly key: (event: KeyboardEvent) => boolean;
  readonly size: (size: PlotSize) => void;
}

export interface TimelinePlotProps {
  readonly stage: PlotStage;
  readonly actions: PlotActions;
  readonly descriptionId: string;
  readonly children?: ReactNode;
}

/** Nothing is measured for hit tests: labels take no part in them. */
const NO_LABELS = (): number => Infinity;

const FONTS = [{ family: "Inter Variable", url: new URL(interUrl, import.meta.url).href, weight: "100 900" }];

export function TimelinePlot({ stage, actions, descriptionId, children }: TimelinePlotProps): ReactNode {
  const plot = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const latest = useRef(actions);
  useLayoutEffect(() => {
    latest.current = actions;
  });

  useLayoutEffect(() => {
    const element = plot.current;
    if (element === null) return undefined;
    const report = (): void =>
      latest.current.size({
        width: element.clientWidth,
        height: element.clientHeight,
        ratio: window.devicePixelRatio,
      });
    report();
    const observer = new ResizeObserver(report);
    observer.observe(element);
    // Moving the window to another screen changes the ratio without changing the size.
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener("change", report);
    return () => {
      observer.disconnect();
      query.removeEventListener("change", report);
    };
  }, []);

  useEffect(() => {
    const container = surface.current;
    if (container === null) return undefined;
    const painter = createPainter({ container, fonts: FONTS, onDrawn: stage.drawn });
    const stop = stage.drawOn(painter);
    return () => {
      stop();
      painter.dispose();
    };
  }, [stage]);

  useEffect(() => {
    const element = plot.current;
    if (element === null) return undefined;
    let cached: { readonly of: PlotLook; readonly look: Look } | undefined;
    const look = (): Look | undefined => {
      const now = stage.look();
      if (now === undefined) return undefined;
      if (cached?.of.view !== now.view || cached.of.data !== now.data)
        cached = { of: now, look: { ...now, frame: layoutFrame(now.data, now.view, NO_LABELS) } };
      return cached.look;
    };
    const interaction: Interaction = attachInteraction({
      element,
      look,
      show: (window) => latest.current.show(window),
      brush: (window) => latest.current.brush(window),
      hover: (place) => latest.current.hover(place),
      click: (place) => latest.current.click(place),
      doubleClick: (place) => latest.current.doubleClick(place),
      key: (event) => latest.current.key(event),
    });
    const stop = stage.onFrame(interaction.refresh);
    return () => {
      stop();
      interaction.detach();
    };
  }, [stage]);

  return (
    <div
      ref={plot}
      className="timeline-plot"
      role="application"
      aria-label={message("timeline.plot")}
      aria-describedby={descriptionId}
    >
      <div ref={surface} className="timeline-surface" />
      {children}
    </div>
  );
}
