/** The timeline of the selection: lanes of events and traces of signals on one axis. */
import "./timeline.css";
import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import type { EventSummary } from "../../../shared/contract/events.ts";
import { message } from "../../messages/catalogue.ts";
import { registerCommand } from "../../state/commands.ts";
import { useQuery } from "../../state/query.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { Region } from "../../components/region.tsx";
import { currentTokens, onThemeChange } from "../../theme/tokens.ts";
import { clocksBeside, worstClocks } from "../../timeline/clocks-off.ts";
import { keyAction } from "../../timeline/keys.ts";
import { reveal } from "../../timeline/viewport.ts";
import type { MarkedEvent } from "../../timeline/view.ts";
import { useZone } from "./choices.ts";
import { AlignedTimeline } from "./aligned-timeline.tsx";
import { alignmentNow, useAlignment } from "./alignment.ts";
import { drawingCommands } from "./drawing-commands.ts";
import { EventGrid } from "./event-grid.tsx";
import { lookUpEvent, markedEvent, selectEvent } from "./event-lookup.ts";
import { useLanes } from "./use-lanes.ts";
import { LaneNames } from "./lane-names.tsx";
import { markUnder, runClick, runDoubleClick, runKey } from "./plot-actions.ts";
import { notesOf, type TimelineNote } from "./notes.ts";
import { PlotOver } from "./plot-over.tsx";
import { PlotState } from "./plot-state.tsx";
import { createPlotStage, useStage, useTimeline, type PlotStage } from "./plot-stage.ts";
import { useSettings } from "../../state/settings.ts";
import { summaryOf } from "./summary.ts";
import { TimelineBar } from "./timeline-bar.tsx";
import { TimelineCorner } from "./timeline-corner.tsx";
import { TimelinePlot, type PlotActions } from "./timeline-plot.tsx";
import { coloursOf } from "./timeline-view.ts";
import { DRAWN_MARK, useController } from "./use-controller.ts";
import { useRested } from "./use-rested.ts";
import { useVisibleEvents } from "./use-visible-events.ts";

const markDrawn = (): void => void performance.mark(DRAWN_MARK);

