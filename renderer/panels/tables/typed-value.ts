/** What a person types into a filter of numbers or times. */
import type { TableColumn } from "../../../shared/model/table-columns.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";

const TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2})(?::(\d{2})(?::(\d{2}))?)?)?$/;

/** µs UTC of a civil time in a zone; undefined where it is none. */
export function typedTime(text: string, zone: TimeZone): number | undefined {
  const found = TIME.exec(text.trim());
  if (found === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => (part === undefined ? 0 : Number(part)));
  const civil = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(civil);
  if (
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  )
    return undefined;
  return zone.instantOf(civil) * 1_000;
}

const SPANS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3_600, d: 86_400 };

/** Undefined where it is no value of the column: a number, a time, or a duration as `5 min` (plain: seconds). */
export function typedValue({ kind }: TableColumn, text: string, zone: TimeZone): number | undefined {
  if (kind === "time") return typedTime(text, zone);
  const match = /^([+\-−]?\d+(?:[.,]\d+)?)\s*([a-z]*)$/.exec(text.trim());
  const number = Number(match?.[1]?.replace(",", ".").replace("−", "-") ?? NaN);
  if (!Number.isFinite(number)) return undefined;
  const unit = match?.[2] ?? "";
  if (kind !== "span") return unit === "" ? number : undefined;
  const seconds = unit === "" ? 1 : SPANS[unit];
  return seconds === undefined ? undefined : number * seconds * 1_000_000;
}
