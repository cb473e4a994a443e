/** The writer's half of following sources: readings, pages, segments, swaps, reconciliation. */
import { EVERYTHING, joined, type Changed } from "../../../../../shared/contract/cache-change.ts";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../../../shared/rpc/service.ts";
import type { Connection } from "../../open.ts";
import type { SharedRecords } from "../shared-records.ts";
import { createApplyChanges, type Applying } from "./apply-changes.ts";
import { createDeliveries } from "./deliveries.ts";
import type { Applied, feedsService } from "./feed-contract.ts";
import { createFeedGaps } from "./feed-gaps.ts";
import { createFeedLookups } from "./feed-lookups.ts";
import { createFeedRows } from "./feed-rows.ts";
import { createReadingWork, NOTHING } from "./reading-work.ts";
import { createReconcileIds } from "./reconcile-ids.ts";
import { createStageChanges } from "./stage-changes.ts";
import { createTakeStaged } from "./take-staged.ts";
import { createSourceClocks } from "../source-clocks.ts";
import { AS_OF } from "../telling.ts";
import { createForgetModels } from "./forget-models.ts";
import { createUnfollow } from "./unfollow.ts";

/** Ids removed per look at them. */
const BATCH = 1_000;

export interface FeedsOptions {
  readonly cache: Connection;
  readonly folder: string;
  readonly records: SharedRecords;
  readonly now: () => number;
  /** Content changed, by that; `level`: nothing more is to come at once. */
  readonly onChanged: (level: boolean, changed: Changed) => void;
  /** Level with its source still, without anything new: only the as-of mark moved. */
  readonly onStillLevel: () => void;
  /**
   * Brings up to date what is derived from all records; `changed`: there are new ones. Within the transaction, when a
   * feed is level. Returns whether anything of it may be other than before.
   */
  readonly settle: (changed: boolean) => boolean;
  /** The structure of products changed: the next `settle` has to look at it. Within the transaction. */
  readonly unsettle: () => void;
}

export interface FeedsHandle {
  readonly service: ServiceImplementation<typeof feedsService>;
  /** Commits what was delivered last: before anything else writes the cache, or it closes. */
  readonly flush: () => void;
}

export function createFeeds(options: FeedsOptions): FeedsHandle {
  const { cache, folder, records, now, onStillLevel, settle, unsettle } = options;
  const onChanged = (level: boolean, changed = EVERYTHING): void => options.onChanged(level, changed);
  const rows = createFeedRows(cache);
  const changes = createApplyChanges(cache);
  const stage = createStageChanges(cache, changes);
  const staged = createTakeStaged(cache, changes);
  const reconcile = createReconcileIds(cache);
  const unfollow = createUnfollow(cache, changes);
  const forgetModels = createForgetModels(cache);
  const lookups = createFeedLookups(cache);
  const gaps = createFeedGaps(cache);
  const deliveries = createDeliveries({ cache, folder, records, staged, now, onChanged });
  const { safely, write, deliver, tell, flush } = deliveries;
  const { applying, take, run, begin, endSnapshot } = createReadingWork({
    cache,
    rows,
    records,
    changes,
    stage,
    staged,
    now,
    unsettle,
  });
  const clocks = createSourceClocks(cache);
  const sourcesOf = cache.prepare("SELECT DISTINCT source_id FROM feed WHERE plant_id = ?").pluck();
  const withdrawGone = (work: Applying, head: number): void => {
    for (let after = ""; ;) {
      const ids = reconcile.gone(work.feedId, head, after, BATCH);
      for (const id of ids) changes.withdraw(id, work);
      const last = ids.at(-1);
      if (last === undefined) return;
      after = last;
    }
  };

  const service: ServiceImplementation<typeof feedsService> = {
    follow: (place) =>
      write(() => {
        rows.found(place, now());
        return rows.state(place);
      }),
    state: (place) => (rows.find(place) === undefined ? undefined : rows.state(place)),
    begin: ({ snapshot, since, until, ...place }) =>
      write(() => {
        const { feedId, beside } = begin(place, { since, until }, snapshot.epoch, snapshot.cursor);
        rows.addSegments(feedId, beside, snapshot.segments);
        if (rows.segmentsLeft(feedId, beside).length === 0) endSnapshot(feedId, beside);
        return rows.state(place);
      }),
    beginPages: ({ epoch, since, until, ...place }) =>
      write(() => {
        begin(place, { since, until }, epoch, null);
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
        if (!place.beside) tell("more");
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
        tell(last ? "level" : "more");
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
        // What is read for the first time is told as a change of everything: there is more of it than anybody shows.
        const wasComplete = reading.complete === 1;
        const { taken, repeated, changed } = run(feed, place.beside, reading, page);
        let told = wasComplete ? changed : EVERYTHING;
        reading.cursor = page.cursor;
        reading.head = page.head;
        if (level) {
          reading.position = Math.max(reading.position, page.head);
          reading.complete = 1;
        }
        rows.save(feed.feedId, place.beside, reading);
        if (level && !place.beside) {
          rows.setAsOf(feed, asOf);
          told = settle(isNews) ? EVERYTHING : joined(told, AS_OF);
        }
        if (!place.beside && isNews) tell("more", told);
        // The last pages of a run are on the screen at once.
        if (level && deliveries.told === "more") tell("level", told);
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
        flush();
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
    parked: (place) => lookups.parked(rows.get(place).feedId),
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
    gap: (gap) => {
      write(() => gaps.put(rows.get(gap), gap));
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
    segmentsWanted: () => lookups.segmentsWanted(),
    partsBelow: ({ partNumber }) => lookups.partsBelow(partNumber),
    files: ({ partNumber }) => lookups.files(partNumber),
    closeGaps: ({ prefix, to, cause, ...place }) => {
      const closed = write(() => gaps.close(rows.get(place), prefix, to, cause));
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
}
