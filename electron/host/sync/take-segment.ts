/** Segments of a snapshot in their turn: fetched, checked, read and stored, the next one fetched meanwhile. */
import { rm } from "node:fs/promises";
import type { FeedChange, SegmentFile } from "../../../shared/model/feed.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Delivery } from "../store/staged-events.ts";
import { createStager, type Stager } from "../store/stager.ts";
import type { FeedState, Reading, SegmentLeft } from "../store/writer/feeds/feed-contract.ts";
import type { At, Feed, PullParts } from "./pull-parts.ts";
import { readAhead } from "./read-ahead.ts";
import { createScratchFiles } from "./scratch-files.ts";
import { fetchSegment, formOf, refuseTables } from "./segment-files.ts";
import { storeInTurn } from "./store-in-turn.ts";
import { takeAhead } from "./take-ahead.ts";

/** Rows of a segment that are taken at once: a draft that is saved meanwhile waits no longer than they take. */
const DELIVERY_ROWS = 20_000;

/** Takes the first segment of the reading that is not taken in whole yet; returns how it stands then. */
export async function takeSegment(
  feed: Feed,
  at: At,
  segment: SegmentLeft,
  reading: Reading,
  parts: PullParts,
  signal: AbortSignal,
): Promise<FeedState> {
  const { memory } = parts;
  const form = formOf(feed, segment, at, memory);
  try {
    const path = await fetchSegment(feed, form, parts, signal);
    const following = reading.segments[1];
    const meanwhile = new AbortController();
    const both = AbortSignal.any([signal, meanwhile.signal]);
    // The next one comes while this one is stored; where that fails, its own turn says so.
    const fetching =
      following === undefined
        ? undefined
        : fetchSegment(feed, formOf(feed, following, at, memory), parts, both).catch(() => undefined);
    try {
      const state = await storeSegment(path, feed, at, segment, form, parts, signal);
      await fetching;
      await rm(path, { force: true });
      memory.names.delete(segment.sha256);
      return state;
    } catch (thrown) {
      meanwhile.abort();
      await fetching;
      if (thrown instanceof Failure && thrown.kind === "corrupt") await rm(path, { force: true });
      throw thrown;
    }
  } catch (thrown) {
    if (form === segment) throw thrown;
    // What stands in its lines is the same; what was taken of it already stays.
    refuseTables(thrown, feed, form, parts);
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
  parts: PullParts,
  signal: AbortSignal,
): Promise<FeedState> {
  const { connection, feeds, onRows, onState } = parts;
  const scratch = createScratchFiles(feed);
  let from = segment.taken;
  const read =
    form === segment || scratch.path === undefined
      ? deliveries(connection.readSegment(path, segment, from, signal), at, scratch.path)
      : connection.readTables(path, segment, from, scratch.path, signal);
  try {
    let state: FeedState | undefined;
    const applied = storeInTurn(readAhead(read), (delivery) => {
      const { ordinal } = segment;
      const first = from;
      from += rowsOf(delivery);
      return feeds.applySegment({ ...at, ...delivery, ordinal, from: first });
    });
    for await (const { value, answer } of applied) {
      if (value.staged !== undefined) scratch.taken(value.staged.path);
      ({ state } = answer);
      onRows(rowsOf(value));
      onState(state);
      if (signal.aborted) throw new Failure("cancelled", "cancelled");
      if (!at.beside && from < segment.rows) await takeAhead(feed, at, parts, signal);
    }
    if (state === undefined) throw new Failure("corrupt", `The snapshot segment ${segment.path} is empty.`);
    return state;
  } finally {
    await scratch.clear();
  }
}

const rowsOf = ({ changes, staged }: Delivery): number => changes.length + (staged?.rows ?? 0);

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
