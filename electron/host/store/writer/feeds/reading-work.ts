/** Takes deliveries into a reading: what is worked with, what it adds up to, and where a reading begins and ends. */
import type { Changed } from "../../../../../shared/contract/cache-change.ts";
import type { FeedChange } from "../../../../../shared/model/feed.ts";
import type { Connection } from "../../open.ts";
import { createLeftBounds } from "../../retention/left.ts";
import type { SharedRecords } from "../shared-records.ts";
import type { ApplyChanges, Applying } from "./apply-changes.ts";
import { createChangeNotes, createToldOf } from "./change-notes.ts";
import { SetChecksum } from "./checksum.ts";
import type { Delivered, FeedPlace, FollowedSpan } from "./feed-contract.ts";
import type { FeedRow, FeedRows, ReadingRow } from "./feed-rows.ts";
import type { StageChanges } from "./stage-changes.ts";
import type { TakeStaged } from "./take-staged.ts";

export interface ReadingWorkOptions {
  readonly cache: Connection;
  readonly rows: FeedRows;
  readonly records: SharedRecords;
  readonly changes: ApplyChanges;
  readonly stage: StageChanges;
  readonly staged: TakeStaged;
  readonly now: () => number;
  readonly unsettle: () => void;
}

export interface RunResult {
  readonly taken: number;
  readonly repeated: number;
  /** What the changes were about. */
  readonly changed: Changed;
}

/** All of it within a transaction. */
export interface ReadingWork {
  /** `inTurn`: see there. */
  readonly applying: (feed: FeedRow, reading: ReadingRow, inTurn?: boolean) => Applying;
  /** Notes in the reading what the work came to. */
  readonly take: (
    reading: ReadingRow,
    work: Pick<Applying, "checksum" | "records" | "leftRecords" | "position">,
  ) => void;
  readonly run: (
    feed: FeedRow,
    beside: boolean,
    reading: ReadingRow,
    delivered: Delivered,
    inTurn?: boolean,
  ) => RunResult;
  readonly begin: (
    place: FeedPlace,
    span: FollowedSpan,
    epoch: string,
    snapshotCursor: string | null,
  ) => FeedRow & { beside: boolean };
  /** The last segment was taken: the pages are next. */
  readonly endSnapshot: (feedId: number, beside: boolean) => void;
}

/** Of a feed that has none. */
export const NOTHING: ReadingRow = {
  epoch: "",
  since: null,
  until: null,
  cursor: null,
  snapshotCursor: null,
  position: 0,
  head: 0,
  records: 0,
  checksum: new SetChecksum().toString(),
  complete: 0,
  left: 0,
};

export function createReadingWork(options: ReadingWorkOptions): ReadingWork {
  const { cache, rows, records, changes, stage, staged, now, unsettle } = options;
  const left = createLeftBounds(cache);
  const toldOf = createToldOf(cache);
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
      notes: createChangeNotes(),
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
  ): RunResult => {
    const work = applying(feed, reading, inTurn);
    const before = work.writer.structureChanges;
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
    if (work.structure || work.writer.structureChanges !== before) work.notes.kind("structure");
    take(reading, work);
    return { taken: work.taken, repeated: work.repeated, changed: toldOf(work.notes) };
  };
  const begin = (
    place: FeedPlace,
    span: FollowedSpan,
    epoch: string,
    snapshotCursor: string | null,
  ): FeedRow & { beside: boolean } => {
    const feed = rows.get(place);
    const beside = rows.reading(feed.feedId, false) !== undefined;
    if (beside) {
      rows.forgetReading(feed.feedId, true);
      stage.clear(feed.feedId);
    }
    const { since = null, until = null } = span;
    rows.save(feed.feedId, beside, { ...NOTHING, epoch, since, until, snapshotCursor });
    rows.beganAgain(feed.feedId);
    return { ...feed, beside };
  };
  const endSnapshot = (feedId: number, beside: boolean): void => {
    const reading = rows.reading(feedId, beside);
    if (reading === undefined) return;
    reading.cursor = reading.snapshotCursor;
    rows.save(feedId, beside, reading);
  };
  return { applying, take, run, begin, endSnapshot };
}
