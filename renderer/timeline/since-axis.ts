/** An axis of time since a moment that each lane has its own of: ticks and texts. Times in µs. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import { durationText } from "./time-text.ts";

const MILLISECOND = 1_000;
const SECOND = 1_000 * MILLISECOND;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * MILLISECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000].map((n) => n * DAY),
];

/** Room of a tick with most labels, CSS pixels; a longer one is left out where it would meet the next. */
const ROOM = 90;

export interface SinceTick {
  readonly time: number;
  readonly label: string;
}

export function sinceTicks(window: TimeWindow, width: number): readonly SinceTick[] {
  const least = ((window.to - window.from) / Math.max(1, width)) * ROOM;
  const step = STEPS.find((one) => one >= least) ?? Math.ceil(least / (1_000 * DAY)) * 1_000 * DAY;
  const first = Math.ceil(window.from / step);
  const last = Math.floor(window.to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    // Without a negative zero.
    const time = (first + at) * step || 0;
    return { time, label: tickText(time) };
  });
}

/**
 * For example `+12 min 5 s`, `−1 h`, `0`: a sign says on which side, U+2212 as of ISO 80000-1. Two units at most, and
 * from ten seconds on none below the second.
 */
export function sinceText(time: number): string {
  const amount = Math.abs(time);
  const rounded = amount < 10 * SECOND ? Math.round(amount) : Math.round(amount / SECOND) * SECOND;
  return rounded === 0 ? "0" : `${time < 0 ? "−" : "+"}${durationText(rounded)}`;
}

/** How far off: `±0` and not `0`, which would read as no time at all. */
export function deviationText(by: number): string {
  const text = sinceText(by);
  return text === "0" ? "±0" : text;
}

const UNITS: readonly (readonly [number, string])[] = [
  [DAY, "d"],
  [HOUR, "h"],
  [MINUTE, "min"],
  [SECOND, "s"],
  [MILLISECOND, "ms"],
];

/** In full: neighbours must not read the same. */
function tickText(time: number): string {
  let rest = Math.abs(time);
  const parts = UNITS.flatMap(([size, symbol]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${symbol}`];
  });
  return parts.length === 0 ? "0" : `${time < 0 ? "−" : "+"}${parts.join(" ")}`;
}
