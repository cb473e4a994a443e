/** Signals over each other in one row: an axis for each unit of measure, and a line for each signal that is told apart in print. */
import type { Row } from "./rows.ts";
import { axisRange, widen, type Range } from "./trace-range.ts";
import type { PlacedTrace, TimelineColours, TimelineData } from "./view.ts";

export interface TraceAxis {
  /** As the source names it; undefined: it names none. */
  readonly uom: string | undefined;
  /** Of all its signals; undefined where nothing was recorded. */
  readonly range: Range | undefined;
  /** Places of its signals in the row. */
  readonly traces: readonly number[];
}

/** What stands in a row of traces. */
export function tracesOn({ traces }: Pick<TimelineData, "traces">, row: Row): readonly PlacedTrace[] {
  return row.type === "trace" ? traces.slice(row.index, row.index + row.traces) : [];
}

/** In the order of their first signals; signals without a unit share one. */
export function axesOf(traces: readonly PlacedTrace[]): readonly TraceAxis[] {
  const groups = Map.groupBy(traces.keys(), (at) => traces[at]?.trace.uom ?? "");
  return Array.from(groups.values(), (places): TraceAxis => {
    const ranges = places.map((at) => traces[at]?.range);
    const found = ranges.reduce(widen, undefined);
    return {
      uom: traces[places[0] ?? 0]?.trace.uom,
      // One signal keeps the range that it has in a row of its own.
      range: places.length === 1 ? found : found && axisRange(found),
      traces: places,
    };
  });
}

/** Colour and dashes of the signal at a place; no two places have both or either in common. */
export interface LineStyle {
  readonly colour: string;
  /** Lengths of strokes and blanks, CSS pixels; empty: unbroken. */
  readonly dash: readonly number[];
}

const DASHES: readonly (readonly number[])[] = [
  [],
  [7, 3],
  [2, 2.5],
  [9, 3, 2, 3],
  [4, 4],
  [9, 3, 2, 3, 2, 3],
];

export function lineStyle(
  colours: Pick<TimelineColours, "good" | "accent" | "kinds">,
  at: number,
): LineStyle {
  const { inspection, maintenance, logistics, design } = colours.kinds;
  const lines = [colours.good, inspection, maintenance, colours.accent, design, logistics];
  return { colour: lines[at % lines.length] ?? colours.good, dash: DASHES[at % DASHES.length] ?? [] };
}

/** Room above and below the values of a row, CSS pixels. */
const EDGE = 5;

/** Height of a value in its row, CSS pixels of the scrolled content. */
export function valueToY(row: Pick<Row, "top" | "height">, [low, high]: Range, value: number): number {
  const top = row.top + EDGE;
  const room = row.height - 2 * EDGE;
  return high === low ? top + room / 2 : top + room - ((value - low) / (high - low)) * room;
}

/** The place in the row of the signal whose mean at a time lies nearest to a height; undefined where none has one. */
export function nearestTrace(
  traces: readonly PlacedTrace[],
  row: Row,
  bucketOf: (trace: PlacedTrace) => number | undefined,
  y: number,
): number | undefined {
  let nearest: number | undefined;
  let least = Infinity;
  for (const { range, traces: places } of axesOf(traces))
    for (const at of places) {
      const placed = traces[at];
      const mean = placed?.trace.mean[bucketOf(placed) ?? -1] ?? NaN;
      if (range === undefined || Number.isNaN(mean)) continue;
      const distance = Math.abs(valueToY(row, range, mean) - y);
      if (distance < least) [nearest, least] = [at, distance];
    }
  return nearest;
}
