/** The writer's half of following sources: readings, pages, segments, swaps, reconciliation. */
import { rmSync } from "node:fs";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { FeedChange } from "../../../../../shared/model/feed.ts";
import type { ServiceImplementation } from "../../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../../open.ts";
import { cachePath } from "../../stores.ts";
import { createBulk } from "../bulk.ts";
import { createLeftBounds } from "../../retention/left.ts";
import type { SharedRecords } from "../shared-records.ts";
import { createApplyChanges, type Applying } from "./apply-changes.ts";
import { SetChecksum } from "./checksum.ts";
import type { Applied, Delivered, FeedPlace, feedsService, NamedFile } from "./feed-contract.ts";
import { createFeedRows, type FeedRow, type ReadingRow } from "./feed-rows.ts";
import { createReconcileIds } from "./reconcile-ids.ts";
import { createStageChanges } from "./stage-changes.ts";
import { createTakeStaged } from "./take-staged.ts";
import { createSourceClocks } from "../source-clocks.ts";
import { createForgetModels } from "./forget-models.ts";
import { createUnfollow } from "./unfollow.ts";

/** Ids removed per look at them. */
const BATCH = 1_000;

export interface FeedsOptions {
  readonly cache: Connection;
  readonly folder: string;
  readonly records: SharedRecords;
  readonly now: () => number;
  /** Content changed; `level`: nothing more is to come at once. */
  readonly onChanged: (level: boolean) => void;
  /** Level with its source still, without anything new: only the as-of mark moved. */
  readonly onStillLevel: () => void;
  /** Brings up to date what is derived from all records; `changed`: there are new ones. Within the transaction, when a feed is level. */
  readonly settle: (changed: boolean) => void;
  /** The structure of products changed: the next `settle` has to look at it. Within the transaction. */
  readonly unsettle: () => void;
}

export interface FeedsHandle {
  readonly service: ServiceImplementation<typeof feedsService>;
  /** Commits what was delivered last: before anything else writes the cache, or it closes. */
  readonly flush: () => void;
}

