/** All events as columns, kept in memory by who reads: stored chunks, and rows where a chunk is missing. */
import { RECORDS } from "../../../../shared/contract/cache-change.ts";
import type { Connection } from "../open.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { countsOf } from "../change-counts.ts";
import { decodeColumns, decodeHead, decodeRest, decodeUnits, encodeChunk } from "./chunk-bytes.ts";
import { headOf } from "./chunk-head.ts";
import { CHUNK_SIZE, chunkOf } from "./event-chunk.ts";
import { loadedChunk, openedChunk, type LoadedChunk } from "./loaded-chunk.ts";
import type { PartCounts } from "./part-counts.ts";
import { rowsOfChunk } from "./read-rows.ts";
import { createStoredCounts } from "./stored-counts.ts";

export interface EventColumns {
  /** As of now, ascending in position. The same array as long as nothing changed. */
  readonly chunks: () => readonly LoadedChunk[];
  /** Reads them ahead of a question. Where it can't, the question will say so. */
  readonly prepare: () => void;
  /**
   * Reads the units of all chunks, or all there is of them, ahead of who looks at many over several turns: what is
   * read only when it is touched is that of the same transaction. After `whole` nothing is left to be read later.
   * @param breathe lets others go first; may throw
   */
  readonly ahead: (what: "units" | "whole", breathe: () => Promise<void>) => Promise<void>;
  /** Units were never read of all chunks, and there are so many that it would be noticed. */
  readonly lacksUnits: () => boolean;
  /** Of the same moment. */
  readonly counts: () => PartCounts;
}

export interface Held {
  /** Undefined: from rows, to be read again after every change. */
  readonly made: number | undefined;
  /** What it was read from where that was rows: the same once more is no other chunk. */
  readonly bytes: Uint8Array | undefined;
  readonly chunk: LoadedChunk;
}

/** Chunks read in one transaction, within a millisecond or two. */
const AT_ONCE = 8;
/** Chunks of which the units are read in a tenth of a second: a million events. */
const MANY = 128;
/** ms after which any commit counts as a change of records: a writer that was killed did not come to count its last. */
const UNCOUNTED = 60_000;

/**
 * Samples of machines are committed all the time. What was counted and chosen from the columns goes by the identity of
 * the list, so it stays the same through commits that change no chunk and are counted as no change of records.
 * @param now ms, of any clock that only goes on
 */
export function createEventColumns(
  connection: Connection,
  now: () => number = () => performance.now(),
): EventColumns {
  const countedRecords = countsOf(connection, RECORDS);
  const newest = connection.prepare("SELECT max(position) FROM event").pluck();
  // Whoever makes a chunk writes its other pieces with it, and only this row is taken away.
  const stored = connection.prepare("SELECT chunk, made FROM event_chunk ORDER BY chunk");
  const headStored = connection.prepare("SELECT data FROM event_chunk WHERE chunk = ?").pluck();
  const piece = (name: string, table: string): ((chunk: number, made: number) => Uint8Array) => {
    const statement = connection.prepare(`SELECT ${name} FROM ${table} WHERE chunk = ? AND made = ?`).pluck();
    return (chunk, made) => {
      const bytes = statement.get(chunk, made) as Uint8Array | undefined;
      if (bytes !== undefined) return bytes;
      throw new Failure("conflict", "The history changed while it was looked at: ask again.");
    };
  };
  const columnsOf = piece("columns", "event_chunk_columns");
  const unitsOf = piece("units", "event_chunk_rest");
  const restOf = piece("rest", "event_chunk_rest");
  const rows = rowsOfChunk(connection);
  const counts = createStoredCounts(connection);
  let held = new Map<number, Held>();
  let version: unknown;
  let chunks: readonly LoadedChunk[] = [];

  let asOf = { counted: "", at: -Infinity };

  /** Once everything was read, whatever is new is read whole at once. */
  let readsWhole = false;
  let hasUnits = false;
  const opened = (id: number, made: number): LoadedChunk => {
    const head = decodeHead(headStored.get(id) as Uint8Array);
    const chunk = openedChunk(id * CHUNK_SIZE, head, {
      columns: () => decodeColumns(columnsOf(id, made), head.rows),
      units: () => decodeUnits(unitsOf(id, made), head.rows),
      rest: () => decodeRest(restOf(id, made), head.rows),
    });
    if (readsWhole) chunk.readWhole();
    return chunk;
  };
  const read = (id: number, made: number | undefined, known: Held | undefined): Held => {
    if (made !== undefined) return { made, bytes: undefined, chunk: opened(id, made) };
    const chunk = chunkOf(rows(id));
    const { columns, units, rest } = encodeChunk(chunk, headOf(chunk, 0, chunk.offsets));
    const bytes = Buffer.concat([columns, units, rest]);
    if (known?.bytes !== undefined && Buffer.compare(known.bytes, bytes) === 0) return known;
    return { made, bytes, chunk: loadedChunk(id * CHUNK_SIZE, chunk) };
  };
  /** Within one transaction, so that the list and the chunks are of one moment. */
  const load = connection.transaction((): void => {
    const counted = countedRecords();
    const isSure = counted === asOf.counted && now() - asOf.at < UNCOUNTED;
    const made = new Map(
      (stored.all() as { chunk: number; made: number }[]).map((row) => [row.chunk, row.made]),
    );
    const next = new Map<number, Held>();
    const last = Math.floor(Number(newest.get() ?? -1) / CHUNK_SIZE);
    for (let id = 0; id <= last; id += 1) {
      const making = made.get(id);
      const known = held.get(id);
      next.set(
        id,
        known !== undefined && known.made === making && making !== undefined
          ? known
          : // Names beside the columns are not in the bytes: only what is counted says that they are the same.
            read(id, making, isSure ? known : undefined),
      );
    }
    const isSame =
      next.size === held.size && [...next].every(([id, { chunk }]) => held.get(id)?.chunk === chunk);
    if (isSure && isSame) return;
    asOf = { counted, at: now() };
    held = next;
    chunks = Array.from(next.values(), ({ chunk }) => chunk).filter((chunk) => chunk.rows > 0);
  });
  const refresh = (): void => {
    // Counts what other connections have committed: sqlite.org/pragma.html#pragma_data_version.
    const current = connection.pragma("data_version", { simple: true });
    if (current !== version) load();
    version = current;
  };
  /** Of the first chunks that lack it, from one on. @returns where the last of them is; undefined: none does */
  const readNext = connection.transaction((what: "units" | "whole", from: number): number | undefined => {
    const before = chunks;
    refresh();
    let [left, last]: [number, number | undefined] = [AT_ONCE, undefined];
    for (let at = chunks === before ? from : 0; at < chunks.length && left > 0; at += 1) {
      const chunk = chunks[at];
      if (chunk === undefined || (what === "units" ? chunk.hasUnits : chunk.isWhole)) continue;
      if (what === "units") chunk.readUnits();
      else chunk.readWhole();
      left -= 1;
      last = at;
    }
    return last;
  });
  return {
    ahead: async (what, breathe) => {
      if (readsWhole) return;
      for (let at = readNext(what, 0); at !== undefined; at = readNext(what, at)) await breathe();
      hasUnits = true;
      readsWhole ||= what === "whole";
    },
    prepare: () => {
      try {
        refresh();
      } catch {
        version = undefined;
      }
    },
    lacksUnits: () => !hasUnits && chunks.length > MANY,
    chunks: () => {
      refresh();
      return chunks;
    },
    counts: () => {
      refresh();
      return counts(held);
    },
  };
}
