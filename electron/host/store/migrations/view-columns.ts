/** SQL that several views share. */

/** Microseconds since 1970 as ISO 8601 in UTC with milliseconds. */
export const iso = (column: string): string => `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1e6, 'unixepoch')`;
