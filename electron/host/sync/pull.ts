/**
 * Brings one feed level with its source, from wherever it stands: takes segments and pages, begins a
 * reading where there is none or the epoch changed, and puts it in place once it is whole. May be
 * ended at any point; the next pull goes on from what the store holds.
 */
import { rm } from "node:fs/promises";
import type { FeedChange, SegmentFile } from "../../../shared/model/feed.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import {
  CursorRefused,
  EpochChanged,
  UnknownFile,
  type SourceConnection,
  type SourceStream,
} from "../connectors/connector.ts";
import { createStager, type Delivery, type Stager } from "../store/staged-events.ts";
import type { FeedPlace, FeedState, Reading, SegmentLeft } from "../store/writer/feeds/feed-contract.ts";
import type { feedsService } from "../store/writer/feeds/feed-contract.ts";
import { readAhead } from "./read-ahead.ts";
import { LARGEST_PAGE, readPages } from "./read-pages.ts";
import type { Time } from "./time.ts";

export type FeedsClient = Client<{ readonly feeds: typeof feedsService }>["feeds"];

export interface Feed extends FeedPlace {
  readonly sourceName: string;
  /** History from this time on, µs UTC; undefined: all of it. */
  readonly since: number | undefined;
  /** Where segments are put until they are taken. */
  readonly folder: string;
  /** Gives paths there that nothing else uses; undefined: nothing is put anywhere. */
  readonly scratch: (() => string) | undefined;
}

/** What of a source a pull needs. */
export type Pulled = Pick<
  SourceConnection,
  "describe" | "snapshot" | "page" | "fetchSegment" | "readSegment" | "readTables" | "readLine"
>;

export interface PullParts {
  readonly connection: Pulled;
  readonly feeds: FeedsClient;
  readonly time: Time;
  /** What the feed remembers from one pull to the next, until the program ends. */
  readonly memory: PullMemory;
  readonly onState: (state: FeedState) => void;
  readonly onRows: (rows: number) => void;
  readonly onBytes: (bytes: number) => void;
  /** Something that the log should keep; it goes on all the same. */
  readonly onRemark: (text: string) => void;
}

export interface PullMemory {
  /** Changes asked for at once: fewer after a page that did not come whole. */
  limit: number;
  /** Tables of segments that could not be used, by their hash: the lines are read instead. */
  readonly refused: Set<string>;
  /** A page with records that can't be read, and how often it came. */
  doubtful: { readonly cursor: string | undefined; readonly times: number } | undefined;
}

const SMALLEST_PAGE = 100;
/** Rows of a segment that are taken at once: a draft that is saved meanwhile waits no longer than they take. */
const DELIVERY_ROWS = 20_000;
/** Deliveries that are made while one is stored: the store takes longer for those with which it commits. */
const AHEAD = 2;
/** Readings that one pull begins before it gives up: a source that begins anew all the time is broken. */
const BEGINS = 3;
/** A page with invalid records is asked for this often before they are set aside. */
const DOUBTS = 3;

export const newMemory = (): PullMemory => ({
  limit: LARGEST_PAGE,
  refused: new Set(),
  doubtful: undefined,
});

export async function pull(feed: Feed, parts: PullParts, signal: AbortSignal): Promise<FeedState> {
  const { connection, feeds } = parts;
  const place = { plantId: feed.plantId, system: feed.system, scope: feed.scope };
  let begins = 0;
  const begin = async (): Promise<FeedState> => {
    begins += 1;
    if (begins > BEGINS)
      throw new Failure("corrupt", `${feed.sourceName} begins anew again and again; it is tried later.`);
    const snapshot = await connection.snapshot(streamOf(feed), signal);
    const { since } = feed;
    return snapshot === undefined
      ? feeds.beginPages({ ...place, since, epoch: await epochNow(feed, parts, signal) })
      : feeds.begin({ ...place, since, snapshot });
  };

  let state = (await feeds.state(place)) ?? (await feeds.follow({ ...place, sourceName: feed.sourceName }));
  if ((state.shown?.parked ?? 0) > 0) state = await replayParked(place, parts, state);
  for (;;) {
    if (signal.aborted) throw new Failure("cancelled", "cancelled");
    parts.onState(state);
    const reading = state.beside ?? state.shown;
    // Another span of time was chosen: read anew beside what is shown, as when the source begins anew.
    if (reading !== undefined && reading.since !== feed.since) state = await begin();
    // What a rule took away is wanted again.
    else if (reading !== undefined && state.reread) state = await begin();
    else if (state.beside?.complete === true) state = await putInPlace(place, parts, state);
    else if (reading === undefined) state = await begin();
    else {
      try {
        const at = { ...place, beside: state.beside !== undefined, epoch: reading.epoch };
        const segment = reading.segments[0];
        if (segment !== undefined) state = await takeSegment(feed, at, segment, reading, parts, signal);
        else {
          state = await takePages(feed, at, reading.cursor, parts, signal);
          if (!at.beside) return state;
        }
      } catch (thrown) {
        if (thrown instanceof EpochChanged) await requireOtherEpoch(feed, reading.epoch, parts, signal);
        else if (!(thrown instanceof UnknownFile || thrown instanceof CursorRefused)) throw thrown;
        state = await begin();
      }
    }
  }
}

