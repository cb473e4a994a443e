/** The timeline of the selection: lanes of events and traces of signals on one axis. */
import "./timeline.css";
import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import type { EventSummary } from "../../../shared/contract/events.ts";
import { message } from "../../messages/catalogue.ts";
import { registerCommand, runCommand } from "../../state/commands.ts";
import { useQuery } from "../../state/query.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { Empty, Problem, Region } from "../../shell/region.tsx";
import { currentTokens, onThemeChange } from "../../theme/tokens.ts";
import type { PointerPlace } from "../../timeline/interaction.ts";
import { keyAction } from "../../timeline/keys.ts";
import type { TimelineState } from "../../timeline/state.ts";
import { reveal } from "../../timeline/viewport.ts";
import type { MarkedEvent, TimelineData, TimelineView } from "../../timeline/view.ts";
import { useZone } from "./choices.ts";
import { drawingCommands, type Drawn } from "./drawing-commands.ts";
import { EventGrid } from "./event-grid.tsx";
import { lookUpEvent, markedEvent, selectEvent } from "./event-lookup.ts";
import { useLanes } from "./use-lanes.ts";
import { LaneNames } from "./lane-names.tsx";
import { markUnder, runClick, runDoubleClick, runKey } from "./plot-actions.ts";
import { NoteFlags } from "./note-flags.tsx";
import { notesOf, type TimelineNote } from "./notes.ts";
import { useSettings } from "../../state/settings.ts";
import { summaryOf, visibleCount } from "./summary.ts";
import { TimelineBar } from "./timeline-bar.tsx";
import { TimelineCorner } from "./timeline-corner.tsx";
import { TimelinePlot, type PlotActions } from "./timeline-plot.tsx";
import { coloursOf, viewOf, type PlotSize } from "./timeline-view.ts";
import { EventText, Tooltip } from "./tooltip.tsx";
import { DRAWN_MARK, useController } from "./use-controller.ts";
import { useVisibleEvents } from "./use-visible-events.ts";

/** Which answer was on the screen with a view: a frame may still show the one before. */
const ANSWERS = new WeakMap<TimelineView, number>();

const NO_SIZE: PlotSize = { width: 0, height: 0, ratio: 1 };

export function TimelinePanel(): ReactNode {
  const { controller, state } = useController();
  const { choice, zone } = useZone();
  const brush = useSelection(({ window }) => window);
  const [size, setSize] = useState(NO_SIZE);
  const [scrollTop, setScrollTop] = useState(0);
  const [hover, setHover] = useState<PointerPlace>();
  const [under, setUnder] = useState<MarkedEvent>();
  const [reached, setReached] = useState<MarkedEvent>();
  const notes = useNotes();
  const tokens = useTokens();
  const colours = useMemo(() => coloursOf(tokens), [tokens]);
  const selected = useSelectedEvent();
  const { events, before, total: listed, reach } = useVisibleEvents(state.window);
  const descriptionId = useId();
  const drawnSubject = useRef(0);
  const { data, window, limits } = state;
  const { shapes, pinned, expanded } = useLanes(controller);

  const onSize = useCallback(
    (next: PlotSize) => {
      setSize(next);
      controller.setWidth(next.width);
    },
    [controller],
  );
  const focused = under ?? reached;
  const { answered } = state;
  const view = useMemo(() => {
    const parts = {
      window,
      limits,
      size,
      scrollTop,
      brush,
      selected,
      focused,
      zone: zone.name,
      shapes,
      colours,
    };
    const made = viewOf(parts);
    if (made !== undefined) ANSWERS.set(made, answered);
    return made;
  }, [answered, window, limits, size, scrollTop, brush, selected, focused, zone, shapes, colours]);
  const noteDrawn = useCallback((subject: number): void => {
    if (drawnSubject.current === subject) return;
    drawnSubject.current = subject;
    performance.mark(DRAWN_MARK);
  }, []);
  useEffect(() => {
    // Nothing to draw is drawn at once.
    if (answered > 0 && window === undefined) noteDrawn(answered);
  }, [answered, window, noteDrawn]);
  const actions: PlotActions = {
    show: controller.show,
    brush: (span) => selection.getState().brush(span),
    hover: (place) => {
      setHover(place);
      const mark = place && markUnder(place, data);
      // The same object for the same event: the view is made anew only for another one.
      setUnder((before) => (before?.position === mark?.position ? before : mark));
    },
    key: (event) => {
      const action = keyAction(event);
      if (action === undefined) return false;
      return runKey(action, { controller, events, focused, selected, reach: setReached });
    },
    click: (place) => runClick(place, controller),
    doubleClick: (place) => runDoubleClick(place, controller),
    drawn: (drawn) => noteDrawn(ANSWERS.get(drawn) ?? 0),
  };
  useDrawing(data, view);
  const rested = useRested(state);
  const summary = useMemo(() => summaryOf(rested, zone), [rested, zone]);
  const onReach = useCallback((event: EventSummary | undefined) => setReached(markedEvent(event)), []);
  const onSelect = useCallback((position: number) => void selectEvent(position), []);
  useEffect(() => {
    // Selected elsewhere: brought into view, at the same zoom.
    const now = controller.state();
    if (selected === undefined || now.window === undefined || now.limits === undefined) return;
    const inView = selected.from < now.window.to && (selected.to ?? selected.from) >= now.window.from;
    if (!inView) controller.show(reveal(now.window, selected.from, now.limits));
  }, [controller, selected]);
  const zoneName = message(`timeline.zone.short.${choice}`);
  const { fitted } = state;
  const corner = useMemo(
    () => <TimelineCorner controller={controller} fitted={fitted} brush={brush} zone={zone} />,
    [controller, fitted, brush, zone],
  );

  return (
    <Region name={message("timeline.name")} className="timeline">
      <TimelineBar
        state={state}
        controller={controller}
        visible={visibleCount(state)}
        notes={notes}
        choice={choice}
        zone={zone}
      />
      <div className="timeline-scroll" onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
        <LaneNames
          data={data}
          shapes={shapes}
          pinned={pinned}
          expanded={expanded}
          height={size.height}
          scrollTop={scrollTop}
        >
          {corner}
        </LaneNames>
        <TimelinePlot
          data={data}
          view={view}
          zone={zone}
          zoneName={zoneName}
          actions={actions}
          descriptionId={descriptionId}
          onSize={onSize}
        >
          {hover === undefined ? undefined : (
            <Tooltip place={hover} data={data} zone={zone} width={size.width} height={size.height} />
          )}
          {hover === undefined && reached !== undefined ? (
            <ReachedEvent event={reached} title={titleOf(reached, events)} zone={zone} />
          ) : undefined}
          <NoteFlags notes={notes} view={view} zone={zone} />
          <PlotState state={state} retry={controller.refresh} />
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
    </Region>
  );
}

