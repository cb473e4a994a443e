/** All events as columns, kept in memory by who reads: stored chunks, and rows where a chunk is missing. */
import type { Connection } from "../open.ts";
import { CHUNK_SIZE, chunkOf, decodeChunk } from "./event-chunk.ts";
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
  readonly chunk: LoadedChunk;
}

export function createEventColumns(connection: Connection): EventColumns {
  const newest = connection.prepare("SELECT max(position) FROM event").pluck();
  const stored = connection.prepare("SELECT chunk, made FROM event_chunk ORDER BY chunk");
  const dataOf = connection.prepare("SELECT data FROM event_chunk WHERE chunk = ?").pluck();
  const rows = rowsOfChunk(connection);
  const counts = createPartCounts();
  let held = new Map<number, Held>();
  let version: unknown;
  let chunks: readonly LoadedChunk[] = [];

  const read = (id: number, made: number | undefined): Held => ({
    made,
    chunk: loadedChunk(
      id * CHUNK_SIZE,
      made === undefined ? chunkOf(rows(id)) : decodeChunk(dataOf.get(id) as Uint8Array),
    ),
  });
  /** Within one transaction, so that the list and the chunks are of one moment. */
  const load = connection.transaction((): void => {
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
        known !== undefined && known.made === making && making !== undefined ? known : read(id, making),
      );
    }
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
