/** How often a process that dies is started again: a crash is forgiven, a crash at every start is not. */

const STARTS = 4;
/** Milliseconds. */
const SPAN = 60_000;

/** `starts`: times of the starts so far, ms, ascending. */
export function mayStart(starts: readonly number[], now: number): boolean {
  return starts.filter((time) => time > now - SPAN).length < STARTS;
}
