/** Compares the ids that a source says exist with what is here. */
import type { Connection } from "../../open.ts";
import { DELETED } from "./record-kinds.ts";

export interface ReconcileIds {
  collect(feedId: number, first: boolean, ids: readonly (readonly [string, number])[]): void;
  /** Ids here that are gone at the source: those known since before position `head`. */
  gone(feedId: number, head: number, after: string, limit: number): readonly string[];
  countGone(feedId: number, head: number): number;
  /** How many of the collected are not here, or older here. */
  missing(feedId: number): number;
  clear(feedId: number): void;
}

export function createReconcileIds(cache: Connection): ReconcileIds {
  cache.exec(
    "CREATE TEMP TABLE collected_id (feed_id INTEGER NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (feed_id, id)) STRICT, WITHOUT ROWID",
  );
  const insert = cache.prepare(
    "INSERT INTO collected_id VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET revision = max(revision, excluded.revision)",
  );
  const clear = cache.prepare("DELETE FROM collected_id WHERE feed_id = ?");
  const GONE = `FROM feed_record r WHERE feed_id = @feed AND id > @after AND kind <> ${DELETED} AND position <= @head
    AND NOT EXISTS (SELECT 1 FROM collected_id c WHERE c.feed_id = @feed AND c.id = r.id)`;
  const gone = cache.prepare(`SELECT id ${GONE} ORDER BY id LIMIT @limit`).pluck();
  const countGone = cache.prepare(`SELECT count(*) ${GONE}`).pluck();
  const missing = cache
    .prepare(
      `SELECT count(*) FROM collected_id c LEFT JOIN feed_record r ON r.feed_id = c.feed_id AND r.id = c.id
       WHERE c.feed_id = ? AND (r.id IS NULL OR r.revision < c.revision OR (r.kind = ${DELETED} AND r.revision <= c.revision))`,
    )
    .pluck();
  return {
    collect(feedId, first, ids) {
      cache.transaction(() => {
        if (first) clear.run(feedId);
        for (const [id, revision] of ids) insert.run(feedId, id, revision);
      })();
    },
    gone: (feed, head, after, limit) => gone.all({ feed, head, after, limit }) as string[],
    countGone: (feed, head) => Number(countGone.get({ feed, head, after: "" })),
    missing: (feedId) => Number(missing.get(feedId)),
    clear: (feedId) => void clear.run(feedId),
  };
}
