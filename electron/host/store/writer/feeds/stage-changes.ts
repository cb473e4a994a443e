/**
 * A reading beside the one that is shown: after the epoch changed, or when ids are missing. What is
 * the same as before is only marked, so that the swap writes what differs and is short; until it, the
 * screen goes on showing the old reading whole.
 */
import type { FeedChange, FeedRecord } from "../../../../../shared/model/feed.ts";
import type { Connection } from "../../open.ts";
import type { ApplyChanges, Applying, KnownRecord } from "./apply-changes.ts";
import { SetChecksum } from "./checksum.ts";
import { isNews } from "./apply-changes.ts";
import { isLeft, type LeftBounds } from "../../retention/left.ts";
import { DELETED, isLive, kindNumber, LEFT, PARKED } from "./record-kinds.ts";

export interface Staging {
  readonly feedId: number;
  readonly checksum: SetChecksum;
  /** What a rule leaves at the source; undefined: nothing. */
  readonly left: LeftBounds | undefined;
  records: number;
  position: number;
  taken: number;
  repeated: number;
}

export interface StageChanges {
  stage(change: FeedChange, work: Staging): void;
  /** Forgets what is staged. */
  clear(feedId: number): void;
  /** Makes the shown records those of the staged reading. */
  swap(work: Applying): void;
}

interface StagedRow {
  readonly id: string;
  readonly revision: number;
  readonly position: number;
  readonly kind: number;
  readonly digest: number;
  readonly record: string | null;
}

/** Rows read at a time: a statement that is read from can't run beside writes. */
const BATCH = 1_000;

export function createStageChanges(cache: Connection, changes: ApplyChanges): StageChanges {
  const findStaged = cache.prepare(
    "SELECT revision, position, kind, NULL AS ref, digest FROM feed_staged WHERE feed_id = ? AND id = ?",
  );
  const findShown = cache.prepare("SELECT kind, digest FROM feed_record WHERE feed_id = ? AND id = ?");
  const save = cache.prepare(
    `INSERT INTO feed_staged VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET revision = excluded.revision, position = excluded.position, kind = excluded.kind,
       digest = excluded.digest, record = excluded.record`,
  );
  const park = cache.prepare("INSERT OR REPLACE INTO feed_parked VALUES (?, 1, ?, ?, ?, ?, ?)");
  const unpark = cache.prepare("DELETE FROM feed_parked WHERE feed_id = ? AND beside = 1 AND id = ?");
  const clear = [
    "DELETE FROM feed_staged WHERE feed_id = ?",
    "DELETE FROM feed_parked WHERE feed_id = ? AND beside = 1",
  ].map((sql) => cache.prepare(sql));
  const gone = cache
    .prepare(
      `SELECT id FROM feed_record r WHERE feed_id = @feed AND id > @after
         AND NOT EXISTS (SELECT 1 FROM feed_staged s WHERE s.feed_id = @feed AND s.id = r.id) ORDER BY id LIMIT ${BATCH}`,
    )
    .pluck();
  const different = cache.prepare(
    `SELECT id, revision, position, kind, digest, record FROM feed_staged
     WHERE feed_id = ? AND id > ? AND (record IS NOT NULL OR kind IN (${DELETED}, ${PARKED})) ORDER BY id LIMIT ${BATCH}`,
  );
  const takeOver = cache.prepare(
    `UPDATE feed_record AS r SET revision = s.revision, position = s.position FROM feed_staged AS s
     WHERE r.feed_id = @feed AND s.feed_id = @feed AND s.id = r.id AND s.record IS NULL AND s.kind >= 0`,
  );
  const parkedLine = cache.prepare(
    "SELECT reason, line FROM feed_parked WHERE feed_id = ? AND beside = 1 AND id = ?",
  );

  const changeOf = (feedId: number, row: StagedRow): FeedChange => {
    const { id, revision, position, digest } = row;
    if (row.kind === DELETED) return { op: "delete", id, revision, position };
    if (row.kind === PARKED) {
      const { reason, line } = parkedLine.get(feedId, id) as { reason: string; line: string };
      return { op: "park", id, revision, position, cause: "unknown", reason, line };
    }
    return { op: "put", id, revision, position, digest, record: readRecord(row.record ?? "") };
  };

  return {
    stage(change, work) {
      const { id, revision, position } = change;
      const before = findStaged.get(work.feedId, id) as KnownRecord | undefined;
      if (position > work.position) work.position = position;
      if (before !== undefined && !isNews(change, before)) {
        work.repeated += 1;
        return;
      }
      if (before !== undefined && isLive(before.kind)) {
        work.checksum.remove(id, before.revision);
        work.records -= 1;
      }
      if (before?.kind === PARKED) unpark.run(work.feedId, id);
      if (change.op === "put") {
        const kind = kindNumber(change.record.record);
        const shown = findShown.get(work.feedId, id) as { kind: number; digest: number } | undefined;
        const isAsShown =
          shown?.kind === kind ||
          (shown?.kind === LEFT && work.left !== undefined && isLeft(change.record, work.left));
        const same = isAsShown && shown?.digest === change.digest;
        const record = same ? null : writeRecord(change.record);
        save.run(work.feedId, id, revision, position, kind, change.digest, record);
      } else {
        const kind = change.op === "park" ? PARKED : DELETED;
        if (change.op === "park") park.run(work.feedId, id, revision, position, change.reason, change.line);
        save.run(work.feedId, id, revision, position, kind, 0, null);
      }
      if (change.op !== "delete") {
        work.checksum.add(id, revision);
        work.records += 1;
      }
      work.taken += 1;
    },
    clear(feedId) {
      for (const statement of clear) statement.run(feedId);
    },
    swap(work) {
      const { feedId } = work;
      takeOver.run({ feed: feedId });
      for (let after = ""; ;) {
        const ids = gone.all({ feed: feedId, after }) as string[];
        for (const id of ids) changes.forget(id, work);
        const last = ids.at(-1);
        if (last === undefined) break;
        after = last;
      }
      for (let after = ""; ;) {
        const rows = different.all(feedId, after) as StagedRow[];
        for (const row of rows) changes.apply(changeOf(feedId, row), work, true);
        const last = rows.at(-1);
        if (last === undefined) break;
        after = last.id;
      }
      for (const statement of clear) statement.run(feedId);
    },
  };
}

/** A record as JSON; the columns of samples as base64 of their little-endian bytes, which keep every NaN. */
function writeRecord(record: FeedRecord): string {
  if (record.record !== "samples") return JSON.stringify(record);
  return JSON.stringify({ ...record, times: base64(record.times), values: base64(record.values) });
}

function readRecord(text: string): FeedRecord {
  const record = JSON.parse(text) as FeedRecord;
  if (record.record !== "samples") return record;
  const { times, values } = record as unknown as { times: string; values: string };
  return { ...record, times: float64(times), values: float64(values) };
}

const base64 = (array: Float64Array): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");

const float64 = (text: string): Float64Array =>
  new Float64Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
