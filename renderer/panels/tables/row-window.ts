/**
 * Which rows of a long table are in view. A browser can't draw a box as high as ten million rows: beyond a limit
 * the scroll bar covers all rows in fewer pixels, and wheel and keys move by rows.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

export const ROW = 24;
/** px; Chromium ends at 2^25, Firefox before. */
const HIGHEST = 8_000_000;

export interface RowWindow {
  /** First row in view, with its fraction above the edge. */
  readonly top: number;
  /** Rows in view, a fraction included. */
  readonly rows: number;
  /** px of the box that scrolls. */
  readonly height: number;
  readonly width: number;
  /** px from the start of that box to row `top`. */
  readonly offset: number;
}

/** Height of the scrolled box. */
export const heightOf = (rows: number): number => Math.min(rows * ROW, HIGHEST);

/** The first row in view at a place of the scroll bar. */
export function rowAt(scrollTop: number, rows: number, view: number): number {
  const height = heightOf(rows);
  if (height === rows * ROW) return scrollTop / ROW;
  const most = Math.max(0, rows - view / ROW);
  return Math.min(most, (scrollTop / Math.max(1, height - view)) * most);
}

/** The place of the scroll bar for a first row. */
export function scrollAt(top: number, rows: number, view: number): number {
  const height = heightOf(rows);
  if (height === rows * ROW) return top * ROW;
  const most = Math.max(1, rows - view / ROW);
  return (top / most) * Math.max(0, height - view);
}

export interface Scrolling extends RowWindow {
  /** Brings a row into view, by the shortest way. */
  readonly reveal: (row: number) => void;
  /** Makes it the first row in view. */
  readonly moveTo: (row: number) => void;
}

/** @param head px of what stands above the rows and stays */
export function useRowWindow(box: RefObject<HTMLElement | null>, rows: number, head: number): Scrolling {
  const [size, setSize] = useState({ width: 800, height: 300 });
  const [top, setTop] = useState(0);
  // Where the scroll bar was put by a row: its own event must not round the row.
  const put = useRef<number>(undefined);
  const view = Math.max(ROW, size.height - head);
  const most = Math.max(0, rows - view / ROW);
  const now = Math.min(top, most);
  const live = useRef({ rows, view, top: now });
  // Before others' effects of the same commit move the rows.
  useLayoutEffect(() => {
    live.current = { rows, view, top: now };
  });

  const moveTo = useCallback(
    (wanted: number): void => {
      const { rows: all, view: seen } = live.current;
      const next = Math.max(0, Math.min(wanted, Math.max(0, all - seen / ROW)));
      live.current = { ...live.current, top: next };
      setTop(next);
      if (box.current === null) return;
      box.current.scrollTo({ top: scrollAt(next, all, seen) });
      put.current = box.current.scrollTop;
    },
    [box],
  );
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const onScroll = (): void => {
      if (put.current === element.scrollTop) return;
      put.current = undefined;
      setTop(rowAt(element.scrollTop, live.current.rows, live.current.view));
    };
    const onWheel = (event: WheelEvent): void => {
      const isScaled = heightOf(live.current.rows) < live.current.rows * ROW;
      if (!isScaled || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * ROW : event.deltaY;
      moveTo(live.current.top + pixels / ROW);
    };
    const read = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    read();
    const resize = new ResizeObserver(read);
    resize.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      resize.disconnect();
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("wheel", onWheel);
    };
  }, [box, moveTo]);
  const reveal = useCallback(
    (row: number): void => {
      const { top: first, view: seen } = live.current;
      const whole = Math.floor(seen / ROW);
      if (row < first) moveTo(row);
      else if (row + 1 > first + whole) moveTo(row + 1 - seen / ROW);
    },
    [moveTo],
  );
  return {
    top: now,
    rows: view / ROW,
    height: heightOf(rows),
    width: size.width,
    offset: scrollAt(now, rows, view),
    reveal,
    moveTo,
  };
}
