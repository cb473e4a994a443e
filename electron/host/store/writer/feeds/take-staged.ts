/**
 * Takes staged events into the reading that is shown, set by set. What is known already, here or in
 * another scope of the same system, goes the way of single changes: so do all whose place is in doubt.
 */
import { rmSync } from "node:fs";
import { changeOfRow, type StagedEvents, type StagedRow } from "../../staged-events.ts";
import type { Connection } from "../../open.ts";
import { createTextIndex } from "../../search/text-index.ts";
import { resolveReference, type ApplyChanges, type Applying } from "./apply-changes.ts";
import { kindNumber } from "./record-kinds.ts";

export interface TakeStaged {
  /** Within a transaction; the file stays attached until `detach`. Returns how many were known already. */
  take(staged: StagedEvents, work: Applying): number;
  /** As `take`, but hands each event on as the change that it was. */
  each(staged: StagedEvents, take: (change: ReturnType<typeof changeOfRow>) => void): void;
  /** No further file can be attached before the transaction ends. */
  readonly isFull: boolean;
  /** Lets go of all files and removes them. Outside of any transaction. */
  detach(): void;
}

/** Rows read at a time, where they are taken one by one. */
const BATCH = 1_000;
/** SQLite attaches ten files at most. */
const FILES = 8;

