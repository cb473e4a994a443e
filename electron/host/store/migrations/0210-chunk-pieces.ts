/**
 * Columns of events in pieces, each number in as few bytes as it takes: a start reads what is said of a chunk as a
 * whole, some hundred bytes, and not 240 kB; columns are read when a question touches them.
 */
import type Database from "better-sqlite3";
import type { Migration } from "../migrate.ts";
import { encodeChunk } from "../columns/chunk-bytes.ts";
import { headOf } from "../columns/chunk-head.ts";
import { createPieceWriter } from "../columns/chunk-pieces.ts";
import { CHUNK_SIZE, idsOf, type EventChunk } from "../columns/event-chunk.ts";
import { createTallyMaker } from "../columns/make-tallies.ts";
import { narrowed, readTimes } from "../columns/time-column.ts";

export const chunkPieces: Migration = {
  version: 210,
  name: "event columns in pieces",
  up: (connection) => {
    connection.exec(`
-- \`event_chunk.data\` is from here on what is said of the chunk as a whole. Its columns are pieces of their own, as
-- columns/chunk-bytes.ts writes them, of the chunk that was made as \`made\`; of any other they say nothing.
CREATE TABLE event_chunk_columns (
  chunk INTEGER PRIMARY KEY,
  made INTEGER NOT NULL,
  columns BLOB NOT NULL
) STRICT;
CREATE TABLE event_chunk_rest (
  chunk INTEGER PRIMARY KEY,
  made INTEGER NOT NULL,
  units BLOB NOT NULL,
  rest BLOB NOT NULL
) STRICT;
-- Row n is of chunks n * 64 … n * 64 + 63, where all of them are there: columns/part-tally.ts.
CREATE TABLE event_chunk_tally (
  chunks INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;
CREATE TRIGGER event_chunk_tally_changed AFTER DELETE ON event_chunk
BEGIN DELETE FROM event_chunk_tally WHERE chunks = OLD.chunk >> 6; END;`);
    divide(connection);
    createTallyMaker(connection).makeUntil(() => false);
  },
};

/** One at a time: what an old one took is free for the next. */
function divide(connection: Database.Database): void {
  const old = connection.prepare("SELECT made, data FROM event_chunk WHERE chunk = ?");
  const update = connection.prepare("UPDATE event_chunk SET data = ? WHERE chunk = ?");
  const writePieces = createPieceWriter(connection);
  const remove = connection.prepare("DELETE FROM event_chunk WHERE chunk = ?");
  for (const chunk of connection.prepare("SELECT chunk FROM event_chunk").pluck().all() as number[]) {
    const { made, data } = old.get(chunk) as { made: number; data: Uint8Array };
    const columns = decoded(data);
    // What can't be read is made anew from its rows.
    if (columns === undefined) {
      remove.run(chunk);
      continue;
    }
    const pieces = encodeChunk(columns, headOf(columns, chunk * CHUNK_SIZE, columns.offsets));
    update.run(pieces.head, chunk);
    writePieces(chunk, made, pieces);
  }
}

/** A chunk as it was stored until then: all columns one after the other, each with the size of its items before it. */
function decoded(stored: Uint8Array): EventChunk | undefined {
  const HEAD = 8;
  const { buffer } = new Uint8Array(stored);
  let at = 0;
  const next = (): { readonly size: number; readonly start: number; readonly length: number } => {
    const [size = 0, byteLength = 0] = new Uint32Array(buffer, at, 2);
    const start = at + HEAD;
    at = start + Math.ceil(byteLength / 8) * 8;
    if (size === 0 || at > buffer.byteLength) throw new RangeError("no chunk of events");
    return { size, start, length: byteLength / size };
  };
  const rows = (): Uint16Array => {
    const { start, length } = next();
    return new Uint16Array(buffer, start, length);
  };
  const ids = (): EventChunk["parts"] => {
    const { size, start, length } = next();
    return idsOf(new (size === 4 ? Uint32Array : Uint16Array)(buffer, start, length));
  };
  try {
    const offsets = rows();
    const starts = narrowed(readTimes(buffer, next(), next()));
    const [parts, units, equipment, sources] = [ids(), ids(), ids(), ids()];
    const { start, length } = next();
    const codes = new Uint8Array(buffer, start, length);
    const spanRows = rows();
    const spanEnds = narrowed(readTimes(buffer, next(), next()));
    const columns = [offsets, starts.values, parts, units, equipment, sources];
    if (columns.some((column) => column.length !== length) || spanRows.length !== spanEnds.values.length)
      return undefined;
    return { offsets, starts, parts, units, equipment, sources, codes, spanRows, spanEnds };
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}
