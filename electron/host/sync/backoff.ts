/** How long to wait before the next try. */

/** ms */
const FIRST = 1_000;

/**
 * Doubles with every failure in a row up to `longest` ms, each time by chance between half and all of
 * it: a plant that comes back is not asked by everybody in the same moment. `random` is in [0, 1).
 */
export function backoff(failures: number, longest: number, random: () => number): number {
  const whole = Math.min(longest, FIRST * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole * (0.5 + random() / 2));
}