export function createTakeStaged(cache: Connection, changes: ApplyChanges): TakeStaged {
  cache.exec(`
CREATE TEMP TABLE staged_doubt (n INTEGER PRIMARY KEY) STRICT;
CREATE TEMP TABLE staged_reference (n INTEGER PRIMARY KEY, unit_id INTEGER, part_id INTEGER NOT NULL) STRICT;
CREATE TEMP TABLE staged_equipment (n INTEGER PRIMARY KEY, equipment_id INTEGER NOT NULL) STRICT;`);
  const clear = ["staged_doubt", "staged_reference", "staged_equipment"].map((table) =>
    cache.prepare(`DELETE FROM temp.${table}`),
  );
  const files: string[] = [];
  /** The schema under which the file that is being taken is attached. */
  let at = "";
  const attach = (path: string): void => {
    at = `staged${files.length}`;
    cache.prepare(`ATTACH ? AS ${at}`).run(path);
    files.push(path);
  };
  const mapReference = cache.prepare("INSERT INTO temp.staged_reference VALUES (?, ?, ?)");
  const mapEquipment = cache.prepare("INSERT INTO temp.staged_equipment VALUES (?, ?)");
  const lastPosition = cache.prepare("SELECT coalesce(max(position), 0) FROM event").pluck();
  const texts = createTextIndex(cache);
  const doubt = cache.prepare("INSERT INTO temp.staged_doubt VALUES (?)");
  const isKnown = cache.prepare("SELECT 1 FROM feed_record WHERE feed_id = ? AND id = ?");
  const forget = cache.prepare("DELETE FROM feed_record WHERE feed_id = ? AND id = ?");

  /** `used`: references of the events that are taken here; undefined: all of them. */
  const map = (staged: StagedEvents, used: ReadonlySet<unknown> | undefined, work: Applying): void => {
    for (const naming of staged.named) {
      if (typeof naming === "number") {
        const reference = staged.references[naming];
        if (reference === undefined || used?.has(naming) === false) continue;
        const { unitId, partId } = resolveReference(reference, work);
        work.notes.event(partId);
        mapReference.run(naming, unitId, partId);
        // One that is known names nothing anew.
      } else if (isKnown.get(work.feedId, naming.by) === undefined) resolveReference(naming.subject, work);
    }
    for (const [n, name] of staged.equipment.entries()) mapEquipment.run(n, work.writer.equipment(name));
  };

  /** Writes all that are not in doubt; returns the position before the first of them, and their number. */
  const insertAll = (work: Applying, fresh: string) => {
    const { feedId, source } = work;
    const base = lastPosition.get() as number;
    cache
      .prepare(
        `INSERT INTO feed_record SELECT ?, id, revision, position, ${kindNumber("event")}, NULL, digest
         FROM ${at}.event e WHERE ${fresh} ORDER BY id`,
      )
      .run(feedId);
    // One that was withdrawn may still be there under its id and revision: left out, then taken singly.
    const { changes: inserted } = cache
      .prepare(
        `INSERT INTO event (position, kind, type, severity, started_us, ended_us, offset_minutes, part_id, unit_id, equipment_id,
           title, source_id, source_key, source_revision, order_number, operation, actor, details, payload, sha256, received_us)
         SELECT @base + e.n, kind, type, severity, started_us, ended_us, offset_minutes, r.part_id, r.unit_id, q.equipment_id,
           title, @source, id, revision, order_number, operation, actor, details, payload, sha256, @received
         FROM ${at}.event e LEFT JOIN temp.staged_reference r ON r.n = e.reference
           LEFT JOIN temp.staged_equipment q ON q.n = e.equipment
         WHERE ${fresh} ORDER BY e.n
         ON CONFLICT (source_id, source_key, source_revision) DO NOTHING`,
      )
      .run({ base, source: source.sourceId, received: source.receivedAt });
    cache
      .prepare(
        `INSERT INTO event_subject SELECT position, 'characteristic', name, 'source' FROM (
           SELECT DISTINCT @base + e.n AS position, c.value AS name FROM ${at}.event e, json_each(e.characteristics) c
           WHERE e.characteristics IS NOT NULL AND ${fresh})
         WHERE position IN (SELECT position FROM event WHERE position > @base)`,
      )
      .run({ base });
    return { base, inserted };
  };

  const singly = (
    staged: StagedEvents,
    take: (change: ReturnType<typeof changeOfRow>) => void,
    where = "1",
  ) => {
    const rows = cache.prepare(
      `SELECT * FROM ${at}.event WHERE n > ? AND ${where} ORDER BY n LIMIT ${BATCH}`,
    );
    for (let after = 0; ;) {
      const batch = rows.all(after) as StagedRow[];
      for (const row of batch) take(changeOfRow(row, staged));
      const last = batch.at(-1);
      if (last === undefined) return;
      after = last.n;
    }
  };

  return {
    get isFull() {
      return files.length >= FILES;
    },
    detach() {
      for (const [index, path] of files.entries()) {
        cache.exec(`DETACH staged${index}`);
        rmSync(path, { force: true });
      }
      files.length = 0;
    },
    each(staged, take) {
      attach(staged.path);
      singly(staged, take);
    },
    take(staged, work) {
      attach(staged.path);
      for (const statement of clear) statement.run();
      const feeds = [work.feedId, ...work.siblings].join(", ");
      const { changes: known } = cache
        .prepare(
          `INSERT INTO temp.staged_doubt SELECT n FROM ${at}.event e
           WHERE EXISTS (SELECT 1 FROM feed_record r WHERE r.feed_id IN (${feeds}) AND r.id = e.id)
             OR max(e.started_us, coalesce(e.ended_us, e.started_us)) < ?`,
        )
        // What a rule leaves at its source.
        .run(work.left?.events ?? null);
      const fresh = known === 0 ? "1" : "e.n NOT IN (SELECT n FROM temp.staged_doubt)";
      const used =
        known === 0
          ? undefined
          : new Set(
              cache.prepare(`SELECT DISTINCT reference FROM ${at}.event e WHERE ${fresh}`).pluck().all(),
            );
      map(staged, used, work);
      const { base, inserted } = insertAll(work, fresh);
      // Some are of no part.
      if (inserted > 0) work.notes.event(undefined);
      texts.addEventsAfter(base);
      work.checksum.addSet(staged.checksum);
      work.records += staged.rows;
      work.taken += inserted;
      work.position = Math.max(work.position, staged.position);
      if (inserted === staged.rows) return known;
      if (inserted + known < staged.rows) {
        const left = cache.prepare(
          `SELECT n, id FROM ${at}.event e WHERE ${fresh} AND NOT EXISTS (SELECT 1 FROM event WHERE position = ? + e.n)`,
        );
        for (const { n, id } of left.all(base) as { n: number; id: string }[]) {
          forget.run(work.feedId, id);
          doubt.run(n);
        }
      }
      const take = (change: ReturnType<typeof changeOfRow>): void => {
        work.checksum.remove(change.id, change.revision);
        work.records -= 1;
        changes.apply(change, work);
      };
      singly(staged, take, "n IN (SELECT n FROM temp.staged_doubt)");
      return known;
    },
  };
}