export function createFeeds(options: FeedsOptions): FeedsHandle {
  const { cache, folder, records, now, onChanged, onStillLevel, settle, unsettle } = options;
  const rows = createFeedRows(cache);
  const left = createLeftBounds(cache);
  const changes = createApplyChanges(cache);
  const stage = createStageChanges(cache, changes);
  const staged = createTakeStaged(cache, changes);
  const reconcile = createReconcileIds(cache);
  const unfollow = createUnfollow(cache, changes);
  const forgetModels = createForgetModels(cache);
  const parkedLines = cache.prepare(
    "SELECT id, line FROM feed_parked WHERE feed_id = ? AND beside = 0 ORDER BY position LIMIT 10000",
  );
  const upsertGap = cache.prepare(
    `INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET ended_us = excluded.ended_us, cause = excluded.cause, backfilled = excluded.backfilled`,
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
  const closeGaps = cache.prepare(
    "UPDATE gap SET ended_us = max(started_us, ?), cause = ?, backfilled = 1 WHERE source_id = ? AND ended_us IS NULL AND key GLOB ? || '*'",
  );
  const clocks = createSourceClocks(cache);
  const sourcesOf = cache.prepare("SELECT DISTINCT source_id FROM feed WHERE plant_id = ?").pluck();
  const safely = <T>(work: () => T): T => translateErrors(cachePath(folder), work);
  let toTell: "nothing" | "more" | "level" = "nothing";
  const bulk = createBulk({
    cache,
    now,
    onCommitted: () => {
      staged.detach();
      const told = toTell;
      toTell = "nothing";
      if (told !== "nothing") onChanged(told === "level");
    },
    onLost: () => {
      staged.detach();
      toTell = "nothing";
      records.renew();
    },
  });
  const flush = (): void => safely(() => bulk.flush());
  const write = <T>(work: () => T): T =>
    safely(() => {
      bulk.flush();
      return records.transaction(work);
    });
  const deliver = <T>({ changes: list, staged: events }: Delivered, work: () => T): T =>
    safely(() => {
      if (events === undefined) return bulk.deliver(list.length, work);
      // The files of a transaction are let go of when it ends.
      if (staged.isFull) bulk.flush();
      try {
        return bulk.deliver(list.length + events.rows, work);
      } catch (thrown) {
        rmSync(events.path, { force: true });
        throw thrown;
      }
    });

  const applying = (feed: FeedRow, reading: ReadingRow, inTurn = false): Applying => {
    const siblings = rows.siblings(feed);
    return {
      feedId: feed.feedId,
      source: { sourceId: feed.sourceRow, exact: true, receivedAt: now() },
      writer: records.writer,
      siblings,
      peers: siblings.filter((sibling) => rows.reading(sibling, false)?.epoch === reading.epoch),
      checksum: new SetChecksum(reading.checksum),
      records: reading.records,
      leftRecords: reading.left,
      left: left(feed.sourceRow),
      position: reading.position,
      taken: 0,
      repeated: 0,
      structure: false,
      inTurn,
    };
  };
  const take = (
    reading: ReadingRow,
    work: Pick<Applying, "checksum" | "records" | "leftRecords" | "position">,
  ): void => {
    reading.checksum = work.checksum.toString();
    reading.records = work.records;
    reading.left = work.leftRecords;
    reading.position = work.position;
  };
  const run = (
    feed: FeedRow,
    beside: boolean,
    reading: ReadingRow,
    { changes: list, staged: events }: Delivered,
    inTurn = false,
  ): { readonly taken: number; readonly repeated: number } => {
    const work = applying(feed, reading, inTurn);
    const one = (change: FeedChange): void =>
      beside ? stage.stage(change, work) : changes.apply(change, work);
    let known = 0;
    if (events !== undefined && beside) staged.each(events, one);
    else if (events !== undefined) known = staged.take(events, work);
    for (const change of list) one(change);
    // The last word on how parts are called: within the delivery what is staged and what is not took turns.
    if (events !== undefined && !beside && (known === 0 || inTurn))
      for (const part of events.restated) work.writer.names.resolve(part, work.source.exact);
    if (work.structure) unsettle();
    take(reading, work);
    return work;
  };
  const begin = (
    place: FeedPlace,
    since: number | undefined,
    epoch: string,
    snapshotCursor: string | null,
  ): FeedRow & { beside: boolean } => {
    const feed = rows.get(place);
    const beside = rows.reading(feed.feedId, false) !== undefined;
    if (beside) {
      rows.forgetReading(feed.feedId, true);
      stage.clear(feed.feedId);
    }
    rows.save(feed.feedId, beside, {
      epoch,
      since: since ?? null,
      cursor: null,
      snapshotCursor,
      position: 0,
      head: 0,
      records: 0,
      checksum: new SetChecksum().toString(),
      complete: 0,
      left: 0,
    });
    rows.beganAgain(feed.feedId);
    return { ...feed, beside };
  };

  const service: ServiceImplementation<typeof feedsService> = {
    follow: (place) =>
      write(() => {
        rows.found(place, now());
        return rows.state(place);
      }),
    state: (place) => (rows.find(place) === undefined ? undefined : rows.state(place)),
    begin: ({ snapshot, since, ...place }) =>
      write(() => {
        const { feedId, beside } = begin(place, since, snapshot.epoch, snapshot.cursor);
        rows.addSegments(feedId, beside, snapshot.segments);
        if (rows.segmentsLeft(feedId, beside).length === 0) endSnapshot(feedId, beside);
        return rows.state(place);
      }),
    beginPages: ({ epoch, since, ...place }) =>
      write(() => {
        begin(place, since, epoch, null);
        return rows.state(place);
      }),
    applySegment: ({ ordinal, from, changes: list, staged: events, ...place }) =>
      deliver({ changes: list, staged: events }, (): Applied => {
        const { feed, reading } = rows.meant(place);
        const segment = rows.segment(feed.feedId, place.beside, ordinal);
        if (segment?.taken !== from)
          throw new Failure("conflict", "These rows are not the next of their segment.");
        const delivered = { changes: list, staged: events };
        const { taken, repeated } = run(feed, place.beside, reading, delivered, true);
        rows.setTaken(feed.feedId, place.beside, ordinal, from + list.length + (events?.rows ?? 0));
        rows.save(feed.feedId, place.beside, reading);
        if (rows.segmentsLeft(feed.feedId, place.beside).length === 0) endSnapshot(feed.feedId, place.beside);
        if (!place.beside) toTell = "more";
        return { state: rows.state(place), taken, repeated };
      }),
    segmentsLeft: (place) => {
      const { feed } = rows.meant(place);
      return rows.allSegmentsLeft(feed.feedId, place.beside);
    },
    applyAhead: ({ changes: list, staged: events, last, ...place }) => {
      const applied = deliver({ changes: list, staged: events }, (): Applied => {
        if (place.beside)
          throw new Failure("conflict", "What is read beside is not shown before it is whole.");
        const { feed, reading } = rows.meant(place);
        const { taken, repeated } = run(feed, false, reading, { changes: list, staged: events });
        rows.save(feed.feedId, false, reading);
        toTell = last ? "level" : "more";
        return { state: rows.state(place), taken, repeated };
      });
      if (last) flush();
      return applied;
    },
    applyPage: ({ after, page, asOf, ...place }) => {
      const level = !page.more;
      const isNews = page.changes.length > 0 || page.staged !== undefined;
      const applied = deliver(page, (): Applied => {
        const { feed, reading } = rows.meant(place);
        if ((reading.cursor ?? undefined) !== after || page.epoch !== reading.epoch)
          throw new Failure("conflict", "This page does not follow the last one.");
        const { taken, repeated } = run(feed, place.beside, reading, page);
        reading.cursor = page.cursor;
        reading.head = page.head;
        if (level) {
          reading.position = Math.max(reading.position, page.head);
          reading.complete = 1;
        }
        rows.save(feed.feedId, place.beside, reading);
        if (level && !place.beside) {
          rows.setAsOf(feed, asOf);
          settle(isNews);
        }
        if (!place.beside && isNews) toTell = "more";
        // The last pages of a run are on the screen at once.
        if (level && toTell === "more") toTell = "level";
        return { state: rows.state(place), taken, repeated };
      });
      if (level) {
        flush();
        if (!place.beside && !isNews) onStillLevel();
      }
      return applied;
    },
    swap: (place) => {
      const state = write(() => {
        const feed = rows.get(place);
        const [shown, beside] = [rows.reading(feed.feedId, false), rows.reading(feed.feedId, true)];
        if (beside === undefined) return rows.state(place);
        if (beside.complete === 0) throw new Failure("conflict", "The reading beside is not whole yet.");
        const work = applying(feed, { ...(shown ?? beside), epoch: beside.epoch });
        stage.swap(work);
        rows.forgetReading(feed.feedId, false);
        rows.forgetReading(feed.feedId, true);
        rows.save(feed.feedId, false, { ...beside, left: rows.countLeft(feed.feedId) });
        rows.restored(feed);
        unsettle();
        settle(true);
        return rows.state(place);
      });
      onChanged(true);
      return state;
    },
    collectIds: ({ first, ids, ...place }) =>
      safely(() => {
        bulk.flush();
        reconcile.collect(rows.get(place).feedId, first, ids);
      }),
    reconcile: ({ head, at, remove, ...place }) => {
      const result = write(() => {
        const feed = rows.get(place);
        const reading = rows.reading(feed.feedId, false);
        if (reading === undefined) throw new Failure("conflict", "There is nothing to compare yet.");
        const work = applying(feed, reading);
        const gone = reconcile.countGone(feed.feedId, head);
        if (remove) withdrawGone(work, head);
        const missing = reconcile.missing(feed.feedId);
        reconcile.clear(feed.feedId);
        take(reading, work);
        rows.save(feed.feedId, false, reading);
        rows.setReconciled(feed.feedId, at);
        if (work.structure) unsettle();
        settle(work.taken > 0);
        return { state: rows.state(place), gone, missing };
      });
      if (remove && result.gone > 0) onChanged(true);
      return result;
    },
    parked: (place) => parkedLines.all(rows.get(place).feedId) as { id: string; line: string }[],
    replay: ({ changes: list, ...place }) => {
      const applied = write((): Applied => {
        const feed = rows.get(place);
        const reading = rows.reading(feed.feedId, false);
        if (reading === undefined) return { state: rows.state(place), taken: 0, repeated: 0 };
        const { taken, repeated } = run(feed, false, reading, { changes: list });
        rows.save(feed.feedId, false, reading);
        settle(true);
        return { state: rows.state(place), taken, repeated };
      });
      if (applied.taken > 0) onChanged(true);
      return applied;
    },
    gap: ({ key, from, to, cause, backfilled, ...place }) => {
      write(() => {
        const feed = rows.get(place);
        const stream = `${place.system} ${place.scope}`;
        upsertGap.run(feed.sourceRow, key, stream, from, to ?? null, cause, Number(backfilled));
      });
      onChanged(true);
    },
    clock: ({ plantId, ...reading }) => {
      const isNews = write(() => {
        let news = false;
        for (const source of sourcesOf.all(plantId) as number[])
          news = clocks.note(source, reading, "plant") || news;
        return news;
      });
      if (isNews) onChanged(true);
    },
    segmentsWanted: () => segmentsWanted.all() as string[],
    partsBelow: ({ partNumber }) => [...new Set([partNumber, ...(below.all(partNumber) as string[])])],
    files: ({ partNumber }) =>
      (partNumber === undefined ? undrawn.all() : filesBelow.all(partNumber)) as NamedFile[],
    closeGaps: ({ prefix, to, cause, ...place }) => {
      const { changes: closed } = write(() => closeGaps.run(to, cause, rows.get(place).sourceRow, prefix));
      if (closed > 0) onChanged(true);
    },
    unfollow: (place) => {
      const more = write(() => {
        const feed = rows.find(place);
        if (feed === undefined) return false;
        const work = applying(feed, rows.reading(feed.feedId, false) ?? NOTHING);
        const isMore = unfollow.step(feed, rows.siblings(feed), work);
        unsettle();
        if (!isMore) settle(true);
        return isMore;
      });
      if (more) return { more };
      records.renew();
      onChanged(true);
      return { more };
    },
    forgetModels: ({ plantId }) => {
      write(() => {
        forgetModels(plantId);
        unsettle();
        settle(true);
      });
      records.renew();
      onChanged(true);
    },
  };
  return { service, flush };

  function withdrawGone(work: Applying, head: number): void {
    for (let after = ""; ;) {
      const ids = reconcile.gone(work.feedId, head, after, BATCH);
      for (const id of ids) changes.withdraw(id, work);
      const last = ids.at(-1);
      if (last === undefined) return;
      after = last;
    }
  }

  function endSnapshot(feedId: number, beside: boolean): void {
    const reading = rows.reading(feedId, beside);
    if (reading === undefined) return;
    reading.cursor = reading.snapshotCursor;
    rows.save(feedId, beside, reading);
  }
}

const NOTHING: ReadingRow = {
  epoch: "",
  since: null,
  cursor: null,
  snapshotCursor: null,
  position: 0,
  head: 0,
  records: 0,
  checksum: new SetChecksum().toString(),
  complete: 0,
  left: 0,
};
