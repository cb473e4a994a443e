/**
 * One spelling per serial number. Logs write 06 where an inspection report writes 6 and a sheet 6.0:
 * a serial of digits alone loses leading zeros and a zero fraction; any other keeps its characters.
 * Outer white space never counts.
 */
export function canonicalSerial(text: string): string {
  const trimmed = text.trim();
  const digits = /^0*(\d+)(?:\.0+)?$/.exec(trimmed);
  return digits?.[1] ?? trimmed;
}