type At = FeedPlace & { readonly beside: boolean; readonly epoch: string };

export const streamOf = ({ system, scope, since }: Feed): SourceStream => ({ system, scope, since });

/** A segment as it is fetched and read: its tables where they can be used, else its lines. */
function formOf({ scratch }: Feed, segment: SegmentLeft, at: At, memory: PullMemory): SegmentFile {
  const { tables } = segment;
  if (tables === undefined || scratch === undefined) return segment;
  return at.beside || memory.refused.has(tables.sha256) ? segment : tables;
}

async function takeSegment(
  feed: Feed,
  at: At,
  segment: SegmentLeft,
  reading: Reading,
  parts: PullParts,
  signal: AbortSignal,
): Promise<FeedState> {
  const { connection, memory, onBytes } = parts;
  const form = formOf(feed, segment, at, memory);
  try {
    const path = await connection.fetchSegment(feed.system, form, feed.folder, signal, onBytes);
    const following = reading.segments[1];
    const meanwhile = new AbortController();
    const both = AbortSignal.any([signal, meanwhile.signal]);
    // The next one comes while this one is stored; where that fails, its own turn says so.
    const fetching =
      following === undefined
        ? undefined
        : connection
            .fetchSegment(feed.system, formOf(feed, following, at, memory), feed.folder, both, onBytes)
            .catch(() => undefined);
    try {
      const state = await storeSegment(path, feed, at, segment, form, parts, signal);
      await fetching;
      await rm(path, { force: true });
      return state;
    } catch (thrown) {
      meanwhile.abort();
      await fetching;
      if (thrown instanceof Failure && thrown.kind === "corrupt") await rm(path, { force: true });
      throw thrown;
    }
  } catch (thrown) {
    const isRefused =
      thrown instanceof UnknownFile || (thrown instanceof Failure && thrown.kind === "corrupt");
    if (form === segment || !isRefused) throw thrown;
    // What stands in its lines is the same; what was taken of it already stays.
    memory.refused.add(form.sha256);
    parts.onRemark(`${feed.sourceName}: ${thrown.message}`);
    return (
      (await parts.feeds.state(at)) ?? (await parts.feeds.follow({ ...at, sourceName: feed.sourceName }))
    );
  }
}

async function storeSegment(
  path: string,
  feed: Feed,
  at: At,
  segment: SegmentLeft,
  form: SegmentFile,
  { connection, feeds, onRows, onState }: PullParts,
  signal: AbortSignal,
): Promise<FeedState> {
  const scratch = new Set<string>();
  const { scratch: newPath } = feed;
  const file =
    newPath === undefined
      ? undefined
      : (): string => {
          const path = newPath();
          scratch.add(path);
          return path;
        };
  let from = segment.taken;
  const read =
    form === segment || file === undefined
      ? deliveries(connection.readSegment(path, segment, from, signal), at, file)
      : connection.readTables(path, segment, from, file, signal);
  try {
    let state: FeedState | undefined;
    for await (const { changes, staged } of readAhead(read, AHEAD)) {
      if (signal.aborted) throw new Failure("cancelled", "cancelled");
      const applied = await feeds.applySegment({ ...at, ordinal: segment.ordinal, from, changes, staged });
      if (staged !== undefined) scratch.delete(staged.path);
      const rows = changes.length + (staged?.rows ?? 0);
      from += rows;
      ({ state } = applied);
      onRows(rows);
      onState(state);
    }
    if (state === undefined) throw new Failure("corrupt", `The snapshot segment ${segment.path} is empty.`);
    return state;
  } finally {
    for (const path of scratch) await rm(path, { force: true });
  }
}

/** Joins batches to what the store takes at once; what is read beside goes there change by change. */
async function* deliveries(
  batches: AsyncGenerator<readonly FeedChange[]>,
  at: At,
  scratch: (() => string) | undefined,
): AsyncGenerator<Delivery> {
  let stager: Stager | undefined;
  try {
    for await (const changes of batches) {
      if (at.beside || scratch === undefined) {
        yield { changes, staged: undefined };
        continue;
      }
      stager ??= createStager(scratch());
      stager.add(changes);
      if (stager.rows < DELIVERY_ROWS) continue;
      yield stager.end();
      stager = undefined;
    }
    if (stager !== undefined) yield stager.end();
    stager = undefined;
  } finally {
    stager?.drop();
  }
}

