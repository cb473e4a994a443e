/** All events as columns, kept in memory by who reads: stored chunks, and rows where a chunk is missing. */
import { RECORDS } from "../../../../shared/contract/cache-change.ts";
import type { Connection } from "../open.ts";
import { countsOf } from "../change-counts.ts";
import { CHUNK_SIZE, chunkOf, decodeChunk, encodeChunk } from "./event-chunk.ts";
import { loadedChunk, type LoadedChunk } from "./loaded-chunk.ts";
import { createPartCounts, type PartCounts } from "./part-counts.ts";
import { rowsOfChunk } from "./read-rows.ts";

export interface EventColumns {
  /** As of now, ascending in position. The same array as long as nothing changed. */
  readonly chunks: () => readonly LoadedChunk[];
  /** Reads them ahead of a question. Where it can't, the question will say so. */
  readonly prepare: () => void;
  /** Of the same moment. */
  readonly counts: () => PartCounts;
}

interface Held {
  /** Undefined: from rows, to be read again after every change. */
  readonly made: number | undefined;
  /** What it was read from where that was rows: the same once more is no other chunk. */
  readonly bytes: Uint8Array | undefined;
  readonly chunk: LoadedChunk;
}

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
  const stored = connection.prepare("SELECT chunk, made FROM event_chunk ORDER BY chunk");
  const dataOf = connection.prepare("SELECT data FROM event_chunk WHERE chunk = ?").pluck();
  const rows = rowsOfChunk(connection);
  const counts = createPartCounts();
  let held = new Map<number, Held>();
  let version: unknown;
  let chunks: readonly LoadedChunk[] = [];

  let asOf = { counted: "", at: -Infinity };

  const read = (id: number, made: number | undefined, known: Held | undefined): Held => {
    if (made !== undefined) {
      const chunk = decodeChunk(dataOf.get(id) as Uint8Array);
      return { made, bytes: undefined, chunk: loadedChunk(id * CHUNK_SIZE, chunk) };
    }
    const chunk = chunkOf(rows(id));
    const bytes = encodeChunk(chunk);
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
    for (const [id, { chunk }] of held) if (next.get(id)?.chunk !== chunk) counts.remove(chunk);
    for (const [id, { chunk }] of next) if (held.get(id)?.chunk !== chunk) counts.add(chunk);
    held = next;
    chunks = Array.from(next.values(), ({ chunk }) => chunk).filter(({ codes }) => codes.length > 0);
  });
  const refresh = (): void => {
    // Counts what other connections have committed: sqlite.org/pragma.html#pragma_data_version.
    const current = connection.pragma("data_version", { simple: true });
    if (current !== version) load();
    version = current;
  };
  return {
    prepare: () => {
      try {
        refresh();
      } catch {
        version = undefined;
      }
    },
    chunks: () => {
      refresh();
      return chunks;
    },
    counts: () => {
      refresh();
      return counts;
    },
  };
}
