/** Which row ids of a table there are, as bits: asked for each of millions of events. */
import type { Connection } from "../store/open.ts";

/** Beyond it ids are looked up one by one: bits for them would take more memory than they save time. */
const MOST = 2 ** 27;

/** @returns whether a row refers to nothing, or to a row that is there */
export function createKnownIds(
  cache: Connection,
  table: string,
  key: string,
): (id: number | null) => boolean {
  const exists = cache.prepare(`SELECT 1 FROM ${table} WHERE ${key} = ?`).pluck();
  const largest = Number(cache.prepare(`SELECT max(${key}) FROM ${table}`).pluck().get() ?? 0);
  const known = new Uint8Array((Math.min(largest, MOST) >> 3) + 1);
  const ids = cache.prepare(`SELECT ${key} FROM ${table}`).pluck().iterate() as Iterable<number>;
  for (const id of ids)
    if (id >= 0 && id >> 3 < known.length) known[id >> 3] = (known[id >> 3] ?? 0) | (1 << (id & 7));
  return (id) => {
    if (id === null) return true;
    if (id >= 0 && id <= MOST && ((known[id >> 3] ?? 0) & (1 << (id & 7))) !== 0) return true;
    // Written since: whoever refers to it was written with it.
    return exists.get(id) !== undefined;
  };
}
