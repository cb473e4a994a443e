/**
 * Keeps the stored chunks whole (migration 60): after every change those that are missing are made, a few at once
 * and the rest between other work. Readers take rows for what is missing, so nothing waits for this to be right.
 */
import type { Connection } from "../open.ts";
import { CHUNK_SIZE, chunkOf, encodeChunk } from "./event-chunk.ts";
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
  const rows = rowsOfChunk(cache);
  const count = cache
    .prepare("UPDATE content SET value = value + 1 WHERE key = 'event-chunk' RETURNING value")
    .pluck();
  const insert = cache.prepare("INSERT OR REPLACE INTO event_chunk VALUES (?, ?, ?)");
  const makeOne = cache.transaction((chunk: number) =>
    insert.run(chunk, Number(count.get()), encodeChunk(chunkOf(rows(chunk)))),
  );
  let timer: NodeJS.Timeout | undefined;

  const missing = (): readonly number[] => {
    // A chunk that is not full yet grows with every event: its rows are read.
    const whole = Math.floor((Number(newest.get() ?? -1) + 1) / CHUNK_SIZE);
    const known = new Set(stored.all() as number[]);
    return Array.from({ length: whole }, (_, chunk) => chunk).filter((chunk) => !known.has(chunk));
  };
  const make = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const until = now() + SLICE * 1_000;
    // Newest first: that is what people look at.
    const left = [...missing()];
    for (let chunk = left.pop(); chunk !== undefined; chunk = left.pop()) {
      makeOne(chunk);
      if (now() >= until) break;
    }
    if (left.length > 0) timer = setTimeout(make, PAUSE).unref();
  };
  return {
    make,
    stop: () => clearTimeout(timer),
  };
}
