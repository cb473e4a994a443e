/** The name of one lane, and what is done with it: fold, divide, pin, move, make it higher. */
import {
  useRef,
  useState,
  type ButtonHTMLAttributes,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from "react";
import { message } from "../../messages/catalogue.ts";
import type { SourceClock } from "../../../shared/model/clock.ts";
import { PointMenu } from "../../components/point-menu.tsx";
import { clockHere, clockOff, clockShort } from "../../state/clock-words.ts";
import { filterName } from "../../state/filter-names.ts";
import { filterBy } from "../../state/filters.ts";
import type { PreparedLane } from "../../timeline/prepare.ts";
import type { Row } from "../../timeline/rows.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { laneFailures, laneHistory, laneName } from "./lane-name.ts";
import {
  boundedHeight,
  changeLayout,
  draftLayout,
  layoutNow,
  LIMITS,
  toggled,
  useLaneLayout,
} from "./lane-layout.ts";
import { UndatedEvents } from "./undated-events.tsx";

export interface LaneHandleProps {
  readonly lane: PreparedLane;
  /** Its source's clock, where that was off. */
  readonly clock: SourceClock | undefined;
  readonly zone: TimeZone;
  readonly row: Row;
  readonly pinned: boolean;
  readonly expanded: boolean;
  /** Of the words about its keys. */
  readonly descriptionId: string;
  /** Where Tab stops among the lanes. */
  readonly isStop: boolean;
  readonly onFocus: () => void;
  /** Among the lanes that can change places; −1: it can't. */
  readonly place: number;
  readonly onMove: (to: number) => void;
  /** At this height of the page; undefined: no more. */
  readonly onDrag: (clientY: number | undefined) => void;
  readonly onDrop: (clientY: number) => void;
}

export function LaneHandle(props: LaneHandleProps): ReactNode {
  return props.lane.others > 0 ? <More lane={props.lane} /> : <Handle {...props} />;
}

function Handle(props: LaneHandleProps): ReactNode {
  const { lane, clock, row, pinned, expanded, place } = props;
  const within = useLaneLayout(({ layout }) => layout.within);
  const name = laneName(lane);
  const canDivide = lane.parent === undefined && lane.by !== within;
  const divide = (): void =>
    changeLayout(message("timeline.lanes.step.divide"), { expanded: toggled(layoutNow().expanded, lane.id) });
  const pin = (): void => {
    if (place >= 0)
      changeLayout(message("timeline.lanes.step.pin"), { pinned: toggled(layoutNow().pinned, lane.id) });
  };
  const fold = (): void =>
    changeLayout(message("timeline.lanes.step.fold"), {
      collapsed: toggled(layoutNow().collapsed, lane.id),
    });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (!runLaneKey(event, { ...props, canDivide, divide, pin })) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const action = message(row.collapsed ? "timeline.lane.expand" : "timeline.lane.collapse", { lane: name });
  const failures = laneFailures(lane);
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number }>();
  const only = (): void => filterBy(lane.by, lane.key);
  const drag = useLaneDrag(props, fold);
  return (
    <>
      {canDivide ? (
        <button
          type="button"
          tabIndex={-1}
          className="timeline-lane-tool divide"
          aria-expanded={expanded}
          aria-label={message(`timeline.lane.divide.${within}`, { lane: name })}
          title={message(`timeline.lane.divide.${within}`, { lane: name })}
          onClick={divide}
        >
          {expanded ? "▾" : "▸"}
        </button>
      ) : undefined}
      <button
        type="button"
        className="timeline-lane"
        data-lane={lane.id}
        tabIndex={props.isStop ? 0 : -1}
        onFocus={props.onFocus}
        aria-expanded={!row.collapsed}
        aria-label={clock === undefined ? name : message("clock.lane", { lane: name, off: clockOff(clock) })}
        aria-describedby={props.descriptionId}
        title={`${laneHistory(lane)}\n${action}`}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => {
          event.preventDefault();
          // By a key it has no place of its own.
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          setMenu(event.button === 2 ? { x: event.clientX, y: event.clientY } : { x: left + 16, y: bottom });
        }}
        {...drag}
      >
        <span className="ellipsis">{name}</span>
      </button>
      {clock === undefined || row.collapsed ? undefined : (
        <span className="timeline-clock mark" title={clockHere(clock, props.zone.name)}>
          {clockShort(clock)}
        </span>
      )}
      {failures === undefined || row.collapsed ? undefined : (
        <span
          className={failures.more ? "timeline-failures fail" : "timeline-failures muted"}
          title={laneHistory(lane)}
        >
          {message("timeline.lane.failed", { count: failures.failed })}
        </span>
      )}
      {lane.undated > 0 && !row.collapsed ? <UndatedEvents lane={lane} /> : undefined}
      {place < 0 ? undefined : (
        <button
          type="button"
          tabIndex={-1}
          className={pinned ? "timeline-lane-tool pin pinned" : "timeline-lane-tool pin"}
          aria-pressed={pinned}
          aria-label={message("timeline.lane.pin", { lane: name })}
          title={message(pinned ? "timeline.lane.unpin" : "timeline.lane.pin", { lane: name })}
          onClick={pin}
        >
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <path
              d="M1.5 1h7M5 9.5V3.2M2.2 5.8 5 3l2.8 2.8"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.3"
            />
          </svg>
        </button>
      )}
      {lane.kind === undefined ? undefined : (
        <span className="timeline-dot" style={{ background: `var(--kind-${lane.kind})` }} />
      )}
      <ResizeEdge lane={lane} row={row} />
      {menu === undefined ? undefined : (
        <PointMenu
          name={message("filter.menu")}
          {...menu}
          choices={[
            {
              id: "only",
              text: message("filter.only", { filter: filterName(lane.by, lane.key) }),
              run: only,
            },
          ]}
          close={() => setMenu(undefined)}
        />
      )}
    </>
  );
}

