/** Draws signals over each other, and an axis for each unit inside the left edge of their row. */
import { labelFont, type Context2D } from "./paint-context.ts";
import { paintTrace } from "./paint-trace.ts";
import type { Row } from "./rows.ts";
import type { Scale } from "./scale.ts";
import { axesOf, lineStyle, valueToY, type TraceAxis } from "./trace-axes.ts";
import { uomSymbol, valueText } from "./trace-value.ts";
import type { PlacedTrace, TimelineColours } from "./view.ts";

const SIZE = 10;
/** Between an axis and its numbers, and between two axes, CSS pixels. */
const TICK = 4;
const BETWEEN = 9;

export function paintTraces(
  context: Context2D,
  traces: readonly PlacedTrace[],
  row: Row,
  scale: Scale,
  colours: TimelineColours,
): void {
  const axes = axesOf(traces);
  // From the last to the first: the first lies on top, as it stands in the legend.
  for (const { range, traces: places } of axes.toReversed())
    for (const at of places.toReversed()) {
      const placed = traces[at];
      if (placed !== undefined) paintTrace(context, { ...placed, range }, row, scale, lineStyle(colours, at));
    }
  let left = 3;
  for (const axis of axes) left += paintAxis(context, axis, row, left, colours) + BETWEEN;
}

/** @returns its width */
function paintAxis(
  context: Context2D,
  { range, uom, traces }: TraceAxis,
  row: Row,
  left: number,
  colours: TimelineColours,
): number {
  if (range === undefined) return 0;
  const [low, high] = range;
  const symbol = uomSymbol(uom);
  const ticks = low === high ? [low] : [high, (low + high) / 2, low];
  const labels = ticks.map((value, at) =>
    at === 0 && symbol !== "" ? `${valueText(value)} ${symbol}` : valueText(value),
  );
  context.font = labelFont(colours.fontFamily, SIZE);
  context.textAlign = "left";
  context.textBaseline = "middle";
  const width = TICK + Math.max(...labels.map((label) => context.measureText(label).width));
  // Lines run under it: what is written must be read all the same.
  context.globalAlpha = 0.82;
  context.fillStyle = colours.panel;
  context.fillRect(left - 2, row.top + 1, width + 5, row.height - 3);
  context.globalAlpha = 1;
  // An axis of one signal has its colour, one of several is nobody's.
  const { colour } = lineStyle(colours, traces[0] ?? 0);
  context.strokeStyle = traces.length === 1 ? colour : colours.second;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left + 0.5, valueToY(row, range, high));
  context.lineTo(left + 0.5, valueToY(row, range, low));
  for (const value of low === high ? [] : ticks) {
    const y = Math.round(valueToY(row, range, value)) + 0.5;
    context.moveTo(left + 0.5, y);
    context.lineTo(left + 3, y);
  }
  context.stroke();
  context.fillStyle = colours.second;
  ticks.forEach((value, at) => {
    const y = valueToY(row, range, value);
    const inside = Math.min(Math.max(y, row.top + SIZE / 2 + 1), row.top + row.height - SIZE / 2 - 2);
    context.fillText(labels[at] ?? "", left + TICK + 1, inside);
  });
  return width;
}
