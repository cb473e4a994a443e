/** Keeps a tally of every whole group of chunks (migration 210), so that the numbers of parts are there at a start. */
import type { Connection } from "../open.ts";
import { decodeHead } from "./chunk-bytes.ts";
import { createCountedReader } from "./chunk-pieces.ts";
import { encodeTally, GROUP_BITS, GROUP_SIZE, tallyOf } from "./part-tally.ts";

export interface TallyMaker {
  /** Makes what is missing, one after the other. @returns whether something is left */
  readonly makeUntil: (isOver: () => boolean) => boolean;
}

export function createTallyMaker(cache: Connection): TallyMaker {
  const missing = cache
    .prepare(
      `SELECT chunk >> ${GROUP_BITS} AS chunks FROM event_chunk GROUP BY 1 HAVING count(*) = ${GROUP_SIZE}
       EXCEPT SELECT chunks FROM event_chunk_tally ORDER BY 1`,
    )
    .pluck();
  const chunks = cache.prepare(
    "SELECT chunk, made, data FROM event_chunk WHERE chunk >= ? AND chunk < ? ORDER BY chunk",
  );
  const insert = cache.prepare("INSERT OR REPLACE INTO event_chunk_tally VALUES (?, ?)");
  const counted = createCountedReader(cache);
  const makeOne = cache.transaction((group: number): void => {
    const rows = chunks.all(group * GROUP_SIZE, (group + 1) * GROUP_SIZE) as {
      chunk: number;
      made: number;
      data: Uint8Array;
    }[];
    const tally = tallyOf(rows.map(({ chunk, data }) => counted(chunk, decodeHead(data).rows)));
    const made = rows.map((row) => row.made);
    insert.run(group, encodeTally(tally, made));
  });
  return {
    makeUntil: (isOver) => {
      const left = missing.all() as number[];
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        makeOne(next);
        if (isOver()) break;
      }
      return left.length > 0;
    },
  };
}