/** The sum of the lanes that are not shown, and the way to more of them. */
function More({ lane }: { readonly lane: PreparedLane }): ReactNode {
  const limit = useLaneLayout(({ layout }) => layout.limit);
  const next = LIMITS.find((one) => one > limit);
  const name = laneName(lane);
  if (next === undefined)
    return (
      <span className="timeline-more muted ellipsis" title={message("timeline.lane.others.search")}>
        {name}
      </span>
    );
  return (
    <button
      type="button"
      className="link timeline-more"
      title={laneHistory(lane)}
      onClick={() => changeLayout(message("timeline.lanes.step.more"), { limit: next })}
    >
      <span className="ellipsis">{name}</span>
    </button>
  );
}

/** A press that moves less is a click. */
const THRESHOLD = 4;

function useLaneDrag(
  { place, onDrag, onDrop }: LaneHandleProps,
  onClick: () => void,
): Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel" | "onClick"
> {
  const from = useRef<number>(undefined);
  const dragged = useRef(false);
  return {
    onPointerDown: (event) => {
      dragged.current = false;
      if (event.button !== 0 || place < 0) return;
      from.current = event.clientY;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event) => {
      if (from.current === undefined) return;
      if (Math.abs(event.clientY - from.current) >= THRESHOLD) dragged.current = true;
      if (dragged.current) onDrag(event.clientY);
    },
    onPointerUp: (event) => {
      from.current = undefined;
      if (!dragged.current) return;
      onDrag(undefined);
      onDrop(event.clientY);
    },
    onPointerCancel: () => {
      from.current = undefined;
      onDrag(undefined);
    },
    onClick: () => {
      // The click that ends a drag is none.
      if (!dragged.current) onClick();
      dragged.current = false;
    },
  };
}

/** CSS pixels of one key press. */
const STEP = 6;

interface LaneKeyActions extends LaneHandleProps {
  readonly canDivide: boolean;
  readonly divide: () => void;
  readonly pin: () => void;
}

/** Answers whether the key did something here. */
function runLaneKey(event: KeyboardEvent<HTMLElement>, actions: LaneKeyActions): boolean {
  const { lane, row, place, expanded, canDivide, divide, pin, onMove } = actions;
  const { key, altKey, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey) return false;
  if (altKey) {
    if (place < 0 || (key !== "ArrowUp" && key !== "ArrowDown")) return false;
    onMove(key === "ArrowUp" ? Math.max(0, place - 1) : place + 1);
    return true;
  }
  switch (key) {
    case "ArrowUp":
    case "ArrowDown":
      return focusNeighbour(event.currentTarget, key === "ArrowUp" ? -1 : 1);
    case "ArrowRight":
      if (canDivide && !expanded) divide();
      return canDivide;
    case "ArrowLeft":
      if (canDivide && expanded) divide();
      return canDivide;
    case "p":
    case "P":
      pin();
      return place >= 0;
    case "+":
    case "-":
      resize(lane, boundedHeight(row.height + (key === "+" ? STEP : -STEP)), layoutNow().heights);
      return true;
    default:
      return false;
  }
}

function focusNeighbour(element: HTMLElement, step: -1 | 1): boolean {
  const all = [...(element.closest(".timeline-names")?.querySelectorAll<HTMLElement>("[data-lane]") ?? [])];
  all[all.indexOf(element) + step]?.focus();
  return true;
}

function resize(
  lane: PreparedLane,
  height: number | undefined,
  before: Readonly<Record<string, number>>,
): void {
  const { [lane.id]: _own, ...others } = layoutNow().heights;
  changeLayout(
    message("timeline.lanes.step.height"),
    { heights: height === undefined ? others : { ...others, [lane.id]: height } },
    { ...layoutNow(), heights: { ...before } },
  );
}

/** The lower edge of a lane: drag it for another height, double-click it for the usual one. */
function ResizeEdge({ lane, row }: { readonly lane: PreparedLane; readonly row: Row }): ReactNode {
  const drag = useRef<{
    readonly y: number;
    readonly height: number;
    readonly before: Record<string, number>;
  }>(undefined);
  const heightAt = (event: PointerEvent): number =>
    boundedHeight((drag.current?.height ?? 0) + event.clientY - (drag.current?.y ?? 0));
  if (row.collapsed) return undefined;
  return (
    <div
      className="timeline-edge"
      title={message("timeline.lane.height")}
      onPointerDown={(event) => {
        drag.current = { y: event.clientY, height: row.height, before: layoutNow().heights };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (drag.current !== undefined)
          draftLayout({ heights: { ...layoutNow().heights, [lane.id]: heightAt(event) } });
      }}
      onPointerUp={(event) => {
        const was = drag.current;
        drag.current = undefined;
        if (was !== undefined && Math.abs(event.clientY - was.y) >= 2)
          resize(lane, boundedHeight(was.height + event.clientY - was.y), was.before);
      }}
      onPointerCancel={() => {
        if (drag.current !== undefined) draftLayout({ heights: drag.current.before });
        drag.current = undefined;
      }}
      onDoubleClick={() => resize(lane, undefined, layoutNow().heights)}
    />
  );
}
