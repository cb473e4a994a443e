/** Spans that nobody observed, of one feed. Within a transaction. */
import type { Connection } from "../../open.ts";
import type { FeedRow } from "./feed-rows.ts";

export interface FeedGap {
  readonly system: string;
  readonly scope: string;
  readonly key: string;
  readonly from: number;
  readonly to: number | undefined;
  readonly cause: string;
  readonly backfilled: boolean;
}

export interface FeedGaps {
  /** The same key again changes it. */
  put(feed: FeedRow, gap: FeedGap): void;
  /** Ends the open ones whose keys begin so; returns how many. */
  close(feed: FeedRow, prefix: string, to: number, cause: string): number;
}

export function createFeedGaps(cache: Connection): FeedGaps {
  const upsertGap = cache.prepare(
    `INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET ended_us = excluded.ended_us, cause = excluded.cause, backfilled = excluded.backfilled`,
  );
  const closeGaps = cache.prepare(
    "UPDATE gap SET ended_us = max(started_us, ?), cause = ?, backfilled = 1 WHERE source_id = ? AND ended_us IS NULL AND key GLOB ? || '*'",
  );
  return {
    put({ sourceRow }, { system, scope, key, from, to, cause, backfilled }) {
      upsertGap.run(sourceRow, key, `${system} ${scope}`, from, to ?? null, cause, Number(backfilled));
    },
    close: ({ sourceRow }, prefix, to, cause) => closeGaps.run(to, cause, sourceRow, prefix).changes,
  };
}
