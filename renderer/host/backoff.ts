/** Milliseconds to wait before the n-th attempt (0-based) to reach the host again: 250 ms doubling to 5 s. */
export function reconnectDelay(attempt: number): number {
  return Math.min(5_000, 250 * 2 ** Math.min(attempt, 10));
}
