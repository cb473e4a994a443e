/**
 * Which window is asked of the host for a visible one: rounded to whole buckets of a power of two, so
 * that bars stand still while panning, with room on both sides, so that a small pan needs no answer.
 */
import type { TimeWindow } from "../../shared/contract/common.ts";

export interface SliceRequest {
  readonly window: TimeWindow;
  readonly buckets: number;
}

/** Pixels per bar aimed at; the power of two makes it 3 to 6. */
const BAR_PITCH = 3;
/** Part of the visible span asked beside it, each side. */
const ROOM = 0.5;
/** The contract's bounds. */
const MOST_BUCKETS = 8192;
const FEWEST_BUCKETS = 8;

export function requestFor(visible: TimeWindow, width: number): SliceRequest {
  const span = visible.to - visible.from;
  const pitch = Math.max(BAR_PITCH, (width * (1 + 2 * ROOM)) / (MOST_BUCKETS / 2));
  const bucket = 2 ** Math.max(0, Math.ceil(Math.log2((span / Math.max(1, width)) * pitch)));
  const from = Math.floor((visible.from - span * ROOM) / bucket);
  const to = Math.max(Math.ceil((visible.to + span * ROOM) / bucket), from + FEWEST_BUCKETS);
  return { window: { from: from * bucket, to: to * bucket }, buckets: to - from };
}

/** Buckets for the whole extent, before any window is known. */
export function firstBuckets(width: number): number {
  return Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, Math.round(width / 4.5)));
}

/**
 * An answer still serves: it covers what there is in the visible window, and its buckets are neither
 * too coarse nor too fine.
 */
export function serves(
  answered: SliceRequest,
  visible: TimeWindow,
  width: number,
  extent: TimeWindow | undefined,
): boolean {
  if (extent === undefined) return true;
  const from = Math.max(visible.from, extent.from);
  const to = Math.min(visible.to, extent.to);
  if (from < to && (answered.window.from > from || answered.window.to < to)) return false;
  const span = answered.window.to - answered.window.from;
  const pitch = (span / answered.buckets / (visible.to - visible.from)) * width;
  return pitch >= BAR_PITCH * 0.9 && pitch <= BAR_PITCH * 2.1;
}
