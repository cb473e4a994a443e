/**
 * Takes what belongs to the parts that a person looks at out of all segments that are still to come, so that
 * their history is whole long before everything is. When the segments' turn comes those rows are known
 * already: nothing is written twice, and a kill in between loses nothing but the haste.
 */
import { rm } from "node:fs/promises";
import type { SegmentFile } from "../../../shared/model/feed.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { createChosenRecords, TooManyChosen, type ChosenRecords } from "../connectors/chosen-records.ts";
import { createSegmentNames } from "../connectors/segment-names.ts";
import type { Delivery } from "../store/staged-events.ts";
import type { SegmentLeft } from "../store/writer/feeds/feed-contract.ts";
import type { At, Feed, PullParts } from "./pull-parts.ts";
import { readAhead } from "./read-ahead.ts";
import { createScratchFiles } from "./scratch-files.ts";
import { fetchSegment, formOf, refuseTables } from "./segment-files.ts";
import { storeInTurn } from "./store-in-turn.ts";
import type { Wish } from "./wishes.ts";

/** Grants every wish there is. `at`: the reading that is shown. Throws what fetching and storing do. */
export async function takeAhead(feed: Feed, at: At, parts: PullParts, signal: AbortSignal): Promise<void> {
  const { wishes } = parts.memory;
  for (let wish = wishes.next(); wish !== undefined; wish = wishes.next()) {
    try {
      await grant(wish, feed, at, parts, signal);
    } catch (thrown) {
      // Given up: somebody looks at something else by now.
      if (wish.signal.aborted && !signal.aborted) continue;
      if (!(thrown instanceof TooManyChosen)) throw thrown;
      wish.refuse(thrown);
      continue;
    }
    wish.fulfil();
  }
}

async function grant(wish: Wish, feed: Feed, at: At, parts: PullParts, signal: AbortSignal): Promise<void> {
  const { feeds, onState } = parts;
  const scratch = createScratchFiles(feed);
  const either = AbortSignal.any([signal, wish.signal]);
  const chosen = createChosenRecords(wish.parts);
  const fetching = fetchInTurn(await feeds.segmentsLeft(at), chosen, feed, at, parts, signal);
  const read = rowsOf(fetching, chosen, feed, scratch.path, parts, either);
  try {
    const applied = storeInTurn(readAhead(read), (delivery) =>
      feeds.applyAhead({ ...at, ...delivery, last: false }),
    );
    for await (const { value } of applied) {
      if (value.staged !== undefined) scratch.taken(value.staged.path);
      if (either.aborted) throw new Failure("cancelled", "cancelled");
    }
    const { state } = await feeds.applyAhead({ ...at, changes: [], last: true });
    onState(state);
  } finally {
    await scratch.clear();
  }
}

interface Fetched {
  readonly segment: SegmentLeft;
  readonly form: SegmentFile;
  readonly path: string;
}

/**
 * Those that may have what is chosen. The next one comes while one is read. They stay where they are until their turn.
 */
async function* fetchInTurn(
  segments: readonly SegmentLeft[],
  chosen: ChosenRecords,
  feed: Feed,
  at: At,
  parts: PullParts,
  signal: AbortSignal,
): AsyncGenerator<Fetched> {
  const mayHave = ({ sha256 }: SegmentLeft): boolean =>
    parts.memory.names.get(sha256)?.mayHave(chosen) !== false;
  let coming: Promise<unknown> | undefined;
  try {
    for (const [index, segment] of segments.entries()) {
      if (!mayHave(segment)) continue;
      const form = formOf(feed, segment, at, parts.memory);
      const path = await fetchSegment(feed, form, parts, signal);
      const following = segments.slice(index + 1).find(mayHave);
      if (following !== undefined)
        // Where that fails, its own turn says so.
        coming = fetchSegment(feed, formOf(feed, following, at, parts.memory), parts, signal).catch(
          () => undefined,
        );
      yield { segment, form, path };
    }
  } finally {
    // Nothing is written behind the back of who ends it.
    await coming;
  }
}

/** What is chosen of them. Tables that can't be used are given up for the segment's lines. */
async function* rowsOf(
  fetching: AsyncGenerator<Fetched>,
  chosen: ChosenRecords,
  feed: Feed,
  scratch: (() => string) | undefined,
  parts: PullParts,
  signal: AbortSignal,
): AsyncGenerator<Delivery> {
  const { connection, memory } = parts;
  for await (const { segment, form, path } of fetching) {
    const { taken } = segment;
    const names = createSegmentNames();
    let lines = path;
    if (form !== segment && scratch !== undefined) {
      try {
        yield* connection.readTables(path, segment, taken, scratch, signal, chosen, names);
        memory.names.set(segment.sha256, names);
        continue;
      } catch (thrown) {
        refuseTables(thrown, feed, form, parts);
        await rm(path, { force: true });
        lines = await fetchSegment(feed, segment, parts, signal);
      }
    }
    for await (const changes of connection.readSegment(lines, segment, taken, signal, chosen, names))
      yield { changes, staged: undefined };
    memory.names.set(segment.sha256, names);
  }
}
