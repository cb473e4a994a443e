/**
 * When the plant works: two shifts, Monday to Friday, with public holidays and two shutdowns. Work is
 * planned on an axis of work minutes: 960 a work day, nothing between two days.
 */
import { civilDay, plantDay, plantInstant, plantMinute, weekday } from "./plant-time.ts";
import { STORY } from "./story.ts";

export type Shift = "early" | "late";

/** Early shift from 06:00, late shift from 14:00 to 22:00. */
export const DAY_START = 6 * 60;
export const SHIFT_MINUTES = 8 * 60;
export const DAY_MINUTES = 2 * SHIFT_MINUTES;

export interface Calendar {
  /** Civil days on which the plant works, ascending. */
  readonly days: readonly number[];
  /** µs UTC of a work minute. */
  instant(work: number): number;
  /** First work minute at or after an instant. */
  workAt(instant: number): number;
  shift(work: number): Shift;
  /** Whole weeks since an arbitrary Monday: crews swap shifts every week. */
  week(work: number): number;
  /** First start at or after `work` from which `minutes` fit into one day. */
  fit(work: number, minutes: number): number;
}

const isBetween = (day: number, [first, last]: readonly [string, string]): boolean =>
  day >= civilDay(first) && day <= civilDay(last);

export interface Span {
  /** Civil days such as `2026-04-01`, both included. */
  readonly first: string;
  readonly last: string;
  readonly holidays: readonly string[];
  readonly shutdowns: readonly (readonly [string, string])[];
}

export function createCalendar(span: Span = STORY.year): Calendar {
  const { first, last, holidays, shutdowns } = span;
  const closed = new Set(holidays.map(civilDay));
  const days: number[] = [];
  for (let day = civilDay(first); day <= civilDay(last); day += 1) {
    const open = weekday(day) < 5 && !closed.has(day) && !shutdowns.some((span) => isBetween(day, span));
    if (open) days.push(day);
  }
  const index = new Map(days.map((day, i) => [day, i]));
  const dayOf = (work: number): number => {
    const day = days[Math.floor(work / DAY_MINUTES)];
    if (day === undefined) throw new RangeError(`work minute ${work} lies outside the year`);
    return day;
  };
  return {
    days,
    instant: (work) => plantInstant(dayOf(work), DAY_START + (work % DAY_MINUTES)),
    workAt: (instant) => {
      const day = plantDay(instant);
      const minute = plantMinute(instant) - DAY_START;
      const today = index.get(day);
      if (today !== undefined && minute < DAY_MINUTES) return today * DAY_MINUTES + Math.max(0, minute);
      const next = days.findIndex((other) => other > day);
      return (next === -1 ? days.length : next) * DAY_MINUTES;
    },
    shift: (work) => (work % DAY_MINUTES < SHIFT_MINUTES ? "early" : "late"),
    week: (work) => Math.floor((dayOf(work) + 3) / 7),
    fit: (work, minutes) => {
      const room = DAY_MINUTES - (work % DAY_MINUTES);
      return room >= minutes ? work : (Math.floor(work / DAY_MINUTES) + 1) * DAY_MINUTES;
    },
  };
}
