/** Times, spans and durations as text. Instants in µs UTC; what is written is the zone's civil time. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { TimeZone } from "./time-zone.ts";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How finely a time is written. */
export type Precision = "day" | "minute" | "second" | "millisecond" | "microsecond";

/** The finest precision that one pixel still tells apart. */
export function precisionFor(resolution: number): Precision {
  if (resolution >= DAY) return "day";
  if (resolution >= MINUTE) return "minute";
  if (resolution >= SECOND) return "second";
  return resolution >= 1_000 ? "millisecond" : "microsecond";
}

/** Civil time in ms, as if it were UTC. */
export function civilMs(time: number, zone: TimeZone): number {
  const instant = Math.floor(time / 1_000);
  return instant + zone.offsetAt(instant);
}

const two = (value: number): string => String(value).padStart(2, "0");

/** For example `2026-04-01 14:22:08`. */
export function timeText(time: number, zone: TimeZone, precision: Precision): string {
  const date = new Date(civilMs(time, zone));
  const day = `${String(date.getUTCFullYear()).padStart(4, "0")}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  if (precision === "day") return day;
  return `${day} ${clockText(time, zone, precision)}`;
}

/** For example `14:22:08.250`. */
export function clockText(time: number, zone: TimeZone, precision: Precision): string {
  const date = new Date(civilMs(time, zone));
  const minute = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (precision === "minute" || precision === "day") return minute;
  const second = `${minute}:${two(date.getUTCSeconds())}`;
  if (precision === "second") return second;
  const millisecond = `${second}.${String(date.getUTCMilliseconds()).padStart(3, "0")}`;
  if (precision === "millisecond") return millisecond;
  const rest = Math.floor(time) - Math.floor(time / 1_000) * 1_000;
  return `${millisecond}${String(rest).padStart(3, "0")}`;
}

/** Both ends of a span, the day only once where it is the same. */
export function spanText(span: TimeWindow, zone: TimeZone): string {
  const length = span.to - span.from;
  const precision: Precision =
    length >= 14 * DAY ? "day" : length >= 2 * HOUR ? "minute" : length >= SECOND ? "second" : "millisecond";
  const from = timeText(span.from, zone, precision);
  const to = timeText(span.to, zone, precision);
  if (from === to) return from;
  if (precision === "day") return `${from} – ${to}`;
  const sameDay = from.slice(0, 10) === to.slice(0, 10);
  return sameDay ? `${from} – ${to.slice(11)}` : `${from} – ${to}`;
}

/** For example `2 d 4 h`, `3 min 5 s`, `12 ms`: two units at most, SI symbols (min, h, d per SI brochure table 8). */
export function durationText(duration: number): string {
  const units: readonly (readonly [number, string])[] = [
    [DAY, "d"],
    [HOUR, "h"],
    [MINUTE, "min"],
    [SECOND, "s"],
    [1_000, "ms"],
    [1, "µs"],
  ];
  let rest = Math.round(duration);
  const parts: string[] = [];
  for (const [size, symbol] of units) {
    const count = Math.floor(rest / size);
    // Adjacent units only: `2 d 4 s` would pretend to a precision that nobody reads.
    if (count > 0) parts.push(`${count} ${symbol}`);
    else if (parts.length > 0) break;
    rest -= count * size;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? "0 s" : parts.join(" ");
}

/** For example `UTC+9`, `UTC−3:30`, `UTC`. */
export function offsetText(time: number, zone: TimeZone): string {
  const minutes = Math.round(zone.offsetAt(Math.floor(time / 1_000)) / 60_000);
  if (minutes === 0) return "UTC";
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${two(rest)}`}`;
}
