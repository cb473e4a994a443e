/** ISO 8601 instants as whole microseconds. */

export interface Instant {
  /** µs since 1970-01-01T00:00:00Z; digits below 1 µs are dropped. */
  readonly microseconds: number;
  /** Minutes east of UTC as written; undefined where the text names no zone (then it was read as UTC). */
  readonly offsetMinutes: number | undefined;
}

const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** undefined for anything that is no complete, real date (2017-02-30 is none). */
export function parseInstant(text: string): Instant | undefined {
  const match = SHAPE.exec(text.trim());
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", fraction = "", zone] =
    match;
  const milliseconds = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  // Date.UTC rolls 30 February over to March, and 24:61 to the next day: the round trip tells.
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(written))
    return undefined;
  const offsetMinutes = zone === undefined ? undefined : zoneMinutes(zone);
  const micros = Number(fraction.slice(0, 6).padEnd(6, "0"));
  return { microseconds: (milliseconds - (offsetMinutes ?? 0) * 60_000) * 1000 + micros, offsetMinutes };
}

function zoneMinutes(zone: string): number {
  if (zone === "Z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  const digits = zone.slice(1).replace(":", "");
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || "0"));
}
