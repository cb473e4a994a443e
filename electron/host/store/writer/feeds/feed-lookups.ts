/** What is asked of the rows of feeds besides how they stand. */
import type { Connection } from "../../open.ts";
import type { NamedFile } from "./feed-contract.ts";

export interface FeedLookups {
  parked(feedId: number): readonly { readonly id: string; readonly line: string }[];
  /** Files of a product and all below it; without a part number, models of any part that were not drawn yet. */
  files(partNumber: string | undefined): readonly NamedFile[];
  /** The part itself and all below it, as far as they are known. */
  partsBelow(partNumber: string): readonly string[];
  /** Hashes of segments that are not taken in whole yet. */
  segmentsWanted(): readonly string[];
}

export function createFeedLookups(cache: Connection): FeedLookups {
  const parkedLines = cache.prepare(
    "SELECT id, line FROM feed_parked WHERE feed_id = ? AND beside = 0 ORDER BY position LIMIT 10000",
  );
  const files = `SELECT DISTINCT s.id AS sourceId, f.role, f.name, f.sha256, f.bytes FROM part_file f JOIN source s USING (source_id)`;
  const filesBelow = cache.prepare(
    `${files} JOIN bom_closure c ON c.descendant_id = f.part_id JOIN part p ON p.part_id = c.ancestor_id WHERE p.number = ? ORDER BY f.sha256`,
  );
  const below = cache
    .prepare(
      `SELECT d.number FROM bom_closure c JOIN part p ON p.part_id = c.ancestor_id JOIN part d ON d.part_id = c.descendant_id
       WHERE p.number = ?`,
    )
    .pluck();
  const undrawn = cache.prepare(
    `SELECT s.id AS sourceId, f.role, f.name, f.sha256, f.bytes, min(p.number) AS partNumber
     FROM part_file f JOIN source s USING (source_id) JOIN part p USING (part_id)
     WHERE f.role = 'model' AND NOT EXISTS (SELECT 1 FROM model m WHERE m.sha256 = f.sha256)
     GROUP BY s.id, f.sha256 ORDER BY f.sha256`,
  );
  const segmentsWanted = cache
    .prepare(`SELECT sha256 FROM feed_segment WHERE taken < row_count
       UNION SELECT tables ->> 'sha256' FROM feed_segment WHERE taken < row_count AND tables IS NOT NULL`)
    .pluck();
  return {
    parked: (feedId) => parkedLines.all(feedId) as { id: string; line: string }[],
    files: (partNumber) =>
      (partNumber === undefined ? undrawn.all() : filesBelow.all(partNumber)) as NamedFile[],
    partsBelow: (partNumber) => [...new Set([partNumber, ...(below.all(partNumber) as string[])])],
    segmentsWanted: () => segmentsWanted.all() as string[],
  };
}
