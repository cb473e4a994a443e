/**
 * Offsets of an IANA time zone, from the runtime's own zone data (Intl). Instants are ms since
 * 1970-01-01T00:00:00Z; a civil time is what the wall clock shows, written as if it were UTC, in ms.
 */

export interface TimeZone {
  /** IANA name. */
  readonly name: string;
  /** ms to add to an instant to get its civil time. */
  offsetAt(instant: number): number;
  /** Every instant at which the wall clock shows `civil`: none in a spring gap, two in an autumn fold. */
  instantsOf(civil: number): readonly number[];
  /** The first instant at or after which the wall clock has reached `civil`. */
  instantOf(civil: number): number;
}

const QUARTER = 15 * 60_000;
const DAY = 86_400_000;
/** Offsets change on quarters of an hour: one Intl call per quarter asked. */
const CACHE_LIMIT = 20_000;

const zones = new Map<string, TimeZone>();

/** The zone of that name; UTC where the runtime does not know it. */
export function timeZone(name: string): TimeZone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = createZone(name);
    zones.set(name, zone);
  }
  return zone;
}

/** The zone of this computer. */
export function localTimeZone(): TimeZone {
  return timeZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
}

function createZone(name: string): TimeZone {
  if (name === "UTC") {
    return { name, offsetAt: () => 0, instantsOf: (civil) => [civil], instantOf: (civil) => civil };
  }
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      era: "short",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return timeZone("UTC");
  }
  const cache = new Map<number, number>();
  const offsetAt = (instant: number): number => {
    const quarter = Math.floor(instant / QUARTER);
    const known = cache.get(quarter);
    if (known !== undefined) return known;
    const offset = civilOf(format, quarter * QUARTER) - quarter * QUARTER;
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(quarter, offset);
    return offset;
  };
  const instantsOf = (civil: number): readonly number[] => {
    // The offsets in force a day before and after: no zone changes twice within two days.
    const before = offsetAt(civil - DAY);
    const after = offsetAt(civil + DAY);
    const found = before === after ? [civil - before] : [civil - before, civil - after];
    return found.filter((instant) => instant + offsetAt(instant) === civil).sort((a, b) => a - b);
  };
  return {
    name,
    offsetAt,
    instantsOf,
    instantOf: (civil) => {
      const [first] = instantsOf(civil);
      if (first !== undefined) return first;
      // In a gap: the instant of the jump, by halving between the offsets before and after.
      let low = civil - Math.max(offsetAt(civil - DAY), offsetAt(civil + DAY));
      let high = civil - Math.min(offsetAt(civil - DAY), offsetAt(civil + DAY));
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (middle + offsetAt(middle) >= civil) high = middle;
        else low = middle;
      }
      return high;
    },
  };
}

function civilOf(format: Intl.DateTimeFormat, instant: number): number {
  const fields: Record<string, number> = {};
  let era = 1;
  for (const { type, value } of format.formatToParts(instant)) {
    if (type === "era") era = value.startsWith("B") ? -1 : 1;
    else fields[type] = Number(value);
  }
  const year = era === 1 ? (fields["year"] ?? 1970) : 1 - (fields["year"] ?? 1);
  const date = new Date(0);
  date.setUTCFullYear(year, (fields["month"] ?? 1) - 1, fields["day"] ?? 1);
  date.setUTCHours(fields["hour"] ?? 0, fields["minute"] ?? 0, fields["second"] ?? 0, 0);
  return date.getTime();
}
