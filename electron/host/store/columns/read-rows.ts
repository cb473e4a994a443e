/** The events of one chunk from their rows. */
import type { Connection } from "../open.ts";
import { CHUNK_SIZE, type EventRow } from "./event-chunk.ts";

/** What an `EventRow` is made of. */
export const EVENT_COLUMNS = `position, kind, severity, started_us AS started, ended_us AS ended, part_id AS part,
  unit_id AS unit, equipment_id AS equipment, source_id AS source`;

/** @returns what reads the events of a chunk that count, ascending in position */
export function rowsOfChunk(connection: Connection): (chunk: number) => readonly EventRow[] {
  const rows = connection.prepare(
    `SELECT ${EVENT_COLUMNS} FROM event
     WHERE position >= ? AND position < ? AND superseded = 0 ORDER BY position`,
  );
  return (chunk) => rows.all(chunk * CHUNK_SIZE, (chunk + 1) * CHUNK_SIZE) as EventRow[];
}
