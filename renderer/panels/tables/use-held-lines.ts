/** Keeps the line of the keys, a range of lines and the view at their rows while others come above them. */
import { useLayoutEffect, useRef, useState } from "react";
import type { TableQuery } from "../../../shared/contract/tables.ts";
import { follow, hold, type Held, type RowId } from "./held-lines.ts";
import type { Scrolling } from "./row-window.ts";
import type { Lines } from "./sections.ts";

export interface HeldLinesOptions {
  readonly lines: Lines;
  /** Another function whenever rows have come. */
  readonly idOf: RowId;
  /** Whose lines they are: those of another question are others. */
  readonly query: TableQuery | undefined;
  /** Line of the keys. The first line is the newest row, whichever it is. */
  readonly line: number;
  /** Line where a range begins; undefined: there is none. */
  readonly from: number | undefined;
  readonly view: Scrolling;
  readonly onMove: (line: number, from: number | undefined) => void;
}

/** @returns rows that have come above the view since it was last at the first */
export function useHeldLines(options: HeldLinesOptions): number {
  const { lines, idOf, query, line, from, onMove } = options;
  const { top: first, rows, moveTo } = options.view;
  const [above, setAbove] = useState(0);
  const held = useRef<{
    readonly query: TableQuery | undefined;
    readonly line?: Held | undefined;
    readonly from?: Held | undefined;
    readonly top?: Held | undefined;
  }>({ query });
  useLayoutEffect(() => {
    if (lines.count === 0) return;
    const before = held.current;
    if (before.query !== query) {
      held.current = { query };
      setAbove(0);
      if (from !== undefined) onMove(line, undefined);
      return;
    }
    const top = Math.floor(first);
    const hasLine = line > 0 || from !== undefined;
    const now = (place: number, known: Held | undefined): Held | undefined =>
      known?.line === place ? follow(lines, known, idOf) : hold(lines, place, idOf);
    const next = {
      query,
      line: hasLine ? now(line, before.line) : undefined,
      from: from === undefined ? undefined : now(from, before.from),
      top: hasLine || top > 0 ? now(top, before.top) : undefined,
    };
    held.current = next;
    const lineNow = next.line?.line ?? line;
    // A range without one of its ends is no longer what was chosen.
    const isWhole =
      (before.from === undefined || next.from !== undefined) &&
      (before.line === undefined || next.line !== undefined);
    const fromNow = from === undefined || !isWhole ? undefined : (next.from?.line ?? from);
    if (lineNow !== line || fromNow !== from) onMove(lineNow, fromNow);
    // Rows may also come in between: the row of the keys stays where it is seen, others' places follow it.
    const isSeen = hasLine && line >= top && line < first + rows;
    const came = isSeen ? lineNow - line : (next.top?.line ?? top) - top;
    if (came !== 0) moveTo(first + came);
    const seen = top + came < 1 ? 0 : Math.max(0, Math.min(top + came, above + came));
    if (seen !== above) setAbove(seen);
  }, [lines, idOf, query, line, from, first, rows, moveTo, onMove, above]);
  return above;
}
