/**
 * Applies changes to the reading that is shown. Idempotent by id and revision: a change again, a late
 * one and one that another scope of the same system brought already change nothing.
 */
import type { FeedChange, FeedRecord } from "../../../../../shared/model/feed.ts";
import type { Connection } from "../../open.ts";
import { referencesOf, type StagedReference } from "../../staged-events.ts";
import { createTextIndex } from "../../search/text-index.ts";
import type { RecordWriter } from "../records.ts";
import type { WritingSource } from "../records/writing.ts";
import { SetChecksum } from "./checksum.ts";
import { isLeft, type LeftBounds } from "../../retention/left.ts";
import type { ChangeNotes } from "./change-notes.ts";
import { DELETED, isLive, kindNumber, LEFT, PARKED } from "./record-kinds.ts";
import { createRemoveRecord } from "./remove-record.ts";

/** What one call of `apply` works on and adds up; belongs to one transaction. */
export interface Applying {
  readonly feedId: number;
  readonly source: WritingSource;
  readonly writer: RecordWriter;
  /** Other feeds of the same source: they share its records. */
  readonly siblings: readonly number[];
  /** Those of them in the same epoch: only there do revisions compare. */
  readonly peers: readonly number[];
  readonly checksum: SetChecksum;
  records: number;
  /** Of them those that a rule left at the source. */
  leftRecords: number;
  /** What is left there; undefined: nothing is. */
  readonly left: LeftBounds | undefined;
  position: number;
  taken: number;
  repeated: number;
  /** The structure of products changed: its closure is out of date. */
  structure: boolean;
  readonly notes: ChangeNotes;
  /** Every row comes once, in its order: what is known already came ahead of its turn. */
  readonly inTurn: boolean;
}

export interface KnownRecord {
  readonly revision: number;
  readonly position: number;
  readonly kind: number;
  readonly ref: string | number | null;
  readonly digest: number;
}

const BOM_LINE = kindNumber("bom-line");
const EVENT = kindNumber("event");

export interface ApplyChanges {
  /** `force`: whatever is known, as after the epoch changed. */
  apply(change: FeedChange, work: Applying, force?: boolean): void;
  /** Removes a record whose source does not tell deletes, or no longer has it; keeps its revision as deleted. */
  withdraw(id: string, work: Applying): void;
  /** Removes a record and all that is known of it. */
  forget(id: string, work: Applying): void;
}

