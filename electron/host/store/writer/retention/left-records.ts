/** Marks records of feeds as left at their source: known still, counted still, without a row. */
import type { Connection } from "../../open.ts";
import { LEFT } from "../feeds/record-kinds.ts";

export interface LeftRecords {
  /** The record under this id, in every feed of the source. */
  leave(source: number, kind: number, id: string): void;
}

export function createLeftRecords(cache: Connection): LeftRecords {
  const feedsOf = cache.prepare("SELECT feed_id FROM feed WHERE source_id = ?").pluck();
  const mark = cache.prepare(
    `UPDATE feed_record SET kind = ${LEFT}, ref = NULL WHERE feed_id = ? AND id = ? AND kind = ?`,
  );
  const count = cache.prepare(
    "UPDATE feed_reading SET left_records = left_records + 1 WHERE feed_id = ? AND beside = 0",
  );
  return {
    leave(source, kind, id) {
      for (const feed of feedsOf.all(source) as number[])
        if (mark.run(feed, id, kind).changes > 0) count.run(feed);
    },
  };
}
