/** Of which kind events are, for some ten thousand of them at once: from the columns, where most of them stand. */
import { kindOf } from "../columns/event-chunk.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import type { Connection } from "../open.ts";

/** @param chunks ascending in position */
export function createKindsOfEvents(
  connection: Connection,
  chunks: () => readonly LoadedChunk[],
): (ids: readonly number[]) => ReadonlyMap<number, number> {
  // The text may be kept under an earlier revision that had the same.
  const current = connection.prepare(
    `SELECT e.position, e.kind FROM event r JOIN event e USING (source_id, source_key)
     WHERE r.position = ? AND e.superseded = 0`,
  );
  /**
   * @param ids of texts, descending
   * @returns positions and their places in EVENT_KINDS, in the same order
   */
  return (ids) => {
    const kinds = new Map<number, number>();
    const all = chunks();
    let at = all.length - 1;
    for (const id of ids) {
      while (at >= 0 && (all[at] as LoadedChunk).base > id) at -= 1;
      const chunk = all[at];
      const row = chunk === undefined ? -1 : rowOf(chunk, id);
      if (chunk !== undefined && row >= 0) kinds.set(id, kindOf(chunk.codes[row] as number));
      else {
        const event = current.get(id) as { position: number; kind: number } | undefined;
        if (event !== undefined) kinds.set(event.position, event.kind);
      }
    }
    return kinds;
  };
}

/** -1: the chunk does not have it. */
function rowOf({ base, offsets }: LoadedChunk, position: number): number {
  const offset = position - base;
  let [low, high] = [0, offsets.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const each = offsets[middle] as number;
    if (each === offset) return middle;
    if (each < offset) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
