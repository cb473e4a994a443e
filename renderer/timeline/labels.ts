/** Labels of one row of marks: inside a bar, or beside it up to the next mark; never over anything. */

export interface LabelItem {
  readonly left: number;
  readonly right: number;
  readonly text: string;
  /** A bar can hold its label; a diamond can't. */
  readonly holds: boolean;
}

export interface PlacedLabel {
  /** Index of the item. */
  readonly index: number;
  readonly left: number;
  readonly width: number;
  /** The text, shortened by an ellipsis where it had to be. */
  readonly text: string;
  readonly inside: boolean;
}

export type MeasureText = (text: string) => number;

const PADDING = 6;
const BESIDE = 5;
/** Air between a label and the next mark. */
const AIR = 6;
/** Less room than this is not tried: measuring text costs, and three letters say nothing. */
const LEAST = 30;

/**
 * @param items of one row, ascending in left
 * @param width of the plot; what lies outside gets no label
 */
export function placeLabels(
  items: readonly LabelItem[],
  width: number,
  measure: MeasureText,
): readonly PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  let occupied = -Infinity;
  for (let index = 0; index < items.length; index += 1) {
    const { left, right, text, holds } = items[index] as LabelItem;
    const next = items[index + 1];
    const before = occupied;
    occupied = Math.max(occupied, right);
    if (text === "" || right < 0 || left > width) continue;
    const free = Math.min(width, next?.left ?? Infinity);
    if (holds) {
      // A bar that begins left of the plot keeps its label in view.
      const start = Math.max(left, before, 0) + PADDING;
      const room = Math.min(right, free) - PADDING - start;
      const full = room >= LEAST ? measure(text) : Infinity;
      if (full <= room) {
        placed.push({ index, left: start, width: full, text, inside: true });
        continue;
      }
      const beside = besideOf(right, before, free, text, measure);
      const inside = room >= 2 * LEAST ? shorten(text, room, measure) : undefined;
      // Beside where it fits whole, else shortened inside where that is possible.
      if (beside !== undefined && (inside === undefined || beside.text === text)) {
        placed.push({ index, ...beside, inside: false });
        occupied = Math.max(occupied, beside.left + beside.width);
      } else if (inside !== undefined) {
        placed.push({ index, left: start, width: measure(inside), text: inside, inside: true });
      }
      continue;
    }
    const beside = besideOf(right, before, free, text, measure);
    if (beside === undefined) continue;
    placed.push({ index, ...beside, inside: false });
    occupied = Math.max(occupied, beside.left + beside.width);
  }
  return placed;
}

/** Longest label beside a mark: titles from free text can be sentences. */
const LONGEST = 260;

function besideOf(
  right: number,
  occupied: number,
  free: number,
  text: string,
  measure: MeasureText,
): { left: number; width: number; text: string } | undefined {
  const left = right + BESIDE;
  const room = Math.min(free - AIR - left, LONGEST);
  if (room < LEAST || left < occupied || left < 0) return undefined;
  const full = measure(text);
  if (full <= room) return { left, width: full, text };
  const short = room >= 2 * LEAST ? shorten(text, room, measure) : undefined;
  return short === undefined ? undefined : { left, width: measure(short), text: short };
}

/** The longest beginning that fits with an ellipsis; undefined where fewer than four letters would. */
export function shorten(text: string, room: number, measure: MeasureText): string | undefined {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${text.slice(0, middle).trimEnd()}…`) <= room) low = middle;
    else high = middle - 1;
  }
  // A surrogate pair must not be cut in two.
  if (low > 0 && /[\uD800-\uDBFF]/.test(text[low - 1] ?? "")) low -= 1;
  return low < 4 ? undefined : `${text.slice(0, low).trimEnd()}…`;
}
