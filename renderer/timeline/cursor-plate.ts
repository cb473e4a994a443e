/** Where the time under the pointer stands: the same whether the page shows it or the painter draws it. */
import type { DrawnCursor } from "./view.ts";

/** Heights of its lines and where its plate begins, CSS pixels. */
export const CURSOR_LINE = 16;
export const CURSOR_SMALL_LINE = 13;
export const CURSOR_TOP = 24;

/** Width of a letter, CSS pixels: figures are all as wide. */
const LETTER = 6.6;
const SMALL_LETTER = 6;

/**
 * @param x of the pointer on a plot that is `width` wide, CSS pixels
 * @param others smaller lines below the first
 */
export function cursorPlate(
  x: number,
  width: number,
  text: string,
  others: readonly string[] = [],
): DrawnCursor {
  const needed = Math.max(text.length * LETTER, ...others.map((other) => other.length * SMALL_LETTER)) + 12;
  return { x, left: Math.min(Math.max(x - needed / 2, 2), width - needed - 2), width: needed, text };
}
