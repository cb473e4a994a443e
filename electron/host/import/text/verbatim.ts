/** Keeps the text of one element of a streamed document as it is written, bounded. */

/** UTF-16 units kept; at most 3 bytes each in UTF-8, so the text stays below 64 KiB. */
const MAXIMUM = 21_000;

export interface Verbatim {
  /** The next piece of the document; pieces before the last two are forgotten. */
  piece(text: string): void;
  /** An element starts whose start tag ends at `position` (UTF-16 units from the document's start). */
  start(position: number): void;
  /** It ends at `position`: its text, cut to the bound. */
  end(position: number): string;
}

export function createVerbatim(): Verbatim {
  /** The last two pieces: a start tag may begin in the one before. */
  let window = "";
  let windowFrom = 0;
  let lastPiece = "";
  /** Next unit to take of the element under way. */
  let next: number | undefined;
  let taken = "";
  const takeUpTo = (position: number): void => {
    if (next === undefined) return;
    const room = MAXIMUM - taken.length;
    if (room > 0) taken += window.slice(next - windowFrom, Math.min(position, next + room) - windowFrom);
    next = position;
  };
  return {
    piece(text) {
      takeUpTo(windowFrom + window.length);
      windowFrom += window.length - lastPiece.length;
      window = lastPiece + text;
      lastPiece = text;
    },
    start(position) {
      // No "<" stands inside a well-formed tag, so the last one before its end starts it.
      next = windowFrom + Math.max(0, window.lastIndexOf("<", position - windowFrom - 1));
      taken = "";
    },
    end(position) {
      takeUpTo(position);
      next = undefined;
      return taken;
    },
  };
}
