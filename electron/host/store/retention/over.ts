/**
 * When a record was over, µs UTC, as plants judge it for `since` (docs/plant-protocol.md, "From when on").
 * Infinite for what has no time: it is never removed. One that ends before it starts is over at its start.
 */
export function overAt(started: number | null | undefined, ended: number | null | undefined): number {
  if (started === null || started === undefined) return Infinity;
  return Math.max(started, ended ?? started);
}
