/**
 * Removes a feed, a slice at a time: a draft must not wait until a million events are gone. The last one
 * of its source takes the source with it; the records of others stay.
 */
import type { Connection } from "../../open.ts";
import { createForgottenUnits } from "../forgotten-units.ts";
import { createTextIndex } from "../../search/text-index.ts";
import type { ApplyChanges, Applying } from "./apply-changes.ts";
import type { FeedRow } from "./feed-rows.ts";

/** Records removed at a time. */
const SLICE = 4_000;

/** What says where a feed stands: gone first, so that one that is followed again is read from its beginning. */
const STANDING = ["feed_staged", "feed_parked", "feed_segment", "feed_reading"];

/** Rows of a source but its events and measurements, children first. */
export const SOURCE_ROWS = [
  "DELETE FROM note_unit WHERE note_id IN (SELECT note_id FROM note WHERE source_id = ?)",
  "DELETE FROM note WHERE source_id = ?",
  "DELETE FROM factor WHERE source_id = ?",
  "DELETE FROM gap WHERE source_id = ?",
  "DELETE FROM source_clock WHERE source_id = ?",
  "DELETE FROM sample_chunk WHERE source_id = ?",
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

export interface Unfollow {
  /** Within a transaction; true: there is more to remove, call again. */
  step(feed: FeedRow, siblings: readonly number[], work: Applying): boolean;
}

export function createUnfollow(cache: Connection, changes: ApplyChanges): Unfollow {
  const texts = createTextIndex(cache);
  const units = createForgottenUnits(cache, texts);
  const all = (sql: string) => cache.prepare(sql).pluck();
  const ids = all(`SELECT id FROM feed_record WHERE feed_id = ? ORDER BY id LIMIT ${SLICE}`);
  const partsAndUnits = all(
    "SELECT id FROM feed_record WHERE feed_id = ? AND kind IN (0, 2) ORDER BY kind DESC, id",
  );
  const removeStanding = STANDING.map((table) => cache.prepare(`DELETE FROM ${table} WHERE feed_id = ?`));
  const removeRecords = cache.prepare("DELETE FROM feed_record WHERE feed_id = ?");
  const removeFeed = cache.prepare("DELETE FROM feed WHERE feed_id = ?");
  const events = all(`SELECT position FROM event WHERE source_id = ? ORDER BY position DESC LIMIT ${SLICE}`);
  const removeSubjects = cache.prepare("DELETE FROM event_subject WHERE position = ?");
  // A revision that came late stands behind those that correct it.
  const letGo = cache.prepare("UPDATE event SET corrects = NULL WHERE corrects = ?");
  const removeEvent = cache.prepare("DELETE FROM event WHERE position = ?");
  const measurements = cache.prepare(
    `DELETE FROM measurement WHERE measurement_id IN (SELECT measurement_id FROM measurement WHERE source_id = ? LIMIT ${SLICE})`,
  );
  const notes = all("SELECT note_id FROM note WHERE source_id = ?");
  const characteristics = all("SELECT characteristic_id FROM characteristic WHERE source_id = ?");
  const unitOf = all("SELECT unit_id FROM event WHERE position = ?");
  const otherUnits = all(
    `SELECT unit_id FROM factor WHERE source_id = @source UNION
     SELECT parent_id FROM unit_component WHERE source_id = @source UNION
     SELECT child_id FROM unit_component WHERE source_id = @source UNION
     SELECT unit_id FROM sample_chunk WHERE source_id = @source AND unit_id IS NOT NULL UNION
     SELECT unit_id FROM note_unit JOIN note USING (note_id) WHERE source_id = @source UNION
     SELECT unit_id FROM unit WHERE source_id = @source`,
  );
  const measuredUnits = all("SELECT DISTINCT unit_id FROM measurement WHERE source_id = ?");
  const isStated = cache.prepare("SELECT 1 FROM feed_record WHERE kind = 2 AND ref = ? LIMIT 1");
  /** Units that records of the source named: looked at when all of them are gone. */
  const named = new Set<number>();
  let isCollected = false;
  const rows = SOURCE_ROWS.map((sql) => cache.prepare(sql));
  const stillNamed = cache.prepare(STILL_NAMED.join(" UNION ALL "));
  const removeSource = cache.prepare("DELETE FROM source WHERE source_id = ?");

  const sliceOfEvents = (source: number): number => {
    const positions = events.all(source) as number[];
    for (const position of positions) {
      const unit = unitOf.get(position) as number | null;
      if (unit !== null) named.add(unit);
      texts.removeEvent(position);
      removeSubjects.run(position);
      letGo.run(position);
      removeEvent.run(position);
    }
    return positions.length;
  };
  const rest = (source: number): void => {
    for (const note of notes.all(source) as number[]) texts.remove("note", note);
    for (const id of characteristics.all(source) as number[]) texts.remove("characteristic", id);
    for (const statement of rows) statement.run(source);
  };

  return {
    step({ feedId, sourceRow }, siblings, work) {
      for (const statement of removeStanding) statement.run(feedId);
      if (siblings.length > 0) {
        const slice = ids.all(feedId) as string[];
        for (const id of slice) changes.forget(id, work);
        if (slice.length > 0) return true;
        removeFeed.run(feedId);
        return false;
      }
      if (sliceOfEvents(sourceRow) > 0) return true;
      if (!isCollected) for (const unit of measuredUnits.all(sourceRow) as number[]) named.add(unit);
      isCollected = true;
      if (measurements.run(sourceRow).changes > 0) return true;
      for (const unit of otherUnits.all({ source: sourceRow }) as number[]) named.add(unit);
      rest(sourceRow);
      // Parts and units that it stated itself go where nothing else names them, then those it only named.
      for (const id of partsAndUnits.all(feedId) as string[]) changes.forget(id, work);
      removeRecords.run(feedId);
      for (const unit of named) if (isStated.get(unit) === undefined) units.drop(unit);
      named.clear();
      isCollected = false;
      removeFeed.run(feedId);
      if (stillNamed.get({ source: sourceRow }) === undefined) removeSource.run(sourceRow);
      return false;
    },
  };
}
