/** Ticks of the time axis: round civil times of the chosen zone, from years down to milliseconds. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { TimeZone } from "./time-zone.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps of fixed civil length count ms from midnight; weeks start on Monday (ISO 8601); longer ones count months. */
export type TickStep =
  | { readonly unit: "clock"; readonly size: number }
  | { readonly unit: "day"; readonly size: number }
  | { readonly unit: "month"; readonly size: number };

export interface Tick {
  /** µs UTC. */
  readonly time: number;
  readonly label: string;
  /** Begins the next larger unit (a day among hours, a month among days, a year among months). */
  readonly major: boolean;
}

const clock = (size: number): TickStep => ({ unit: "clock", size });
const days = (size: number): TickStep => ({ unit: "day", size });
const months = (size: number): TickStep => ({ unit: "month", size });

export const TICK_STEPS: readonly TickStep[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((size) => clock(size)),
  ...[1, 2, 5, 10, 15, 30].map((size) => clock(size * SECOND)),
  ...[1, 2, 5, 10, 15, 30].map((size) => clock(size * MINUTE)),
  ...[1, 2, 3, 6, 12].map((size) => clock(size * HOUR)),
  ...[1, 7].map((size) => days(size)),
  ...[1, 3, 6].map((size) => months(size)),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((size) => months(size * 12)),
];

/** Nominal length, ms. */
export function stepLength({ unit, size }: TickStep): number {
  return unit === "clock" ? size : unit === "day" ? size * DAY : size * 30.436875 * DAY;
}

/** The finest step whose ticks stand at least `spacing(step)` pixels apart. */
export function chooseStep(
  window: TimeWindow,
  width: number,
  spacing: (step: TickStep) => number = labelSpacing,
): TickStep {
  const perPixel = (window.to - window.from) / 1_000 / Math.max(width, 1);
  return (
    TICK_STEPS.find((step) => stepLength(step) >= perPixel * spacing(step)) ??
    (TICK_STEPS[TICK_STEPS.length - 1] as TickStep)
  );
}

/** Room for the longest label of a step, with air beside it, CSS pixels. */
function labelSpacing(step: TickStep): number {
  if (step.unit === "month") return step.size < 12 ? 72 : 62;
  if (step.unit === "day") return 76;
  if (step.size >= MINUTE) return 76;
  return step.size >= SECOND ? 92 : 112;
}

/** Every tick of `step` in the window (both ends included), ascending. */
export function ticksOf(window: TimeWindow, step: TickStep, zone: TimeZone): readonly Tick[] {
  const first = Math.ceil(window.from / 1_000);
  const last = Math.floor(window.to / 1_000);
  const ticks: Tick[] = [];
  const add = (instant: number, civil: number): void => {
    if (instant < first || instant > last) return;
    ticks.push({ time: instant * 1_000, ...labelOf(civil, step) });
  };
  if (step.unit === "clock") {
    // Every offset of a window up to a day is in force at one of its ends; a longer one gets hours to spare.
    const offsets = [zone.offsetAt(first), zone.offsetAt(last)];
    const spare = last - first > DAY ? 4 * HOUR : 0;
    const begin = first + Math.min(...offsets) - spare;
    const end = last + Math.max(...offsets) + spare;
    for (let civil = Math.floor(begin / step.size) * step.size; civil <= end; civil += step.size) {
      for (const instant of zone.instantsOf(civil)) add(instant, civil);
    }
  } else {
    const begin = first + zone.offsetAt(first);
    const end = last + zone.offsetAt(last) + DAY;
    for (let civil = floorDate(begin, step); civil <= end; civil = nextDate(civil, step)) {
      add(zone.instantOf(civil), civil);
    }
  }
  // In a fold two civil times interleave (1:00, 1:30, 1:00, 1:30).
  return ticks.sort((a, b) => a.time - b.time);
}

/** Monday 1969-12-29, the Monday before the epoch. */
const MONDAY = -3 * DAY;

function floorDate(civil: number, step: TickStep): number {
  if (step.unit === "day") {
    const length = step.size * DAY;
    return Math.floor((civil - MONDAY) / length) * length + MONDAY;
  }
  const date = new Date(civil);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return monthStart(Math.floor(month / step.size) * step.size);
}

function nextDate(civil: number, step: TickStep): number {
  if (step.unit === "day") return civil + step.size * DAY;
  const date = new Date(civil);
  return monthStart(date.getUTCFullYear() * 12 + date.getUTCMonth() + step.size);
}

function monthStart(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month - Math.floor(month / 12) * 12, 1);
  return date.getTime();
}

const formats = new Map<string, Intl.DateTimeFormat>();

function write(civil: number, key: string, options: Intl.DateTimeFormatOptions): string {
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
    formats.set(key, format);
  }
  return format.format(civil);
}

const dayText = (civil: number): string => write(civil, "day", { day: "numeric", month: "short" });
const monthText = (civil: number): string => write(civil, "month", { month: "short" });

function labelOf(civil: number, step: TickStep): Omit<Tick, "time"> {
  const date = new Date(civil);
  const year = String(date.getUTCFullYear());
  if (step.unit === "month") {
    if (step.size >= 12) return { label: year, major: date.getUTCFullYear() % ((step.size / 12) * 10) === 0 };
    return date.getUTCMonth() === 0
      ? { label: year, major: true }
      : { label: monthText(civil), major: false };
  }
  if (step.unit === "day") {
    const firstWeek = date.getUTCDate() <= step.size;
    return { label: dayText(civil), major: firstWeek };
  }
  if (civil % DAY === 0) return { label: dayText(civil), major: true };
  const iso = date.toISOString();
  if (step.size >= MINUTE) return { label: iso.slice(11, 16), major: false };
  if (step.size >= SECOND) return { label: iso.slice(11, 19), major: civil % MINUTE === 0 };
  return { label: iso.slice(11, 23), major: civil % SECOND === 0 };
}

/** What the labels leave out, for the left end of the axis: the year, or the day with its year. */
export function axisContext(time: number, step: TickStep, zone: TimeZone): string | undefined {
  const instant = Math.floor(time / 1_000);
  const civil = instant + zone.offsetAt(instant);
  if (step.unit === "month") return step.size >= 12 ? undefined : String(new Date(civil).getUTCFullYear());
  if (step.unit === "day") return write(civil, "month year", { month: "short", year: "numeric" });
  return write(civil, "date", { weekday: "short", day: "numeric", month: "short", year: "numeric" });
}

/** Saturdays and Sundays of the zone that touch the window, as spans in µs. */
export function weekends(window: TimeWindow, zone: TimeZone): readonly TimeWindow[] {
  const first = Math.floor(window.from / 1_000);
  const begin = floorDate(first + zone.offsetAt(first), days(7));
  const spans: TimeWindow[] = [];
  for (let monday = begin; ; monday += 7 * DAY) {
    const from = zone.instantOf(monday + 5 * DAY) * 1_000;
    if (from >= window.to) return spans;
    const to = zone.instantOf(monday + 7 * DAY) * 1_000;
    if (to > window.from) spans.push({ from, to });
  }
}
