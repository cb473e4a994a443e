/** Zoom and pan of the visible span. All times in µs UTC. */
import type { TimeWindow } from "../../shared/contract/common.ts";

/** Shortest visible span: 5 ms, so that the finest tick is one millisecond. */
export const SHORTEST_SPAN = 5_000;
/** What is kept free on both sides of the first and last event, as a share of the extent. */
const MARGIN = 0.02;
/** Extent shown for a single instant: one hour around it. */
const LONE_EVENT_SPAN = 3_600_000_000;

export function spanOf(window: TimeWindow): number {
  return window.to - window.from;
}

/**
 * The outermost window: the extent with a margin. Nobody gets lost outside of it.
 * @param loadedFrom where history begins that is here: a little of what is not is kept in view
 */
export function limitsOf(extent: TimeWindow, loadedFrom?: number): TimeWindow {
  const from = Math.min(extent.from, loadedFrom ?? extent.from);
  const span = extent.to - from;
  const margin = span < 1_000_000 ? LONE_EVENT_SPAN / 2 : Math.ceil(span * MARGIN);
  return { from: from - (loadedFrom === undefined ? margin : margin * 2), to: extent.to + margin };
}

/** The window moved, and where it is too long shortened, so that it lies inside the limits. */
export function clampWindow(window: TimeWindow, limits: TimeWindow): TimeWindow {
  const span = Math.min(Math.max(spanOf(window), Math.min(SHORTEST_SPAN, spanOf(limits))), spanOf(limits));
  const centre = (window.from + window.to) / 2;
  const from = Math.min(Math.max(centre - span / 2, limits.from), limits.to - span);
  return { from, to: from + span };
}

/**
 * Zooms so that `at` keeps its place on the screen.
 * @param factor below 1 zooms in, above 1 out
 */
export function zoomAt(window: TimeWindow, at: number, factor: number, limits: TimeWindow): TimeWindow {
  const span = spanOf(window);
  const longest = spanOf(limits);
  const next = Math.min(Math.max(span * factor, Math.min(SHORTEST_SPAN, longest)), longest);
  const share = (at - window.from) / span;
  const from = at - share * next;
  return clampWindow({ from, to: from + next }, limits);
}

/** Moves the window by `delta` µs (later where positive) and stops at the limits. */
export function pan(window: TimeWindow, delta: number, limits: TimeWindow): TimeWindow {
  const room = delta > 0 ? limits.to - window.to : limits.from - window.from;
  const step = delta > 0 ? Math.min(delta, Math.max(0, room)) : Math.max(delta, Math.min(0, room));
  return { from: window.from + step, to: window.to + step };
}

/** A window around a span of interest, with a tenth free on both sides. */
export function fit(span: TimeWindow, limits: TimeWindow): TimeWindow {
  const margin = Math.max(spanOf(span) * 0.1, SHORTEST_SPAN / 2);
  return clampWindow({ from: span.from - margin, to: span.to + margin }, limits);
}

/** Brings an instant into view by the shortest pan, with a tenth of the window free beside it. */
export function reveal(window: TimeWindow, time: number, limits: TimeWindow): TimeWindow {
  const margin = spanOf(window) * 0.1;
  if (time < window.from + margin) return pan(window, time - margin - window.from, limits);
  if (time > window.to - margin) return pan(window, time + margin - window.to, limits);
  return window;
}

/** The shortest window that holds all of them; undefined where there is none. */
export function unionOf(windows: readonly (TimeWindow | undefined)[]): TimeWindow | undefined {
  let union: TimeWindow | undefined;
  for (const window of windows) {
    if (window === undefined) continue;
    const { from, to } = window;
    union =
      union === undefined ? { from, to } : { from: Math.min(union.from, from), to: Math.max(union.to, to) };
  }
  return union;
}

export function overlaps(a: TimeWindow, b: TimeWindow): boolean {
  return a.from < b.to && b.from < a.to;
}

export function sameWindow(a: TimeWindow | undefined, b: TimeWindow | undefined): boolean {
  return a?.from === b?.from && a?.to === b?.to;
}
