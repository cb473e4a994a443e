/** Which sources have history that is not here, so that what is blank before it is not taken for nothing. */
import type { LeftLater, NotLoaded, TimelineGap } from "../../../../shared/contract/events.ts";
import type { Connection } from "../open.ts";

/** Of an endpoint nobody keeps what it told once. */
const WHERE = `CASE WHEN restoring = 1 THEN 'coming' WHEN s.id GLOB 'opcua:*' THEN 'gone' ELSE 'source' END AS "where"`;

/** One line per source: its scopes are followed from the same time on, or the latest one counts. */
export function createNotLoaded(connection: Connection): () => NotLoaded[] {
  const followed = connection.prepare(`
    SELECT s.id AS sourceId, s.name AS sourceName, max(r.since_us) AS until
    FROM feed_reading r JOIN feed f USING (feed_id) JOIN source s USING (source_id)
    WHERE r.beside = 0 AND r.since_us IS NOT NULL GROUP BY s.source_id ORDER BY until, s.id`);
  const removed = connection.prepare(`
    SELECT s.id AS sourceId, s.name AS sourceName, until_us AS until, applied_us AS removedAt, ${WHERE}
    FROM retention JOIN source s USING (source_id)
    WHERE what = 'events' AND until_us IS NOT NULL AND (removed > 0 OR restoring = 1) ORDER BY until, s.id`);
  return () => {
    const lines = new Map<string, NotLoaded>();
    for (const line of followed.all() as Omit<NotLoaded, "removedAt" | "where">[])
      lines.set(line.sourceId, { ...line, removedAt: undefined, where: "source" });
    for (const line of removed.all() as NotLoaded[])
      if (line.until > (lines.get(line.sourceId)?.until ?? -Infinity)) lines.set(line.sourceId, line);
    return [...lines.values()].sort((a, b) => a.until - b.until || (a.sourceId < b.sourceId ? -1 : 1));
  };
}

/** Samples that a rule removed, as gaps of their source: its signals are blank there, its events are not. */
export function createRemovedSamples(
  connection: Connection,
): (from: number, to: number) => readonly TimelineGap[] {
  const rows = connection.prepare(`
    SELECT s.id AS sourceId, s.name AS name, from_us AS "from", until_us AS "to", applied_us AS at, ${WHERE}
    FROM retention JOIN source s USING (source_id)
    WHERE what = 'samples' AND removed > 0 AND from_us < ? AND until_us >= ? ORDER BY from_us`);
  return (from, to) =>
    (rows.all(to, from) as RemovedRow[]).map(({ sourceId, name, at, where, ...span }) => ({
      ...span,
      sourceId,
      stream: `${name}, samples`,
      cause: `Removed here by your rule on ${day(at)}; ${PLACES[where]}`,
      backfilled: false,
    }));
}

/** Until when sources are followed: one line for each that has an end, the earliest of its scopes. */
export function createLeftLater(connection: Connection): () => LeftLater[] {
  const rows = connection.prepare(`
    SELECT s.id AS sourceId, s.name AS sourceName, min(r.until_us) AS "from"
    FROM feed_reading r JOIN feed f USING (feed_id) JOIN source s USING (source_id)
    WHERE r.beside = 0 AND r.until_us IS NOT NULL GROUP BY s.source_id ORDER BY "from", s.id`);
  return () => rows.all() as LeftLater[];
}

interface RemovedRow {
  readonly sourceId: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly where: NotLoaded["where"];
}

const PLACES: Readonly<Record<NotLoaded["where"], string>> = {
  source: "still at the plant",
  coming: "it is being read from the plant again",
  gone: "nobody else keeps it",
};

const day = (at: number): string => new Date(at / 1_000).toISOString().slice(0, 10);
