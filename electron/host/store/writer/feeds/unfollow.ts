/** Removes a feed. The last one of its source takes the source with it; the records of others stay. */
import type { Connection } from "../../open.ts";
import { createForgottenUnits } from "../forgotten-units.ts";
import { createSearchIndex, type SearchKind } from "../search-index.ts";
import { createUnusedParts } from "../unused-parts.ts";
import type { ApplyChanges, Applying } from "./apply-changes.ts";
import type { FeedRow } from "./feed-rows.ts";

/** Ids read at a time. */
const BATCH = 1_000;

/** What is kept of a feed. */
const FEED_TABLES = ["feed_staged", "feed_parked", "feed_segment", "feed_reading", "feed_record", "feed"];

/** Rows of a source, children first. */
const SOURCE_ROWS = [
  "UPDATE event SET corrects = NULL WHERE source_id = ?",
  "DELETE FROM event_subject WHERE position IN (SELECT position FROM event WHERE source_id = ?)",
  "DELETE FROM event WHERE source_id = ?",
  "DELETE FROM note_unit WHERE note_id IN (SELECT note_id FROM note WHERE source_id = ?)",
  "DELETE FROM note WHERE source_id = ?",
  "DELETE FROM factor WHERE source_id = ?",
  "DELETE FROM gap WHERE source_id = ?",
  "DELETE FROM sample_chunk WHERE source_id = ?",
  "DELETE FROM measurement WHERE source_id = ?",
  "DELETE FROM characteristic WHERE source_id = ?",
  "DELETE FROM unit_component WHERE source_id = ?",
  "DELETE FROM bom_line WHERE source_id = ?",
  "DELETE FROM part_file WHERE source_id = ?",
];

/** Where a source may still be named by what is not its own: a file's model, a unit. */
const STILL_NAMED = [
  "SELECT 1 FROM unit WHERE source_id = @source",
  "SELECT 1 FROM model WHERE source_id = @source",
  "SELECT 1 FROM import_file WHERE source_id = @source",
];

export function createUnfollow(
  cache: Connection,
  changes: ApplyChanges,
): (feed: FeedRow, siblings: readonly number[], work: Applying) => void {
  const search = createSearchIndex(cache);
  const units = createForgottenUnits(cache, search);
  const idsOf = cache
    .prepare(`SELECT id FROM feed_record WHERE feed_id = ? AND id > ? ORDER BY id LIMIT ${BATCH}`)
    .pluck();
  const partsAndUnits = cache
    .prepare("SELECT id FROM feed_record WHERE feed_id = ? AND kind IN (0, 2) ORDER BY kind DESC, id")
    .pluck();
  const removeFeed = FEED_TABLES.map((table) => cache.prepare(`DELETE FROM ${table} WHERE feed_id = ?`));
  const entries: readonly (readonly [SearchKind, string])[] = [
    ["event", "SELECT position FROM event WHERE source_id = ?"],
    ["note", "SELECT note_id FROM note WHERE source_id = ?"],
    ["characteristic", "SELECT characteristic_id FROM characteristic WHERE source_id = ?"],
  ];
  const searched = entries.map(([kind, sql]) => [kind, cache.prepare(sql).pluck()] as const);
  const unitsOf = cache
    .prepare(
      `SELECT unit_id FROM event WHERE source_id = @source AND unit_id IS NOT NULL UNION
       SELECT unit_id FROM measurement WHERE source_id = @source UNION
       SELECT unit_id FROM factor WHERE source_id = @source UNION
       SELECT parent_id FROM unit_component WHERE source_id = @source UNION
       SELECT child_id FROM unit_component WHERE source_id = @source UNION
       SELECT unit_id FROM sample_chunk WHERE source_id = @source AND unit_id IS NOT NULL UNION
       SELECT unit_id FROM note_unit JOIN note USING (note_id) WHERE source_id = @source UNION
       SELECT unit_id FROM unit WHERE source_id = @source`,
    )
    .pluck();
  const rows = SOURCE_ROWS.map((sql) => cache.prepare(sql));
  const named = cache.prepare(STILL_NAMED.join(" UNION ALL "));
  const removeSource = cache.prepare("DELETE FROM source WHERE source_id = ?");

  const forgetAll = (feedId: number, work: Applying): void => {
    for (let after = ""; ;) {
      const ids = idsOf.all(feedId, after) as string[];
      for (const id of ids) changes.forget(id, work);
      const last = ids.at(-1);
      if (last === undefined) return;
      after = last;
    }
  };

  return ({ feedId, sourceRow }, siblings, work) => {
    if (siblings.length === 0) {
      const founded = unitsOf.all({ source: sourceRow }) as number[];
      for (const [kind, ids] of searched)
        for (const id of ids.all(sourceRow) as number[]) search.remove(kind, id);
      for (const statement of rows) statement.run(sourceRow);
      for (const unit of founded) units.drop(unit);
      // Then the parts and units that it stated itself: those that something else names stay.
      for (const id of partsAndUnits.all(feedId) as string[]) changes.forget(id, work);
    } else forgetAll(feedId, work);
    for (const statement of removeFeed) statement.run(feedId);
    if (siblings.length === 0 && named.get({ source: sourceRow }) === undefined) removeSource.run(sourceRow);
  };
}

/** Source of what is read from a file that a plant handed out: below the source of the system that named it. */
export const modelSourceId = (systemSourceId: string, sha256: string): string =>
  `${systemSourceId}/model/${sha256}`;

/** What was read from such a file, children first. Parts stay where other records name them. */
const MODEL_ROWS = [
  "UPDATE part_revision SET model_sha256 = NULL WHERE model_sha256 IN (SELECT sha256 FROM model WHERE source_id = ?)",
  "DELETE FROM model WHERE source_id = ?",
  "DELETE FROM import_message WHERE import_file_id IN (SELECT import_file_id FROM import_file WHERE source_id = ?)",
  "DELETE FROM import_file WHERE source_id = ?",
  ...SOURCE_ROWS,
  "DELETE FROM source WHERE source_id = ?",
];

export function createForgetModels(cache: Connection): (plantId: string) => void {
  const sources = cache.prepare("SELECT source_id FROM source WHERE id GLOB ? || '*'").pluck();
  const rows = MODEL_ROWS.map((sql) => cache.prepare(sql));
  const parts = cache
    .prepare("SELECT DISTINCT n.part_id FROM model_node n JOIN model USING (model_id) WHERE source_id = ?")
    .pluck();
  const unusedPart = createUnusedParts(cache);
  return (plantId) => {
    for (const source of sources.all(`plant:${plantId}/`) as number[]) {
      const named = parts.all(source) as number[];
      for (const statement of rows) statement.run(source);
      for (const part of named) unusedPart.drop(part);
    }
  };
}
