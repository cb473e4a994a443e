/** The drawn part: the canvas, the pointer on it, the cursor line and the tooltip. */
import interUrl from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url";
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import {
  attachInteraction,
  type Interaction,
  type Look,
  type PointerPlace,
} from "../../timeline/interaction.ts";
import { layoutFrame } from "../../timeline/layout.ts";
import { Cursor } from "./cursor.tsx";
import { createPainter, type Painter } from "../../timeline/painter.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import type { TimelineData, TimelineView } from "../../timeline/view.ts";
import type { PlotSize } from "./timeline-view.ts";

export interface PlotActions {
  readonly show: (window: TimelineView["window"]) => void;
  readonly brush: (window: TimelineView["window"] | undefined) => void;
  readonly hover: (place: PointerPlace | undefined) => void;
  readonly click: (place: PointerPlace) => void;
  readonly doubleClick: (place: PointerPlace) => void;
  readonly key: (event: KeyboardEvent) => boolean;
  readonly drawn: (view: TimelineView) => void;
}

export interface TimelinePlotProps {
  readonly data: TimelineData;
  readonly view: TimelineView | undefined;
  readonly zone: TimeZone;
  readonly zoneName: string;
  readonly actions: PlotActions;
  readonly descriptionId: string;
  readonly onSize: (size: PlotSize) => void;
  readonly children?: ReactNode;
}

/** Nothing is measured for hit tests: labels take no part in them. */
const NO_LABELS = (): number => Infinity;

const FONTS = [{ family: "Inter Variable", url: new URL(interUrl, import.meta.url).href, weight: "100 900" }];

export function TimelinePlot(props: TimelinePlotProps): ReactNode {
  const { data, view, onSize, descriptionId, children } = props;
  const plot = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const painter = useRef<Painter>(undefined);
  const interaction = useRef<Interaction>(undefined);
  const latest = useRef(props);
  const [pointer, setPointer] = useState<number>();
  useLayoutEffect(() => {
    latest.current = props;
  });

  useLayoutEffect(() => {
    const element = plot.current;
    if (element === null) return undefined;
    const report = (): void =>
      onSize({
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
  }, [onSize]);

  useEffect(() => {
    const container = surface.current;
    if (container === null) return undefined;
    const made = createPainter({
      container,
      fonts: FONTS,
      onDrawn: (drawn) => latest.current.actions.drawn(drawn),
    });
    painter.current = made;
    made.setData(latest.current.data);
    if (latest.current.view !== undefined) made.draw(latest.current.view);
    return () => {
      painter.current = undefined;
      made.dispose();
    };
  }, []);

  useLayoutEffect(() => {
    // Data before the view: a frame is drawn with the data set before it.
    painter.current?.setData(data);
    if (view !== undefined) painter.current?.draw(view);
    interaction.current?.refresh();
  }, [data, view]);

  useEffect(() => {
    const element = plot.current;
    if (element === null) return undefined;
    let cached: Look | undefined;
    const look = (): Look | undefined => {
      const now = latest.current;
      if (now.view === undefined) return undefined;
      if (cached?.view !== now.view || cached.data !== now.data) {
        cached = { data: now.data, view: now.view, frame: layoutFrame(now.data, now.view, NO_LABELS) };
      }
      return cached;
    };
    const attached = attachInteraction({
      element,
      look,
      show: (window) => latest.current.actions.show(window),
      brush: (window) => latest.current.actions.brush(window),
      hover: (place) => {
        setPointer(place?.x);
        latest.current.actions.hover(place);
      },
      click: (place) => latest.current.actions.click(place),
      doubleClick: (place) => latest.current.actions.doubleClick(place),
      key: (event) => latest.current.actions.key(event),
    });
    interaction.current = attached;
    return () => {
      interaction.current = undefined;
      attached.detach();
    };
  }, []);

  return (
    <div
      ref={plot}
      className="timeline-plot"
      role="application"
      aria-label={message("timeline.plot")}
      aria-describedby={descriptionId}
    >
      <div ref={surface} className="timeline-surface" />
      {pointer === undefined ? undefined : (
        <Cursor view={props.view} zone={props.zone} zoneName={props.zoneName} x={pointer} />
      )}
      {children}
    </div>
  );
}