export function createApplyChanges(cache: Connection): ApplyChanges {
  const removal = createRemoveRecord(cache, createTextIndex(cache));
  const find = cache.prepare(
    "SELECT revision, position, kind, ref, digest FROM feed_record WHERE feed_id = ? AND id = ?",
  );
  // Not OR REPLACE: that opens a savepoint per row, at which the full text writes out all it has pending.
  const save = cache.prepare(
    `INSERT INTO feed_record VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET revision = excluded.revision, position = excluded.position, kind = excluded.kind,
       ref = excluded.ref, digest = excluded.digest`,
  );
  const saveNew = cache.prepare(
    `INSERT INTO feed_record VALUES (?, ?, ?, ?, ${EVENT}, NULL, ?) ON CONFLICT DO NOTHING`,
  );
  const drop = cache.prepare("DELETE FROM feed_record WHERE feed_id = ? AND id = ?");
  const park = cache.prepare("INSERT OR REPLACE INTO feed_parked VALUES (?, 0, ?, ?, ?, ?, ?)");
  const unpark = cache.prepare("DELETE FROM feed_parked WHERE feed_id = ? AND beside = 0 AND id = ?");
  const findEvent = cache.prepare(
    "SELECT position, source_revision AS revision FROM event WHERE source_id = ? AND source_key = ? ORDER BY source_revision DESC LIMIT 1",
  );
  const insertFile = cache.prepare("INSERT INTO part_file VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const removeFiles = cache.prepare("DELETE FROM part_file WHERE source_id = ? AND key = ?");

  const known = (feedId: number, id: string): KnownRecord | undefined =>
    find.get(feedId, id) as KnownRecord | undefined;
  /** What the newest of these feeds holds under the id. */
  const held = (id: string, feeds: readonly number[]): KnownRecord | undefined => {
    let newest: KnownRecord | undefined;
    for (const feed of feeds) {
      const record = known(feed, id);
      if (record === undefined || !isLive(record.kind)) continue;
      if (newest === undefined || record.revision > newest.revision) newest = record;
    }
    return newest;
  };

  /** Writes the record; returns what feed_record keeps as its row. `isNew`: no feed of the source knows the id. */
  const write = (
    id: string,
    revision: number,
    record: FeedRecord,
    isNew: boolean,
    { source, writer }: Applying,
  ): string | number | null => {
    if (record.record !== "event") return writer.place(record, source).ref ?? null;
    if (isNew) {
      try {
        writer.addEvent(record, source, revision);
        return null;
      } catch (thrown) {
        // A withdrawn event of that id and revision is there still: this one comes behind it.
        if (!isDuplicate(thrown)) throw thrown;
      }
    }
    const latest = findEvent.get(source.sourceId, id) as { position: number; revision: number } | undefined;
    const next = latest === undefined ? revision : Math.max(revision, latest.revision + 1);
    writer.addEvent(record, source, next, latest?.position);
    return null;
  };
  const writeFiles = (id: string, part: string | number | null, record: FeedRecord, source: number): void => {
    if (record.record !== "part") return;
    removeFiles.run(source, id);
    for (const [ordinal, { role, name, sha256, bytes }] of (record.files ?? []).entries())
      insertFile.run(source, id, ordinal, part, role, name, sha256, bytes);
  };
  /** Writes the record in the place of what the source's rows hold under its id so far. */
  const replace = (
    { id, revision, record }: FeedChange & { op: "put" },
    kind: number,
    prior: KnownRecord | undefined,
    work: Applying,
  ): string | number | null => {
    const { sourceId } = work.source;
    const at = { feedId: work.feedId, sourceId };
    // Rows that are found by their key are not changed column by column: the old one goes first, whole.
    const keyed = prior?.ref === null && record.record !== "event";
    if (prior !== undefined && (prior.kind !== kind || keyed))
      removal.remove(at, prior.kind, id, prior.ref, work.writer);
    const isNew = prior === undefined && held(id, work.siblings) === undefined;
    const ref = write(id, revision, record, isNew, work);
    if (prior?.kind === kind && prior.ref !== ref) removal.remove(at, kind, id, prior.ref, work.writer);
    writeFiles(id, ref, record, sourceId);
    if (kind === BOM_LINE || prior?.kind === BOM_LINE) work.structure = true;
    return ref;
  };

  const put = (change: FeedChange & { op: "put" }, before: KnownRecord | undefined, work: Applying): void => {
    const { id, revision, position, digest, record } = change;
    const kind = kindNumber(record.record);
    const peer = work.peers.length === 0 ? undefined : held(id, work.peers);
    const isThere = peer !== undefined && peer.kind !== PARKED && peer.revision >= revision;
    const prior = peer !== undefined && peer.revision >= (before?.revision ?? 0) ? peer : before;
    // One that has a row is changed, whatever the rule: it was kept on purpose.
    const hasRow = prior !== undefined && prior.kind >= 0;
    const stays = !isThere && !hasRow && work.left !== undefined && isLeft(record, work.left);
    const ref = isThere ? peer.ref : stays ? null : replace(change, kind, prior, work);
    if (!isThere && !stays) note(record, prior === undefined, work);
    if (before?.kind === PARKED) unpark.run(work.feedId, id);
    const saved = isThere ? peer.kind : stays ? LEFT : kind;
    if (saved === LEFT) work.leftRecords += 1;
    save.run(work.feedId, id, revision, position, saved, ref, digest);
  };

  /** Most changes are events that nobody knows yet: for those one look is saved. False where it is none. */
  const takeNewEvent = (change: FeedChange, work: Applying): boolean => {
    if (change.op !== "put" || change.record.record !== "event" || work.siblings.length > 0) return false;
    const { id, revision, position, digest, record } = change;
    if (work.left !== undefined && isLeft(record, work.left)) return false;
    if (saveNew.run(work.feedId, id, revision, position, digest).changes === 0) return false;
    write(id, revision, record, true, work);
    note(record, true, work);
    count(id, undefined, revision, work);
    work.taken += 1;
    return true;
  };

  /** What a change that is no news says all the same: an earlier revision; in its turn, how its parts are called. */
  const settleKnown = (
    { record, revision }: FeedChange & { op: "put" },
    before: KnownRecord,
    work: Applying,
  ): void => {
    const isEarlier = record.record === "event" && before.kind === EVENT && revision < before.revision;
    if (isEarlier && !(work.left !== undefined && isLeft(record, work.left))) {
      work.writer.addEarlierEvent(record, work.source, revision);
      work.notes.all();
    }
    if (work.inTurn) for (const named of referencesOf(record)) resolveReference(named, work);
  };

  const count = (
    id: string,
    before: KnownRecord | undefined,
    revision: number | undefined,
    work: Applying,
  ) => {
    if (before !== undefined && isLive(before.kind)) {
      work.checksum.remove(id, before.revision);
      work.records -= 1;
      if (before.kind === LEFT) work.leftRecords -= 1;
    }
    if (revision !== undefined) {
      work.checksum.add(id, revision);
      work.records += 1;
    }
  };

  const removeHeld = (id: string, before: KnownRecord, work: Applying): void => {
    if (!isLive(before.kind)) return;
    if (before.kind === PARKED) unpark.run(work.feedId, id);
    else if (held(id, work.siblings) === undefined) {
      removal.remove(
        { feedId: work.feedId, sourceId: work.source.sourceId },
        before.kind,
        id,
        before.ref,
        work.writer,
      );
      if (before.kind === BOM_LINE) work.structure = true;
    }
  };

  return {
    apply(change, work, force = false) {
      const { id, revision, position } = change;
      if (position > work.position) work.position = position;
      if (!force && takeNewEvent(change, work)) return;
      const before = known(work.feedId, id);
      if (!force && before !== undefined && !isNews(change, before)) {
        work.repeated += 1;
        if (change.op === "put") settleKnown(change, before, work);
        return;
      }
      if (change.op === "put") put(change, before, work);
      else {
        if (before !== undefined) removeHeld(id, before, work);
        work.notes.all();
        const kind = change.op === "park" ? PARKED : DELETED;
        if (change.op === "park") park.run(work.feedId, id, revision, position, change.reason, change.line);
        save.run(work.feedId, id, revision, position, kind, null, 0);
      }
      count(id, before, change.op === "delete" ? undefined : revision, work);
      work.taken += 1;
    },
    withdraw(id, work) {
      const before = known(work.feedId, id);
      if (before === undefined || !isLive(before.kind)) return;
      removeHeld(id, before, work);
      work.notes.all();
      save.run(work.feedId, id, before.revision, before.position, DELETED, null, 0);
      count(id, before, undefined, work);
      work.taken += 1;
    },
    forget(id, work) {
      const before = known(work.feedId, id);
      if (before === undefined) return;
      removeHeld(id, before, work);
      work.notes.all();
      drop.run(work.feedId, id);
      count(id, before, undefined, work);
    },
  };
}

/** What a record that was written is about: one that was there before may have been about something else. */
function note(record: FeedRecord, isNew: boolean, work: Applying): void {
  const { notes } = work;
  if (!isNew) return notes.all();
  switch (record.record) {
    case "event":
    case "measurement":
    case "unit": {
      const [subject] = referencesOf(record);
      return notes.event(subject === undefined ? undefined : resolveReference(subject, work).partId);
    }
    case "gap":
      return notes.kind("gaps");
    case "samples":
      notes.kind("samples");
      // Of a signal that is new, maybe.
      return notes.kind("structure");
    default:
      return notes.all();
  }
}

/** The rows of what is named; founds them where they are not there. */
export const resolveReference = (
  reference: StagedReference,
  { writer, source }: Applying,
): { readonly unitId: number | null; readonly partId: number } =>
  "part" in reference
    ? { unitId: null, partId: writer.names.resolve(reference.part, source.exact) }
    : writer.units.resolve(reference.unit, source.sourceId, source.exact);

const isDuplicate = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && thrown.code === "SQLITE_CONSTRAINT_UNIQUE";

/**
 * Whether a change says more than is known of its record. Revisions count; where they are equal, a
 * delete ends what lives, and what comes later in commit order brings back what was deleted (a unit
 * that left the scope and entered it again).
 */
export function isNews(change: FeedChange, before: KnownRecord): boolean {
  if (change.revision !== before.revision) return change.revision > before.revision;
  const later = change.position > before.position;
  if (change.op === "delete") return isLive(before.kind) && (later || change.position === before.position);
  if (before.kind === PARKED) return change.op === "put";
  return before.kind === DELETED && later;
}
