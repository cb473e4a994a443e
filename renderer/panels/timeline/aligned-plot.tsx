/** Bars of aligned units on an axis of time since the operation: pointer, wheel and keys as on the timeline. */
import {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { AlignedUnit, AlignedUnits } from "../../../shared/contract/aligned.ts";
import { message } from "../../messages/catalogue.ts";
import { useSelection } from "../../state/selection.ts";
import { currentTokens, onThemeChange } from "../../theme/tokens.ts";
import { AXIS, LANE, outerSpan, placeUnit, runsSpan } from "../../timeline/aligned-layout.ts";
import { keyAction, wheelAction } from "../../timeline/keys.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { clampWindow, fit, pan, reveal, sameWindow, spanOf, zoomAt } from "../../timeline/viewport.ts";
import { timeText } from "../../timeline/time-text.ts";
import { xToTime } from "../../timeline/scale.ts";
import { AlignedAxis, AlignedLane, MedianLane, type LaneMark } from "./aligned-lanes.tsx";
import { AlignedTip, type TipPlace } from "./aligned-tip.tsx";
import { barWords, operationName } from "./aligned-words.ts";
import { selectEvent } from "./event-lookup.ts";
import { coloursOf } from "./timeline-view.ts";

export interface AlignedPlotProps {
  readonly aligned: AlignedUnits;
  readonly operation: string;
  readonly zone: TimeZone;
  readonly remove: (unit: AlignedUnit) => void;
}

/** A press that moves less is a click. */
const THRESHOLD = 3;

export function AlignedPlot({ aligned, operation, zone, remove }: AlignedPlotProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const keysId = useId();
  const tokens = useSyncExternalStore(onThemeChange, currentTokens);
  const colours = useMemo(() => coloursOf(tokens), [tokens]);
  const [width, setWidth] = useState(0);
  const [chosen, setChosen] = useState<TimeWindow>();
  const [under, setUnder] = useState<LaneMark & TipPlace>();
  const [lastReached, setReached] = useState<LaneMark>();
  const selected = useSelection(({ eventPosition }) => eventPosition);
  // Other units may have come or gone: then its place is another one's.
  const reached = isThere(lastReached, aligned.units) ? lastReached : undefined;
  const limits = outerSpan(aligned);
  // Other units may have come: a window that was never chosen holds all runs of whoever is there.
  const window = chosen === undefined ? runsSpan(aligned) : clampWindow(chosen, limits);
  const scale = { window, width };
  const show = (next: TimeWindow | undefined): void =>
    setChosen(
      next === undefined || sameWindow(next, runsSpan(aligned)) ? undefined : clampWindow(next, limits),
    );

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const report = (): void => setWidth(element.clientWidth);
    report();
    const observer = new ResizeObserver(report);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const latest = useRef({ scale, limits, show });
  useLayoutEffect(() => {
    latest.current = { scale, limits, show };
  });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    // React's own wheel listeners are passive: they can't keep the page from scrolling.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const now = latest.current;
      const turn = wheelAction(event);
      const at = xToTime(now.scale, event.clientX - element.getBoundingClientRect().left);
      now.show(
        "zoom" in turn
          ? zoomAt(now.scale.window, at, turn.zoom, now.limits)
          : pan(now.scale.window, (turn.pan / now.scale.width) * spanOf(now.scale.window), now.limits),
      );
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, []);

  const nameOf = (one: string): string => operationName(one, aligned);
  const drag = useRef<{ readonly x: number; readonly window: TimeWindow; moved: boolean }>(undefined);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = stepOf(event.key, reached, aligned.units);
    const action = keyAction(event);
    if (next !== undefined) {
      setReached(next);
      const unit = aligned.units[next.unit];
      const run = unit?.operations[next.operation]?.run;
      if (unit !== undefined && run !== undefined) show(reveal(window, run.start - unit.zero, limits));
      event.currentTarget.querySelectorAll(".aligned-name")[next.unit]?.scrollIntoView({ block: "nearest" });
    } else if (action?.type === "pan") show(pan(window, action.share * spanOf(window), limits));
    else if (action?.type === "zoom") show(zoomAt(window, zoomCentre(window), action.factor, limits));
    else if (action?.type === "extent") show(undefined);
    else if (action?.type === "end") show(limits);
    else if (action?.type === "fit" && reached !== undefined) {
      const unit = aligned.units[reached.unit];
      const run = unit?.operations[reached.operation]?.run;
      if (unit === undefined || run === undefined) return;
      const { start, end = start } = run;
      show(fit({ from: start - unit.zero, to: end - unit.zero }, limits));
    } else if (action?.type === "select" && reached !== undefined) {
      const run = aligned.units[reached.unit]?.operations[reached.operation]?.run;
      if (run !== undefined) void selectEvent(run.position);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const tip = under ?? reached;
  return (
    <div className="aligned-body">
      <div
        className="aligned-scroll"
        role="application"
        tabIndex={0}
        aria-label={message("timeline.align.plot")}
        aria-describedby={keysId}
        onKeyDown={onKeyDown}
      >
        <p id={keysId} className="visually-hidden">
          {message("timeline.align.plot.keys")}
        </p>
        <div className="aligned-names">
          <div className="aligned-top median" style={{ height: AXIS + LANE, paddingTop: AXIS }}>
            <span className="ellipsis">
              {message("timeline.align.median", { units: aligned.units.length })}
            </span>
          </div>
          {aligned.units.map((unit) => (
            <div key={unit.unitId} className="aligned-name" style={{ height: LANE }}>
              <span className="aligned-unit">
                <span className="ellipsis">{unit.name}</span>
                <span className="muted ellipsis" title={message("timeline.align.zero")}>
                  {timeText(unit.zero, zone, "minute")}
                  {unit.isCut ? ` · ${message("timeline.align.cut")}` : ""}
                </span>
              </span>
              {unit.failures.length === 0 ? undefined : (
                <span className="timeline-failures fail">
                  {message("timeline.lane.failed", { count: unit.failures.length })}
                </span>
              )}
              <button
                type="button"
                className="timeline-lane-tool"
                tabIndex={-1}
                aria-label={message("timeline.align.remove", { unit: unit.name })}
                title={message("timeline.align.remove", { unit: unit.name })}
                onClick={() => remove(unit)}
              >
                ✕
              </button>
            </div>
          ))}
        </div>
        <div
          ref={box}
          className="aligned-plot"
          onPointerDown={(event) => {
            if (event.button > 1) return;
            drag.current = { x: event.clientX, window, moved: false };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => {
            const from = drag.current;
            if (from !== undefined) {
              if (Math.abs(event.clientX - from.x) >= THRESHOLD) from.moved = true;
              if (!from.moved) return;
              setUnder(undefined);
              show(pan(from.window, ((from.x - event.clientX) / width) * spanOf(from.window), limits));
              return;
            }
            const mark = markAt(event.target);
            const seen = event.currentTarget.parentElement?.getBoundingClientRect();
            setUnder(
              mark &&
                seen && {
                  ...mark,
                  x: event.clientX - seen.left,
                  y: event.clientY - seen.top,
                  width: seen.width,
                  height: seen.height,
                },
            );
          }}
          onPointerUp={(event) => {
            const from = drag.current;
            drag.current = undefined;
            if (from?.moved !== false) return;
            const mark = markAt(document.elementFromPoint(event.clientX, event.clientY));
            if (mark !== undefined) void selectEvent(mark.position);
          }}
          onPointerCancel={() => (drag.current = undefined)}
          onPointerLeave={() => setUnder(undefined)}
          onDoubleClick={() => show(undefined)}
        >
          <div className="aligned-top" style={{ height: AXIS + LANE }}>
            <AlignedAxis scale={scale} />
            <MedianLane aligned={aligned} scale={scale} nameOf={nameOf} />
          </div>
          {aligned.units.map((unit, at) => (
            <AlignedLane
              key={unit.unitId}
              unit={unit}
              at={at}
              operation={operation}
              medians={aligned.medians}
              placed={placeUnit(unit, scale, barWords, nameOf)}
              scale={scale}
              colours={colours}
              reached={reached?.unit === at ? reached.position : undefined}
              selected={selected}
            />
          ))}
        </div>
      </div>
      {tip === undefined ? undefined : <AlignedTip mark={tip} place={under} aligned={aligned} zone={zone} />}
    </div>
  );
}

const isThere = (mark: LaneMark | undefined, units: readonly AlignedUnit[]): boolean =>
  mark !== undefined && units[mark.unit]?.operations[mark.operation]?.run.position === mark.position;

/** Zero where it is in view: what is compared stays in view too. */
const zoomCentre = ({ from, to }: TimeWindow): number => (from <= 0 && to >= 0 ? 0 : (from + to) / 2);

/** Which mark an element is: lanes say it in their data. */
function markAt(element: unknown): LaneMark | undefined {
  if (!(element instanceof SVGElement)) return undefined;
  const { unit, operation, position } = element.dataset;
  if (unit === undefined || operation === undefined || position === undefined) return undefined;
  return { unit: Number(unit), operation: Number(operation), position: Number(position) };
}

/** Brackets walk along a lane, Up and Down to the same operation of the next one; undefined of other keys. */
function stepOf(
  key: string,
  reached: LaneMark | undefined,
  units: readonly AlignedUnit[],
): LaneMark | undefined {
  const along = key === "]" ? 1 : key === "[" ? -1 : 0;
  const across = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  if (along === 0 && across === 0) return undefined;
  const markOf = (unit: number, operation: number): LaneMark | undefined => {
    const run = units[unit]?.operations[operation]?.run;
    return run && { unit, operation, position: run.position };
  };
  if (reached === undefined) return markOf(across < 0 ? units.length - 1 : 0, 0);
  if (along !== 0) return markOf(reached.unit, reached.operation + along) ?? reached;
  const name = units[reached.unit]?.operations[reached.operation]?.operation;
  for (let unit = reached.unit + across; units[unit] !== undefined; unit += across) {
    const operation = units[unit]?.operations.findIndex((one) => one.operation === name) ?? -1;
    if (operation >= 0) return markOf(unit, operation);
  }
  return reached;
}
