/** Where the wall clock of a zone is put forward or back, and hours that it shows twice. Times in µs UTC. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { TimeZone } from "./time-zone.ts";

export interface ClockChange {
  /** The first instant of the new offset. */
  readonly time: number;
  /** µs that the clock jumps: positive forward, so that times are skipped, negative back, so that they repeat. */
  readonly by: number;
}

const DAY = 86_400_000;
/** Longer windows show no single hour. */
const LONGEST = 800 * DAY;

/** Ascending; none in a window so long that nobody could see them. */
export function clockChanges({ from, to }: TimeWindow, zone: TimeZone): readonly ClockChange[] {
  const [first, last] = [Math.floor(from / 1_000), Math.ceil(to / 1_000)];
  if (last - first > LONGEST) return [];
  const changes: ClockChange[] = [];
  // Whole days of UTC, wherever the window begins: a pan must not find what it did not find before.
  for (let low = Math.floor(first / DAY) * DAY; low < last; low += DAY) {
    const high = low + DAY;
    const [before, after] = [zone.offsetAt(low), zone.offsetAt(high)];
    if (before === after) continue;
    // The offset is the old one at `left` and the new one at `right`.
    let [left, right] = [low, high];
    while (right - left > 1) {
      const middle = Math.floor((left + right) / 2);
      if (zone.offsetAt(middle) === before) left = middle;
      else right = middle;
    }
    if (right > first && right <= last) changes.push({ time: right * 1_000, by: (after - before) * 1_000 });
  }
  return changes;
}

/** Which of the two times of a repeated hour an instant is; undefined where the clock shows it once. */
export function repeatedTime(time: number, zone: TimeZone): 1 | 2 | undefined {
  const instant = Math.floor(time / 1_000);
  const both = zone.instantsOf(instant + zone.offsetAt(instant));
  if (both.length < 2) return undefined;
  return both[0] === instant ? 1 : 2;
}
