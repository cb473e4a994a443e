/** Times as people read them: µs UTC in, plant time out. ISO order everywhere; no locale guesses. */
import type { TimeWindow } from "../../shared/contract/common.ts";

const MICROSECONDS = 1_000;

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsIn(time: number, timeZone: string): Parts {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(timeZone, format);
  }
  const found: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(new Date(time / MICROSECONDS))) found[type] = value;
  return found as unknown as Parts;
}

/** `2017-02-14 14:22:08` in an IANA time zone. */
export function formatInstant(time: number, timeZone = "UTC"): string {
  const { year, month, day, hour, minute, second } = partsIn(time, timeZone);
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** `2017-02-14`. */
export function formatDate(time: number, timeZone = "UTC"): string {
  const { year, month, day } = partsIn(time, timeZone);
  return `${year}-${month}-${day}`;
}

/** `UTC+9`, `UTC-5:30`, `UTC`: minutes east of UTC as words. */
export function formatOffset(minutes: number): string {
  if (minutes === 0) return "UTC";
  const amount = Math.abs(minutes);
  const rest = amount % 60;
  const tail = rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`;
  return `UTC${minutes < 0 ? "-" : "+"}${Math.floor(amount / 60)}${tail}`;
}

/** The wall clock of the source itself: UTC shifted by its own offset. */
export function formatAtOffset(time: number, offsetMinutes: number): string {
  return formatInstant(time + offsetMinutes * 60_000_000);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const monthName = (month: string): string => MONTHS[Number(month) - 1] ?? month;

/** `1 – 13 Apr 2026`, or with times where the span is shorter than two days: `1 Apr 2026, 08:10 – 14:22`. */
export function formatSpan({ from, to }: TimeWindow, timeZone = "UTC"): string {
  const a = partsIn(from, timeZone);
  const b = partsIn(to, timeZone);
  const day = (parts: Parts): string => `${Number(parts.day)} ${monthName(parts.month)} ${parts.year}`;
  if (to - from < 2 * 86_400_000_000) {
    const start = `${day(a)}, ${a.hour}:${a.minute}`;
    return day(a) === day(b)
      ? `${start} – ${b.hour}:${b.minute}`
      : `${start} – ${day(b)}, ${b.hour}:${b.minute}`;
  }
  if (a.year !== b.year) return `${day(a)} – ${day(b)}`;
  if (a.month !== b.month) return `${Number(a.day)} ${monthName(a.month)} – ${day(b)}`;
  return `${Number(a.day)} – ${day(b)}`;
}

/** `24 Nov`, with the year where it is not `now`'s: how old a file import is. */
export function formatDay(time: number, now: number, timeZone = "UTC"): string {
  const { year, month, day } = partsIn(time, timeZone);
  const short = `${Number(day)} ${monthName(month)}`;
  return year === partsIn(now, timeZone).year ? short : `${short} ${year}`;
}

/** `2 min`, `3 h`, `5 d`: the age of a live source. */
export function formatAge(time: number, now: number): string {
  const seconds = Math.max(0, (now - time) / 1_000_000);
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** `1 h 04 min`, `12 min 08 s`, `3.2 s`: how long something took; µs. */
export function formatDuration(microseconds: number): string {
  const seconds = microseconds / 1_000_000;
  // From here on it would be rounded to 60 s.
  if (seconds < 59.95) return `${Number(seconds.toFixed(1))} s`;
  const two = (value: number): string => String(value).padStart(2, "0");
  const whole = Math.round(seconds);
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}
