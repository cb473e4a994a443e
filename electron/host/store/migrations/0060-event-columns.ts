/** Events once more as columns, for histograms over millions of them (columns/event-chunk.ts). */
import type { Migration } from "../migrate.ts";

export const eventColumns: Migration = {
  version: 60,
  name: "event columns",
  up: (connection) =>
    connection.exec(`
-- The other indexes of units leave some out: counting those of a part read all there are.
CREATE INDEX unit_part ON unit (part_id, same_as);

-- Chunk n holds the events of positions n * 8192 … n * 8192 + 8191, without superseded ones. Only whole
-- chunks are kept; whatever changes an event removes its chunk, and the writer makes it anew.
CREATE TABLE event_chunk (
  chunk INTEGER PRIMARY KEY,
  -- Differs between two makings of a chunk: readers hold chunks in memory.
  made INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
INSERT INTO content (key, value) VALUES ('event-chunk', 0);
CREATE TRIGGER event_chunk_changed AFTER UPDATE OF kind, severity, started_us, ended_us, part_id, unit_id, equipment_id, source_id, superseded ON event
BEGIN DELETE FROM event_chunk WHERE chunk = OLD.position >> 13; END;
CREATE TRIGGER event_chunk_removed AFTER DELETE ON event
BEGIN DELETE FROM event_chunk WHERE chunk = OLD.position >> 13; END;
`),
};
