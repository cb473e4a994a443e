/**
 * Keeps the stored chunks whole (migrations 60 and 210): after every change those that are missing are made, a few at once
 * and the rest between other work. Readers take rows for what is missing, so nothing waits for this to be right.
 */
import type { Connection } from "../open.ts";
import { encodeChunk } from "./chunk-bytes.ts";
import { headOf } from "./chunk-head.ts";
import { CHUNK_SIZE, chunkOf } from "./event-chunk.ts";
import { encodeOrders } from "./event-orders.ts";
import { readOrders } from "./named-rows.ts";
import { createPieceWriter } from "./chunk-pieces.ts";
import { createTallyMaker } from "./make-tallies.ts";
import { rowsOfChunk } from "./read-rows.ts";

/** ms of work at a time, and ms of pause between. */
const SLICE = 60;
const PAUSE = 40;

export interface ChunkMaker {
  /** Makes what is missing, for some ms; what is left follows by itself. */
  readonly make: () => void;
  readonly stop: () => void;
}

/** @param now µs since the epoch */
export function createChunkMaker(cache: Connection, now: () => number): ChunkMaker {
  const newest = cache.prepare("SELECT max(position) FROM event").pluck();
  const stored = cache.prepare("SELECT chunk FROM event_chunk").pluck();
  // Those of before migration 120 have none yet.
  const ordered = cache
    .prepare("SELECT chunk FROM event_chunk JOIN event_chunk_orders USING (chunk, made)")
    .pluck();
  const rows = rowsOfChunk(cache);
  const count = cache
    .prepare("UPDATE content SET value = value + 1 WHERE key = 'event-chunk' RETURNING value")
    .pluck();
  const insert = cache.prepare("INSERT OR REPLACE INTO event_chunk VALUES (?, ?, ?)");
  const writePieces = createPieceWriter(cache);
  const tallies = createTallyMaker(cache);
  const orders = readOrders(cache);
  const insertOrders = cache.prepare(
    "INSERT OR REPLACE INTO event_chunk_orders SELECT chunk, made, ? FROM event_chunk WHERE chunk = ?",
  );
  const makeOrders = (chunk: number): void => void insertOrders.run(encodeOrders(orders(chunk)), chunk);
  const makeOne = cache.transaction((chunk: number) => {
    const columns = chunkOf(rows(chunk));
    const bytes = encodeChunk(columns, headOf(columns, chunk * CHUNK_SIZE, columns.offsets));
    const made = Number(count.get());
    insert.run(chunk, made, bytes.head);
    writePieces(chunk, made, bytes);
    makeOrders(chunk);
  });
  let timer: NodeJS.Timeout | undefined;

  /** Chunks that are not there, or whose orders are not; what is not there yet last. */
  const missing = (): readonly { readonly chunk: number; readonly whole: boolean }[] => {
    // A chunk that is not full yet grows with every event: its rows are read.
    const whole = Math.floor((Number(newest.get() ?? -1) + 1) / CHUNK_SIZE);
    const known = new Set(stored.all() as number[]);
    const withOrders = new Set(ordered.all() as number[]);
    const all = Array.from({ length: whole }, (_, chunk) => chunk);
    return [
      ...all
        .filter((chunk) => known.has(chunk) && !withOrders.has(chunk))
        .map((chunk) => ({ chunk, whole: false })),
      ...all.filter((chunk) => !known.has(chunk)).map((chunk) => ({ chunk, whole: true })),
    ];
  };
  const make = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const until = now() + SLICE * 1_000;
    // Newest first: that is what people look at.
    const left = [...missing()];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (next.whole) makeOne(next.chunk);
      else makeOrders(next.chunk);
      if (now() >= until) break;
    }
    // What is counted of many chunks is worth making once they are there.
    const isLeft = left.length > 0 || tallies.makeUntil(() => now() >= until);
    if (isLeft) timer = setTimeout(make, PAUSE).unref();
  };
  return {
    make,
    stop: () => clearTimeout(timer),
  };
}
