/** Which sources are followed from a time on, so that what is blank before it is not taken for nothing. */
import type { NotLoaded } from "../../../../shared/contract/events.ts";
import type { Connection } from "../open.ts";

/** One line per source: its scopes are followed from the same time on, or the latest one counts. */
export function createNotLoaded(connection: Connection): () => NotLoaded[] {
  const statement = connection.prepare(`
    SELECT s.id AS sourceId, s.name AS sourceName, max(r.since_us) AS until
    FROM feed_reading r JOIN feed f USING (feed_id) JOIN source s USING (source_id)
    WHERE r.beside = 0 AND r.since_us IS NOT NULL GROUP BY s.source_id ORDER BY until, s.id`);
  return () => statement.all() as NotLoaded[];
}