function titleOf(
  { position }: MarkedEvent,
  events: readonly { readonly position: number; readonly title: string }[],
): string {
  return events.find((event) => event.position === position)?.title ?? "";
}

/** What a key has reached, in words, in the corner: the mark itself has its ring. */
function ReachedEvent({
  event,
  title,
  zone,
}: {
  readonly event: MarkedEvent;
  readonly title: string;
  readonly zone: Parameters<typeof EventText>[0]["zone"];
}): ReactNode {
  return (
    <output className="timeline-tooltip reached">
      <EventText
        position={event.position}
        title={title}
        severity={0}
        kind={message(`timeline.kind.${event.kind}`)}
        start={event.from}
        end={event.to ?? NaN}
        zone={zone}
      />
    </output>
  );
}

/** Instead of the lanes: why there are none. */
function PlotState({
  state,
  retry,
}: {
  readonly state: TimelineState;
  readonly retry: () => void;
}): ReactNode {
  const { slice, failure, subject } = state;
  if (slice === undefined) {
    if (failure === undefined) return <PlotSkeleton />;
    return (
      <div className="timeline-over" onPointerDown={(event) => event.stopPropagation()}>
        <Problem what={message("timeline.failed")} failure={failure} retry={retry} />
      </div>
    );
  }
  if (state.answered !== state.requested || state.limits !== undefined) return undefined;
  return (
    <div className="timeline-over" onPointerDown={(event) => event.stopPropagation()}>
      {slice.lanes.length > 0 ? (
        <Empty>{message("timeline.undatedOnly", { count: slice.undated })}</Empty>
      ) : subject?.kind === "everything" ? (
        <Empty
          action={
            <button type="button" className="button" onClick={() => runCommand("file.open-files")}>
              {message("timeline.empty.open")}
            </button>
          }
        >
          {message("timeline.empty")}
        </Empty>
      ) : (
        <Empty
          action={
            <button
              type="button"
              className="button"
              onClick={() => selection.getState().selectPart(undefined)}
            >
              {message("timeline.none.everything")}
            </button>
          }
        >
          {message("timeline.none")}
        </Empty>
      )}
    </div>
  );
}

/** The frame of what will come: overview, axis, lanes. */
function PlotSkeleton(): ReactNode {
  return (
    <output className="timeline-skeleton" aria-label={message("state.loading")}>
      {["100%", "38%", "72%", "64%", "81%", "44%", "58%"].map((width, index) => (
        <div key={index} className="skeleton" style={{ width, height: index === 0 ? 18 : 10 }} />
      ))}
    </output>
  );
}

/** How long a window must stand before it is told in words, ms: nobody hears each frame of a drag. */
const REST = 200;

function useRested(state: TimelineState): TimelineState {
  const [rested, setRested] = useState(state);
  useEffect(() => {
    const timer = setTimeout(() => setRested(state), REST);
    return () => clearTimeout(timer);
  }, [state]);
  return rested;
}

/** Keeps the commands that draw what is on the screen. */
function useDrawing(data: TimelineData, view: TimelineView | undefined): void {
  const latest = useRef<Drawn>(undefined);
  useEffect(() => {
    latest.current = view && { data, view };
  }, [data, view]);
  useEffect(() => {
    const removals = drawingCommands(() => latest.current).map(registerCommand);
    return () => removals.forEach((remove) => remove());
  }, []);
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
