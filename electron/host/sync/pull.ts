/**
 * Brings one feed level with its source, from wherever it stands: takes segments and pages, begins a
 * reading where there is none or the epoch changed, and puts it in place once it is whole. May be
 * ended at any point; the next pull goes on from what the store holds.
 */
import type { FeedChange } from "../../../shared/model/feed.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { CursorRefused, EpochChanged, UnknownFile } from "../connectors/connector.ts";
import type { FeedPlace, FeedState } from "../store/writer/feeds/feed-contract.ts";
import { streamOf, type At, type Feed, type PullMemory, type PullParts } from "./pull-parts.ts";
import { readAhead } from "./read-ahead.ts";
import { readPages } from "./read-pages.ts";
import { createScratchFiles } from "./scratch-files.ts";
import { storeInTurn } from "./store-in-turn.ts";
import { takeAhead } from "./take-ahead.ts";
import { takeSegment } from "./take-segment.ts";

const SMALLEST_PAGE = 100;
/** Pages that are made ready while others are stored: a commit takes as long as several of them. */
const AHEAD = 2;
/** Readings that one pull begins before it gives up: a source that begins anew all the time is broken. */
const BEGINS = 3;
/** A page with invalid records is asked for this often before they are set aside. */
const DOUBTS = 3;

export async function pull(feed: Feed, parts: PullParts, signal: AbortSignal): Promise<FeedState> {
  const { connection, feeds } = parts;
  const place = { plantId: feed.plantId, system: feed.system, scope: feed.scope };
  let begins = 0;
  const begin = async (): Promise<FeedState> => {
    begins += 1;
    if (begins > BEGINS)
      throw new Failure("corrupt", `${feed.sourceName} begins anew again and again; it is tried later.`);
    const snapshot = await connection.snapshot(streamOf(feed), signal);
    const { since, until } = feed;
    return snapshot === undefined
      ? feeds.beginPages({ ...place, since, until, epoch: await epochNow(feed, parts, signal) })
      : feeds.begin({ ...place, since, until, snapshot });
  };

  let state = (await feeds.state(place)) ?? (await feeds.follow({ ...place, sourceName: feed.sourceName }));
  if ((state.shown?.parked ?? 0) > 0) state = await replayParked(place, parts, state);
  for (;;) {
    if (signal.aborted) throw new Failure("cancelled", "cancelled");
    parts.onState(state);
    const reading = state.beside ?? state.shown;
    // Another span of time was chosen: read anew beside what is shown, as when the source begins anew.
    const isOther = reading?.since !== feed.since || reading?.until !== feed.until;
    if (reading !== undefined && isOther) state = await begin();
    // What a rule took away is wanted again.
    else if (reading !== undefined && state.reread) state = await begin();
    else if (state.beside?.complete === true) state = await putInPlace(place, parts, state);
    else if (reading === undefined) state = await begin();
    else {
      try {
        const at = { ...place, beside: state.beside !== undefined, epoch: reading.epoch };
        const segment = reading.segments[0];
        if (segment !== undefined && !at.beside) await takeAhead(feed, at, parts, signal);
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

async function takePages(
  feed: Feed,
  at: At,
  first: string | undefined,
  parts: PullParts,
  signal: AbortSignal,
): Promise<FeedState> {
  const { feeds, memory, onRows, onBytes, onState } = parts;
  const ended = new AbortController();
  const scratch = createScratchFiles(feed);
  const newFile = (): string | undefined => (at.beside ? undefined : scratch.path?.());
  const stream = { ...streamOf(feed), sourceName: feed.sourceName };
  const pages = readPages(stream, first, newFile, parts, AbortSignal.any([signal, ended.signal]));
  try {
    const applied = storeInTurn(readAhead(pages, AHEAD), async ({ after, page, asOf }) => {
      try {
        if (page.epoch !== at.epoch) throw new EpochChanged(page.epoch);
        doubt(page.changes, after, memory);
        return await feeds.applyPage({ ...at, after, page, asOf });
      } catch (thrown) {
        // What is on its way is not waited for.
        ended.abort();
        throw thrown;
      }
    });
    for await (const { value, answer } of applied) {
      const { page, count } = value;
      if (page.staged !== undefined) scratch.taken(page.staged.path);
      onBytes(page.bytes);
      onRows(count);
      onState(answer.state);
      if (!page.more) return answer.state;
      if (signal.aborted) throw new Failure("cancelled", "cancelled");
    }
    throw new Failure("corrupt", `${feed.sourceName} sends no page.`);
  } catch (thrown) {
    // Smaller pages get through where large ones break off or take too long.
    if (thrown instanceof Failure && (thrown.kind === "offline" || thrown.kind === "corrupt"))
      memory.limit = Math.max(SMALLEST_PAGE, memory.limit >> 1);
    throw thrown;
  } finally {
    ended.abort();
    await scratch.clear();
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
