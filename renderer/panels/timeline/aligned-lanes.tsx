/** What is drawn of aligned units: the axis, the medians, a lane of bars for each unit. */
import type { ReactNode } from "react";
import type { AlignedUnit, AlignedUnits } from "../../../shared/contract/aligned.ts";
import { EVENT_KINDS } from "../../../shared/model/event.ts";
import { message } from "../../messages/catalogue.ts";
import {
  AXIS,
  BAR,
  BAR_TOP,
  deviationTexts,
  LANE,
  WORDS,
  type PlacedRun,
} from "../../timeline/aligned-layout.ts";
import { readableOn } from "../../timeline/colour.ts";
import { markColour, ON_BAR } from "../../timeline/paint-lane.ts";
import { FAIL } from "../../timeline/prepare.ts";
import { timeToX, type Scale } from "../../timeline/scale.ts";
import { sinceText, sinceTicks } from "../../timeline/since-axis.ts";
import { durationText } from "../../timeline/time-text.ts";
import type { TimelineColours } from "../../timeline/view.ts";

/** An event in a lane. */
export interface LaneMark {
  readonly unit: number;
  /** Index into the unit's operations; −1: a failure. */
  readonly operation: number;
  readonly position: number;
}

const LETTER = 6.1;

export function AlignedAxis({ scale }: { readonly scale: Scale }): ReactNode {
  return (
    <svg className="aligned-axis" width={scale.width} height={AXIS} aria-hidden="true">
      {sinceTicks(scale.window, scale.width).map(({ time, label }, at, all) => {
        const x = Math.round(timeToX(scale, time)) + 0.5;
        const next = all[at + 1];
        const room = Math.min(scale.width, next === undefined ? scale.width : timeToX(scale, next.time)) - x;
        return (
          <g key={time} className={time === 0 ? "zero" : undefined}>
            <line x1={x} x2={x} y1={AXIS - 5} y2={AXIS} />
            {label.length * LETTER + 6 > room ? undefined : (
              <text x={x + 4} y={AXIS - 8}>
                {label}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** Ticks through a lane; zero as the line that all units have in common. */
function Ground({ scale }: { readonly scale: Scale }): ReactNode {
  return (
    <>
      {sinceTicks(scale.window, scale.width).map(({ time }) => {
        const x = Math.round(timeToX(scale, time)) + 0.5;
        return <line key={time} className={time === 0 ? "zero" : "tick"} x1={x} x2={x} y1={0} y2={LANE} />;
      })}
      <line className="tick" x1={0} x2={scale.width} y1={LANE - 0.5} y2={LANE - 0.5} />
    </>
  );
}

interface Median {
  readonly since: number;
  readonly duration: number | undefined;
}

const boxOf = ({ since, duration }: Median, scale: Scale): { readonly x: number; readonly width: number } => {
  const x = timeToX(scale, since);
  return { x, width: duration === undefined ? 1 : Math.max(2, timeToX(scale, since + duration) - x) };
};

export function MedianLane({
  aligned,
  scale,
  nameOf,
}: {
  readonly aligned: AlignedUnits;
  readonly scale: Scale;
  readonly nameOf: (operation: string) => string;
}): ReactNode {
  const { medians, units } = aligned;
  const boxes = medians.map((median) => ({ median, ...boxOf(median, scale) }));
  return (
    <svg className="aligned-lane" width={scale.width} height={LANE} aria-hidden="true">
      <Ground scale={scale} />
      {boxes.map(({ median, x, width }, at) => {
        const left = Math.max(0, x);
        const room = (boxes[at + 1]?.x ?? scale.width) - left - 8;
        if (x + width < 0 || x > scale.width) return undefined;
        const name = nameOf(median.operation);
        const words = [
          ...(median.since === 0 ? [] : [sinceText(median.since)]),
          ...(median.duration === undefined ? [] : [durationText(median.duration)]),
          ...(median.units === units.length
            ? []
            : [message("timeline.align.of-units", { units: median.units })]),
        ].join(" · ");
        const text = [name, median.operation].find((one) => one.length * LETTER <= room) ?? "";
        return (
          <g key={median.operation}>
            <rect className="aligned-median" x={x} y={BAR_TOP + 10} width={width} height={5} rx={2} />
            <text className="second" x={left + 1} y={BAR_TOP + 6}>
              {text}
            </text>
            <text className="muted" x={left + 1} y={WORDS + 1}>
              {words.length * LETTER <= room ? words : ""}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

export interface AlignedLaneProps {
  readonly unit: AlignedUnit;
  /** Index among the units. */
  readonly at: number;
  readonly operation: string;
  readonly medians: AlignedUnits["medians"];
  readonly placed: readonly PlacedRun[];
  readonly scale: Scale;
  readonly colours: TimelineColours;
  /** Position of what a key has reached in it. */
  readonly reached: number | undefined;
  /** Position of the selected event, wherever it is. */
  readonly selected: number | undefined;
}

export function AlignedLane({
  unit,
  at,
  operation,
  medians,
  placed,
  scale,
  colours,
  reached,
  selected,
}: AlignedLaneProps): ReactNode {
  return (
    <svg className="aligned-lane" width={scale.width} height={LANE} aria-hidden="true">
      <Ground scale={scale} />
      {placed.map(({ run, operation: index, again, left, right, shape, label, words }) => {
        const own = unit.operations[index];
        if (own === undefined) return undefined;
        const median = again ? undefined : medians.find((one) => one.operation === run.operation);
        const data = { "data-unit": at, "data-operation": index, "data-position": run.position };
        const box = median && boxOf(median, scale);
        const middle = BAR_TOP + BAR / 2;
        const colour = markColour(colours, EVENT_KINDS.indexOf(run.kind), run.severity);
        return (
          <g key={run.position}>
            {/* Where it would stand as the median: what is between the two is the deviation. */}
            {box === undefined || own.startBy === undefined ? undefined : (
              <>
                <line className="aligned-off" x1={box.x} x2={left} y1={middle} y2={middle} />
                <rect
                  className="aligned-usual"
                  x={box.x - 0.5}
                  y={BAR_TOP - 1.5}
                  width={box.width + 1}
                  height={BAR + 3}
                  rx={3}
                />
              </>
            )}
            {shape === "span" ? (
              <rect
                {...data}
                className={barClass(run.severity, run.operation === operation, again)}
                fill={colour}
                x={left}
                y={BAR_TOP}
                width={right - left}
                height={BAR}
                rx={Math.min(3, (right - left) / 2)}
              />
            ) : (
              <path
                {...data}
                className={barClass(run.severity, run.operation === operation, again)}
                fill={colour}
                d={`M${left} ${middle}l5 -6 5 6 -5 6Z`}
              />
            )}
            {run.position === reached || run.position === selected ? (
              <rect
                className={run.position === reached ? "aligned-reached" : "aligned-reached selected"}
                x={left - 3}
                y={BAR_TOP - 3}
                width={right - left + 6}
                height={BAR + 6}
                rx={4}
              />
            ) : undefined}
            <text
              className="aligned-label"
              style={{ fill: readableOn(colour, ...ON_BAR) }}
              x={Math.max(0, left) + 5}
              y={BAR_TOP + BAR - 4}
            >
              {label}
            </text>
            <text
              className={deviationTexts(own).unusual ? "warn" : "second"}
              x={Math.max(0, left) + 1}
              y={WORDS}
            >
              {words}
            </text>
          </g>
        );
      })}
      {unit.failures.map((failure) => {
        const x = timeToX(scale, failure.start - unit.zero);
        if (x < -6 || x > scale.width + 6) return undefined;
        return (
          <path
            key={failure.position}
            data-unit={at}
            data-operation={-1}
            data-position={failure.position}
            className={failure.position === selected ? "aligned-failure selected" : "aligned-failure"}
            d={`M${x - 5} ${BAR_TOP + BAR / 2}l5 -6 5 6 -5 6Z`}
          />
        );
      })}
    </svg>
  );
}

const barClass = (severity: number, isZero: boolean, again: boolean): string =>
  [
    "aligned-bar",
    ...(isZero ? ["zero"] : []),
    ...(again ? ["again"] : []),
    ...(severity >= FAIL ? ["failed"] : []),
  ].join(" ");
