/** Dates and times as people write them in tables. */
import { parseInstant, type Instant } from "../../../../shared/time/iso.ts";
import type { Cell } from "./cell.ts";

export type DateOrder = "dmy" | "mdy";

/** 13/09/2001, 13.9.01, 9-13-2001 4:05 pm, 13/09/2001 16:05:30 */
const WRITTEN =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[,\sT]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm)?)?$/i;

/**
 * undefined for what is no real date, and for 03/04/2006 where no order is known. Points always mean
 * day.month. A time without a zone is read as UTC, and its offset stays undefined.
 */
export function parseTableTime(cell: Cell | undefined, order: DateOrder | undefined): Instant | undefined {
  if (cell === undefined || typeof cell === "number" || typeof cell === "boolean") return undefined;
  if (typeof cell !== "string") return { microseconds: cell.at, offsetMinutes: undefined };
  const text = cell.trim();
  if (text.length > 40) return undefined;
  const iso = parseInstant(text) ?? parseInstant(text.replaceAll("/", "-"));
  if (iso !== undefined) return iso;
  const match = WRITTEN.exec(text);
  if (match === null) return undefined;
  const [, first = "", separator = "", second = "", year = "", hour = "0", minute = "00", seconds = "00"] =
    match;
  const meant = separator === "." ? "dmy" : order;
  if (meant === undefined) return undefined;
  const [day, month] = meant === "dmy" ? [first, second] : [second, first];
  const clock = hourOfDay(Number(hour), match[8]?.toLowerCase());
  if (clock === undefined) return undefined;
  const two = (value: string | number): string => String(value).padStart(2, "0");
  return parseInstant(`${fourDigits(year)}-${two(month)}-${two(day)}T${two(clock)}:${minute}:${seconds}`);
}

function hourOfDay(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === "pm" ? 12 : 0);
}

/** POSIX: 69–99 are 19xx, 00–68 are 20xx. */
function fourDigits(year: string): string {
  if (year.length === 4) return year;
  return Number(year) >= 69 ? `19${year}` : `20${year}`;
}

/** The order that the values prove by a number over 12; undefined where they prove none or both. */
export function findDateOrder(cells: Iterable<Cell>): DateOrder | undefined {
  let dmy = 0;
  let mdy = 0;
  for (const cell of cells) {
    const match = typeof cell === "string" ? WRITTEN.exec(cell.trim()) : null;
    if (match === null || match[2] === ".") continue;
    const [first, second] = [Number(match[1]), Number(match[3])];
    if (first > 12 && second <= 12) dmy += 1;
    if (second > 12 && first <= 12) mdy += 1;
  }
  if (dmy > 0 && mdy > 0) return undefined;
  if (dmy > 0) return "dmy";
  return mdy > 0 ? "mdy" : undefined;
}

/** Written like a date, whatever the order. */
export function looksLikeTime(cell: Cell): boolean {
  return parseTableTime(cell, "dmy") !== undefined || parseTableTime(cell, "mdy") !== undefined;
}
