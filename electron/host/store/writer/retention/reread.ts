/** Marks what a rule took away of a source as wanted again: its feeds are then read anew beside what is shown. */
import type { Connection } from "../../open.ts";
import { kindNumber } from "../feeds/record-kinds.ts";

/** Records of a feed looked at in a step. */
const SLICE = 4_000;

export interface Reread {
  /** Within a transaction; true: call again. */
  step(source: number): boolean;
}

export function createReread(cache: Connection): Reread {
  const feedsOf = cache.prepare("SELECT feed_id FROM feed WHERE source_id = ? ORDER BY feed_id").pluck();
  const isReduced = cache.prepare("SELECT 1 FROM sample_chunk WHERE source_id = ? AND levels = 1 LIMIT 1");
  const SAMPLES = kindNumber("samples");
  const slice = cache
    .prepare(`SELECT id FROM feed_record WHERE feed_id = ? AND id > ? ORDER BY id LIMIT ${SLICE}`)
    .pluck();
  // As if it were another: a record that is the same as before would not be written again.
  const differ = cache.prepare(
    `UPDATE feed_record SET digest = -1 WHERE feed_id = ? AND id > ? AND id <= ? AND kind = ${SAMPLES}`,
  );
  const ask = cache.prepare("UPDATE feed SET reread = 1 WHERE source_id = ?");
  const restoring = cache.prepare(
    "UPDATE retention SET restoring = 1, goal_us = NULL WHERE source_id = ? AND what <> 'levels'",
  );
  const forget = cache.prepare("DELETE FROM retention WHERE source_id = ? AND what = 'levels'");
  let walk: { readonly source: number; readonly feeds: number[]; after: string } | undefined;
  return {
    step(source) {
      if (walk?.source !== source)
        walk = {
          source,
          feeds: isReduced.get(source) === undefined ? [] : (feedsOf.all(source) as number[]),
          after: "",
        };
      const [feed] = walk.feeds;
      if (feed !== undefined) {
        const ids = slice.all(feed, walk.after) as string[];
        const last = ids.at(-1);
        if (last !== undefined) differ.run(feed, walk.after, last);
        walk.after = last ?? "";
        if (ids.length < SLICE) {
          walk.feeds.shift();
          walk.after = "";
        }
        return true;
      }
      walk = undefined;
      ask.run(source);
      restoring.run(source);
      forget.run(source);
      return false;
    },
  };
}
