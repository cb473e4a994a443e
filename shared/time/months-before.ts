/**
 * The start of the UTC day that is `months` calendar months before the day of `now`; where that month is shorter,
 * its last day. µs UTC.
 */
export function monthsBefore(now: number, months: number): number {
  const day = new Date(now / 1_000);
  const month = day.getUTCMonth() - months;
  const last = new Date(Date.UTC(day.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return Date.UTC(day.getUTCFullYear(), month, Math.min(day.getUTCDate(), last)) * 1_000;
}