async function takePages(
  feed: Feed,
  at: At,
  first: string | undefined,
  parts: PullParts,
  signal: AbortSignal,
): Promise<FeedState> {
  const { feeds, memory, onRows, onBytes, onState } = parts;
  const ended = new AbortController();
  const scratch = new Set<string>();
  const newFile = (): string | undefined => {
    const path = at.beside ? undefined : feed.scratch?.();
    if (path !== undefined) scratch.add(path);
    return path;
  };
  const stream = { ...streamOf(feed), sourceName: feed.sourceName };
  const pages = readPages(stream, first, newFile, parts, AbortSignal.any([signal, ended.signal]));
  try {
    for await (const { after, count, page, asOf } of readAhead(pages, AHEAD)) {
      try {
        if (page.epoch !== at.epoch) throw new EpochChanged(page.epoch);
        doubt(page.changes, after, memory);
        const { state } = await feeds.applyPage({ ...at, after, page, asOf });
        if (page.staged !== undefined) scratch.delete(page.staged.path);
        onBytes(page.bytes);
        onRows(count);
        onState(state);
        if (!page.more) return state;
        if (signal.aborted) throw new Failure("cancelled", "cancelled");
      } catch (thrown) {
        // What is under way is not waited for.
        ended.abort();
        throw thrown;
      }
    }
    throw new Failure("corrupt", `${feed.sourceName} sends no page.`);
  } catch (thrown) {
    // Smaller pages get through where large ones break off or take too long.
    if (thrown instanceof Failure && (thrown.kind === "offline" || thrown.kind === "corrupt"))
      memory.limit = Math.max(SMALLEST_PAGE, memory.limit >> 1);
    throw thrown;
  } finally {
    ended.abort();
    for (const file of scratch) await rm(file, { force: true });
  }
}

/**
 * A record of a known kind that is wrong may be the fault of the way: the page is asked for again. One
 * that stays wrong is set aside (parked, counted, shown) so that it does not hold up all others.
 */
function doubt(changes: readonly FeedChange[], cursor: string | undefined, memory: PullMemory): void {
  const wrong = changes.filter((change) => change.op === "park" && change.cause === "invalid");
  const first = wrong[0];
  if (first?.op !== "park") return;
  const times = (memory.doubtful?.cursor === cursor ? (memory.doubtful?.times ?? 0) : 0) + 1;
  memory.doubtful = { cursor, times };
  if (times < DOUBTS)
    throw new Failure(
      "corrupt",
      `The record ${first.id} is not as the protocol says (${first.reason}). It is asked for again.`,
    );
}

/** A page that names another epoch than the source itself was damaged on its way. */
async function requireOtherEpoch(
  feed: Feed,
  epoch: string,
  parts: PullParts,
  signal: AbortSignal,
): Promise<void> {
  if ((await epochNow(feed, parts, signal)) === epoch)
    throw new Failure(
      "corrupt",
      `${feed.sourceName} names another epoch on a page than for itself. It is asked again.`,
    );
}

async function epochNow(feed: Feed, { connection }: PullParts, signal: AbortSignal): Promise<string> {
  const { systems } = await connection.describe(signal);
  const system = systems.find(({ id }) => id === feed.system);
  if (system === undefined)
    throw new Failure("refused", `The plant no longer has ${feed.sourceName}. Choose anew what to follow.`);
  return system.epoch;
}

/** Swaps, and notes when it was that the source was not observed under its old epoch any more. */
async function putInPlace(
  place: FeedPlace,
  { feeds, time }: PullParts,
  state: FeedState,
): Promise<FeedState> {
  const before = state.shown?.epoch;
  const epoch = state.beside?.epoch;
  const swapped = await feeds.swap(place);
  if (epoch !== undefined && before !== undefined && before !== epoch && state.asOf !== undefined) {
    await feeds.gap({
      ...place,
      key: `epoch/${place.scope}/${epoch}`,
      from: state.asOf,
      to: Math.max(state.asOf, time.now()),
      cause: "The source began anew and was read anew; what it forgot meanwhile is not known",
      backfilled: true,
    });
  }
  return swapped;
}

/** Changes that an earlier version could not read; those that still can't be stay as they are. */
async function replayParked(
  place: FeedPlace,
  { connection, feeds }: PullParts,
  state: FeedState,
): Promise<FeedState> {
  const parked = await feeds.parked(place);
  const readable = parked.map(({ line }) => connection.readLine(line)).filter(({ op }) => op !== "park");
  if (readable.length === 0) return state;
  return (await feeds.replay({ ...place, changes: readable })).state;
}
