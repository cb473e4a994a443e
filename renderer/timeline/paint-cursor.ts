/** Draws the line under the pointer and its time, as the page shows them while the window stands (timeline.css). */
import { CURSOR_LINE, CURSOR_TOP } from "./cursor-plate.ts";
import type { MeasureText } from "./labels.ts";
import { labelFont, type Context2D } from "./paint-context.ts";
import { HEAD_HEIGHT } from "./rows.ts";
import type { DrawnCursor, TimelineView } from "./view.ts";

export function paintCursor(
  context: Context2D,
  { colours, height }: TimelineView,
  { x, left, width, text }: DrawnCursor,
  measure: MeasureText,
): void {
  context.strokeStyle = colours.text;
  context.lineWidth = 1;
  context.globalAlpha = 0.7;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, HEAD_HEIGHT);
  context.lineTo(Math.round(x) + 0.5, height);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.fillStyle = colours.text;
  context.beginPath();
  context.roundRect(left, CURSOR_TOP, width, CURSOR_LINE, 3);
  context.fill();
  context.fillStyle = colours.panel;
  context.font = labelFont(colours.fontFamily);
  context.textBaseline = "middle";
  paintFigures(context, text, left, width, CURSOR_TOP + CURSOR_LINE / 2 + 0.5, measure);
}

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));
/** Width of a tabular figure, and of the hyphen of a date, in the font of the page (Inter), CSS pixels. */
const FIGURE = 7.13;

/** In the middle of the plate, all figures as wide: a canvas has no tabular ones, and the text must not tremble. */
function paintFigures(
  context: Context2D,
  text: string,
  left: number,
  width: number,
  y: number,
  measure: MeasureText,
): void {
  const cell = Math.max(FIGURE, ...DIGITS.map(measure));
  const pieces = text.match(/[\d-]|[^\d-]+/gu) ?? [];
  const advance = (piece: string): number => (/^[\d-]$/u.test(piece) ? cell : measure(piece));
  let x = left + (width - pieces.reduce((sum, piece) => sum + advance(piece), 0)) / 2;
  for (const piece of pieces) {
    const room = advance(piece);
    context.fillText(piece, x + (room - measure(piece)) / 2, y);
    x += room;
  }
}