export function TimelinePanel(): ReactNode {
  const controller = useController();
  const [stage] = useState(() => createPlotStage(controller, markDrawn));
  const { choice, zone } = useZone();
  const brush = useSelection(({ window }) => window);
  const notes = useNotes();
  const selected = useSelectedEvent();
  const rested = useRested(controller);
  const { events, before, total: listed, exact, reach } = useVisibleEvents(rested);
  const descriptionId = useId();
  const data = useTimeline(controller, (state) => state.data);
  const fitted = useTimeline(controller, (state) => state.fitted);
  const height = useStage(stage, ({ parts }) => parts().size.height);
  const scrollTop = useStage(stage, ({ parts }) => parts().scrollTop);
  const { shapes, pinned, expanded } = useLanes(controller);
  const tokens = useTokens();
  const colours = useMemo(() => coloursOf(tokens), [tokens]);
  useLayoutEffect(() => stage.follow(), [stage]);
  const zoneName = message(`timeline.zone.short.${choice}`);
  useLayoutEffect(() => stage.set({ brush, selected, zone: zone.name, zoneName, shapes, colours }));
  useDrawing(stage);
  const aligned = useAlignment();

  const actions: PlotActions = {
    size: (size) => {
      stage.set({ size });
      controller.setWidth(size.width);
    },
    show: controller.show,
    brush: (span) => selection.getState().brush(span),
    hover: (place) => {
      stage.point(place);
      const mark = place && markUnder(place, controller.state().data);
      // The same object for the same event: the view is made anew only for another one.
      if (stage.parts().under?.position !== mark?.position) stage.set({ under: mark });
    },
    key: (event) => {
      const action = keyAction(event);
      if (action === undefined) return false;
      const { under, reached } = stage.parts();
      const focused = under ?? reached;
      return runKey(action, {
        controller,
        events,
        focused,
        selected,
        reach: (to) => stage.set({ reached: to }),
      });
    },
    click: (place) => runClick(place, controller),
    doubleClick: (place) => runDoubleClick(place, controller),
  };
  const summary = useMemo(() => summaryOf(rested, zone, exact), [rested, zone, exact]);
  const onReach = useCallback(
    (event: EventSummary | undefined) => stage.set({ reached: markedEvent(event) }),
    [stage],
  );
  // The lanes come back from an alignment at their top.
  const onScroller = useCallback(
    (element: HTMLDivElement | null) => stage.set({ scrollTop: element?.scrollTop ?? 0, under: undefined }),
    [stage],
  );
  const onSelect = useCallback((position: number) => void selectEvent(position), []);
  useEffect(() => {
    // Selected elsewhere: brought into view, at the same zoom.
    const now = controller.state();
    if (selected === undefined || now.window === undefined || now.limits === undefined) return;
    const inView = selected.from < now.window.to && (selected.to ?? selected.from) >= now.window.from;
    if (!inView) controller.show(reveal(now.window, selected.from, now.limits));
  }, [controller, selected]);
  const clocks = useMemo(
    () => worstClocks(clocksBeside(data.slice?.lanes ?? [], data.slice?.clocks ?? [])),
    [data.slice],
  );
  const corner = useMemo(
    () => (
      <TimelineCorner controller={controller} fitted={fitted} brush={brush} zone={zone} clocks={clocks} />
    ),
    [controller, fitted, brush, zone, clocks],
  );

  return (
    <Region name={message("timeline.name")} className="timeline">
      <TimelineBar
        controller={controller}
        rested={rested}
        visible={exact}
        notes={notes}
        choice={choice}
        zone={zone}
      />
      {aligned === undefined ? (
        <div
          ref={onScroller}
          className="timeline-scroll"
          onScroll={(event) => stage.set({ scrollTop: event.currentTarget.scrollTop })}
        >
          <LaneNames
            data={data}
            shapes={shapes}
            pinned={pinned}
            expanded={expanded}
            height={height}
            scrollTop={scrollTop}
            zone={zone}
            colours={colours}
          >
            {corner}
          </LaneNames>
          <TimelinePlot stage={stage} actions={actions} descriptionId={descriptionId}>
            <PlotOver stage={stage} notes={notes} events={events} zone={zone} zoneName={zoneName} />
            <PlotState controller={controller} />
          </TimelinePlot>
          <p id={descriptionId} className="visually-hidden">
            {summary} {message("timeline.plot.keys")}
          </p>
          <EventGrid
            events={events}
            before={before}
            total={listed}
            zone={zone}
            selected={selected?.position}
            onFocus={onReach}
            onSelect={onSelect}
            onReach={reach}
          />
        </div>
      ) : (
        <AlignedTimeline asked={aligned} zone={zone} />
      )}
    </Region>
  );
}

/** Keeps the commands that draw what is on the screen: while units are aligned that is not the stage. */
function useDrawing(stage: PlotStage): void {
  useEffect(() => {
    const removals = drawingCommands(() => (alignmentNow() === undefined ? stage.look() : undefined)).map(
      registerCommand,
    );
    return () => removals.forEach((remove) => remove());
  }, [stage]);
}

const NO_NOTES = [] as const;

function useNotes(): readonly TimelineNote[] {
  const all = useSettings((values) => values.timelineNotes) ?? NO_NOTES;
  const partNumber = useSelection((state) => state.partNumber);
  return useMemo(() => notesOf(all, partNumber), [all, partNumber]);
}

function useTokens(): ReturnType<typeof currentTokens> {
  return useSyncExternalStore(onThemeChange, currentTokens);
}

/** The selected event as it is marked; it need not be in view. */
function useSelectedEvent(): MarkedEvent | undefined {
  const position = useSelection(({ eventPosition }) => eventPosition);
  const { data } = useQuery(position === undefined ? undefined : `marked:${position}`, (_host, { signal }) =>
    lookUpEvent(position ?? 0, signal),
  );
  return useMemo(() => (position === undefined ? undefined : markedEvent(data)), [position, data]);
}
