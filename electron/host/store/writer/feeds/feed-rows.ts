/** The rows that say where each feed stands, and their reading and writing. */
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { FeedSegment, SegmentTables } from "../../../../../shared/model/feed.ts";
import type { Connection } from "../../open.ts";
import { LEFT } from "./record-kinds.ts";
import type { FeedNames, FeedPlace, FeedState, Reading, ReadingPlace, SegmentLeft } from "./feed-contract.ts";

/** Segments told at once: the one to take and the ones to fetch meanwhile. */
const SEGMENTS_TOLD = 4;

export interface FeedRow {
  readonly feedId: number;
  readonly sourceRow: number;
  readonly sourceId: string;
  readonly asOf: number | null;
  /** What a rule took away is to be read again. */
  readonly reread: number;
  readonly reconciledAt: number | null;
}

/** Where a reading stands; changed while changes are applied, then written in the same transaction. */
export interface ReadingRow {
  readonly epoch: string;
  readonly since: number | null;
  readonly until: number | null;
  cursor: string | null;
  snapshotCursor: string | null;
  position: number;
  head: number;
  records: number;
  checksum: string;
  complete: number;
  /** Of `records`, those that a rule left at the source. */
  left: number;
}

export interface FeedRows {
  found(place: FeedPlace & FeedNames, now: number): FeedRow;
  find(place: FeedPlace): FeedRow | undefined;
  /** As `find`; `invalid` where the feed is not followed. */
  get(place: FeedPlace): FeedRow;
  /** Other feeds of the same source. */
  siblings(feed: FeedRow): readonly number[];
  reading(feedId: number, beside: boolean): ReadingRow | undefined;
  /** The reading that a call means; `conflict` where it is not there any more or in another epoch. */
  meant(place: ReadingPlace): { readonly feed: FeedRow; readonly reading: ReadingRow };
  save(feedId: number, beside: boolean, reading: ReadingRow): void;
  addSegments(feedId: number, beside: boolean, segments: readonly FeedSegment[]): void;
  segment(feedId: number, beside: boolean, ordinal: number): SegmentLeft | undefined;
  setTaken(feedId: number, beside: boolean, ordinal: number, taken: number): void;
  /** The next few. */
  segmentsLeft(feedId: number, beside: boolean): readonly SegmentLeft[];
  allSegmentsLeft(feedId: number, beside: boolean): readonly SegmentLeft[];
  /** Removes what is kept of a reading, not its records. */
  forgetReading(feedId: number, beside: boolean): void;
  setAsOf(feed: FeedRow, asOf: number): void;
  setReconciled(feedId: number, at: number): void;
  /** It is being read again. */
  beganAgain(feedId: number): void;
  /** It was read anew: what a rule had taken away of its source, and was wanted again, is here. */
  restored(feed: FeedRow): void;
  /** Of the shown reading, counted. */
  countLeft(feedId: number): number;
  state(place: FeedPlace): FeedState;
}

const READING = `epoch, cursor, snapshot_cursor AS snapshotCursor, position, head, records, checksum, complete, since_us AS since, until_us AS until, left_records AS "left"`;
const SEGMENT = `ordinal, path, encoding, row_count AS rows, bytes, sha256, taken, tables`;
const FEED = `f.feed_id AS feedId, f.source_id AS sourceRow, s.id AS sourceId, f.as_of_us AS asOf, f.reread, f.reconciled_us AS reconciledAt
  FROM feed f JOIN source s USING (source_id) WHERE f.plant_id = ? AND f.system = ? AND f.scope = ?`;

