/** Where the pieces of a chunk stand that are read later than its head. */
import type { Connection } from "../open.ts";
import { decodeColumns, decodeUnits, type ChunkBytes } from "./chunk-bytes.ts";
import type { EventChunk } from "./event-chunk.ts";

type Pieces = Omit<ChunkBytes, "head">;

export function createPieceWriter(cache: Connection): (chunk: number, made: number, bytes: Pieces) => void {
  const columns = cache.prepare("INSERT OR REPLACE INTO event_chunk_columns VALUES (?, ?, ?)");
  const rest = cache.prepare("INSERT OR REPLACE INTO event_chunk_rest VALUES (?, ?, ?, ?)");
  return (chunk, made, bytes) => {
    columns.run(chunk, made, bytes.columns);
    rest.run(chunk, made, bytes.units, bytes.rest);
  };
}

/** @returns what reads the columns that parts and their units are counted from, of a chunk with so many rows */
export function createCountedReader(
  cache: Connection,
): (chunk: number, rows: number) => Pick<EventChunk, "codes" | "parts" | "units"> {
  const pieces = cache.prepare(
    "SELECT columns, units FROM event_chunk_columns JOIN event_chunk_rest USING (chunk, made) WHERE chunk = ?",
  );
  return (chunk, rows) => {
    const { columns, units } = pieces.get(chunk) as Pick<ChunkBytes, "columns" | "units">;
    return { ...decodeColumns(columns, rows), units: decodeUnits(units, rows) };
  };
}
