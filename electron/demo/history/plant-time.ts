/**
 * The plant's wall clock, Europe/Berlin: UTC+1, and UTC+2 from the last Sunday of March to the last Sunday
 * of October, both at 01:00 UTC (Directive 2000/84/EC, articles 2 and 3). Instants are µs UTC.
 */
export const MINUTE = 60_000_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Days since 1970-01-01 of a date such as `2026-04-01`. */
export function civilDay(date: string): number {
  const milliseconds = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) throw new RangeError(`no date: ${date}`);
  return milliseconds / 86_400_000;
}

/** 0 Monday … 6 Sunday. */
export const weekday = (day: number): number => (day + 3) % 7;

/** Minutes east of UTC at an instant. */
export function plantOffset(instant: number): number {
  const year = new Date(instant / 1000).getUTCFullYear();
  return instant >= lastSunday(year, 2) && instant < lastSunday(year, 9) ? 120 : 60;
}

const switches = new Map<number, number>();
/** Instant of 01:00 UTC on the last Sunday of a month with 31 days (0 January). */
function lastSunday(year: number, month: number): number {
  const key = year * 12 + month;
  let instant = switches.get(key);
  if (instant === undefined) {
    const last = Date.UTC(year, month, 31) / 86_400_000;
    instant = (last - ((weekday(last) + 1) % 7)) * DAY + HOUR;
    switches.set(key, instant);
  }
  return instant;
}

/** The instant at which the plant's clock shows `minute` (fractions allowed) of a civil day, in whole seconds. */
export function plantInstant(day: number, minute: number): number {
  const wall = day * DAY + Math.round(minute * 60) * 1_000_000;
  // The offset before the switch first: in the hour that an autumn night has twice, the earlier one.
  const summer = wall - 120 * MINUTE;
  return plantOffset(summer) === 120 ? summer : wall - 60 * MINUTE;
}

/** The instant of a plant time such as `2026-04-01 14:30`; a date alone means its midnight. */
export function plantAt(text: string): number {
  const [date = "", clock = "00:00"] = text.split(" ");
  const [hours = "0", minutes = "0"] = clock.split(":");
  return plantInstant(civilDay(date), Number(hours) * 60 + Number(minutes));
}

/** Civil day at the plant. */
export const plantDay = (instant: number): number =>
  Math.floor((instant + plantOffset(instant) * MINUTE) / DAY);

/** Minutes since the plant's midnight. */
export function plantMinute(instant: number): number {
  const wall = instant + plantOffset(instant) * MINUTE;
  return (wall - Math.floor(wall / DAY) * DAY) / MINUTE;
}

/** `2026-04-01 14:30:08`, the plant's wall clock. */
export function plantClock(instant: number): string {
  const wall = new Date((instant + plantOffset(instant) * MINUTE) / 1000);
  return wall.toISOString().slice(0, 19).replace("T", " ");
}

/** `2026-04-01T14:30:08+02:00` */
export const plantIso = (instant: number): string =>
  `${plantClock(instant).replace(" ", "T")}+0${plantOffset(instant) / 60}:00`;

/** `2026-04-01T12:30:08Z` */
export const utcIso = (instant: number): string => `${new Date(instant / 1000).toISOString().slice(0, 19)}Z`;