export function createFeedRows(cache: Connection): FeedRows {
  const findFeed = cache.prepare(`SELECT ${FEED}`);
  const upsertSource = cache.prepare(
    `INSERT INTO source (id, name, format, mode, as_of_us) VALUES (?, ?, 'plant', 'live', ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
  );
  const findSource = cache.prepare("SELECT source_id FROM source WHERE id = ?").pluck();
  const insertFeed = cache.prepare(
    "INSERT INTO feed (source_id, plant_id, system, scope) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const siblings = cache.prepare("SELECT feed_id FROM feed WHERE source_id = ? AND feed_id <> ?").pluck();
  const findReading = cache.prepare(`SELECT ${READING} FROM feed_reading WHERE feed_id = ? AND beside = ?`);
  // Not OR REPLACE: that opens a savepoint, at which the full text writes out all it has pending.
  const saveReading = cache.prepare(
    `INSERT INTO feed_reading (feed_id, beside, epoch, cursor, snapshot_cursor, position, head, records, checksum, complete, since_us, until_us, left_records)
     VALUES (@feedId, @beside, @epoch, @cursor, @snapshotCursor, @position, @head, @records, @checksum, @complete, @since, @until, @left)
     ON CONFLICT DO UPDATE SET epoch = excluded.epoch, cursor = excluded.cursor, snapshot_cursor = excluded.snapshot_cursor,
       position = excluded.position, head = excluded.head, records = excluded.records, checksum = excluded.checksum,
       complete = excluded.complete, since_us = excluded.since_us, until_us = excluded.until_us, left_records = excluded.left_records`,
  );
  const insertSegment = cache.prepare("INSERT INTO feed_segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)");
  const findSegment = cache.prepare(
    `SELECT ${SEGMENT} FROM feed_segment WHERE feed_id = ? AND beside = ? AND ordinal = ?`,
  );
  const setTaken = cache.prepare(
    "UPDATE feed_segment SET taken = ? WHERE feed_id = ? AND beside = ? AND ordinal = ?",
  );
  const left = cache.prepare(
    `SELECT ${SEGMENT} FROM feed_segment WHERE feed_id = ? AND beside = ? AND taken < row_count ORDER BY ordinal LIMIT ?`,
  );
  const snapshot = cache.prepare(
    `SELECT coalesce(sum(row_count), 0) AS rows, coalesce(sum(bytes), 0) AS bytes, coalesce(sum(taken), 0) AS taken
     FROM feed_segment WHERE feed_id = ? AND beside = ?`,
  );
  const parked = cache.prepare("SELECT count(*) FROM feed_parked WHERE feed_id = ? AND beside = ?").pluck();
  const forget = ["feed_segment", "feed_reading"].map((table) =>
    cache.prepare(`DELETE FROM ${table} WHERE feed_id = ? AND beside = ?`),
  );
  const setAsOf = cache.prepare("UPDATE feed SET as_of_us = ? WHERE feed_id = ?");
  // A source is as old as the oldest of its feeds that was ever level.
  const setSourceAsOf = cache.prepare(
    `UPDATE source SET as_of_us = coalesce((SELECT min(as_of_us) FROM feed WHERE source_id = source.source_id), as_of_us)
     WHERE source_id = ?`,
  );
  const beganAgain = cache.prepare("UPDATE feed SET reread = 0 WHERE feed_id = ? AND reread = 1");
  // Once the last of its feeds was.
  const restored = cache.prepare(
    `DELETE FROM retention WHERE source_id = @source AND restoring = 1 AND NOT EXISTS (
       SELECT 1 FROM feed f WHERE f.source_id = @source AND (f.reread = 1 OR EXISTS (
         SELECT 1 FROM feed_reading r WHERE r.feed_id = f.feed_id AND r.beside = 1)))`,
  );
  const removedUntil = cache
    .prepare(
      "SELECT max(until_us) FROM retention WHERE source_id = ? AND what = 'events' AND (removed > 0 OR restoring = 1)",
    )
    .pluck();
  const countLeft = cache
    .prepare(`SELECT count(*) FROM feed_record WHERE feed_id = ? AND kind = ${LEFT}`)
    .pluck();
  const setReconciled = cache.prepare("UPDATE feed SET reconciled_us = ? WHERE feed_id = ?");

  const find = ({ plantId, system, scope }: FeedPlace): FeedRow | undefined =>
    findFeed.get(plantId, system, scope) as FeedRow | undefined;
  const get = (place: FeedPlace): FeedRow => {
    const feed = find(place);
    if (feed === undefined) throw new Failure("conflict", "This feed is not followed any more.");
    return feed;
  };
  const readingOf = (feedId: number, beside: boolean): ReadingRow | undefined =>
    findReading.get(feedId, Number(beside)) as ReadingRow | undefined;
  const segmentsLeft = (feedId: number, beside: boolean): readonly SegmentLeft[] =>
    (left.all(feedId, Number(beside), SEGMENTS_TOLD) as SegmentRow[]).map(segmentOf);
  const tell = (feedId: number, beside: boolean): Reading | undefined => {
    const row = readingOf(feedId, beside);
    if (row === undefined) return undefined;
    return {
      epoch: row.epoch,
      since: row.since ?? undefined,
      until: row.until ?? undefined,
      cursor: row.cursor ?? undefined,
      position: row.position,
      head: row.head,
      records: row.records,
      left: row.left,
      checksum: row.checksum,
      complete: row.complete === 1,
      segments: segmentsLeft(feedId, beside),
      snapshot: snapshot.get(feedId, Number(beside)) as Reading["snapshot"],
      parked: Number(parked.get(feedId, Number(beside))),
    };
  };

  return {
    find,
    get,
    found(place, now) {
      upsertSource.run(sourceIdOf(place), place.sourceName, now);
      insertFeed.run(findSource.get(sourceIdOf(place)), place.plantId, place.system, place.scope);
      return get(place);
    },
    siblings: ({ feedId, sourceRow }) => siblings.all(sourceRow, feedId) as number[],
    reading: readingOf,
    meant(place) {
      const feed = get(place);
      const reading = readingOf(feed.feedId, place.beside);
      if (reading === undefined || reading.epoch !== place.epoch)
        throw new Failure("conflict", "This reading was given up for another.");
      return { feed, reading };
    },
    save: (feedId, beside, row) => void saveReading.run({ ...row, feedId, beside: Number(beside) }),
    addSegments(feedId, beside, segments) {
      for (const [ordinal, { path, encoding, rows, bytes, sha256, tables }] of segments.entries())
        insertSegment.run(
          feedId,
          Number(beside),
          ordinal,
          path,
          encoding,
          rows,
          bytes,
          sha256,
          tables === undefined ? null : JSON.stringify(tables),
        );
    },
    segment(feedId, beside, ordinal) {
      const row = findSegment.get(feedId, Number(beside), ordinal) as SegmentRow | undefined;
      return row === undefined ? undefined : segmentOf(row);
    },
    setTaken: (feedId, beside, ordinal, taken) => void setTaken.run(taken, feedId, Number(beside), ordinal),
    segmentsLeft,
    allSegmentsLeft: (feedId, beside) =>
      (left.all(feedId, Number(beside), -1) as SegmentRow[]).map(segmentOf),
    forgetReading(feedId, beside) {
      for (const statement of forget) statement.run(feedId, Number(beside));
    },
    setAsOf({ feedId, sourceRow }, asOf) {
      setAsOf.run(asOf, feedId);
      setSourceAsOf.run(sourceRow);
    },
    beganAgain: (feedId) => void beganAgain.run(feedId),
    restored: ({ sourceRow }) => void restored.run({ source: sourceRow }),
    countLeft: (feedId) => Number(countLeft.get(feedId)),
    setReconciled: (feedId, at) => void setReconciled.run(at, feedId),
    state(place) {
      const { feedId, sourceId, sourceRow, asOf, reread, reconciledAt } = get(place);
      return {
        feedId,
        sourceId,
        asOf: asOf ?? undefined,
        reread: reread === 1,
        removedUntil: (removedUntil.get(sourceRow) as number | null) ?? undefined,
        reconciledAt: reconciledAt ?? undefined,
        shown: tell(feedId, false),
        beside: tell(feedId, true),
      };
    },
  };
}

type SegmentRow = Omit<SegmentLeft, "tables"> & { readonly tables: string | null };

const segmentOf = ({ tables, ...row }: SegmentRow): SegmentLeft => ({
  ...row,
  tables: tables === null ? undefined : (JSON.parse(tables) as SegmentTables),
});

/** Public id of a system's source. */
export const sourceIdOf = ({ plantId, system }: Pick<FeedPlace, "plantId" | "system">): string =>
  `plant:${plantId}/${system}`;
