/** Segments of a snapshot that a source also hands out as tables: where those are. */
import type { Migration } from "../migrate.ts";

export const segmentTables: Migration = {
  version: 90,
  name: "segment tables",
  up: (connection) =>
    connection.exec(`
-- JSON of SegmentTables (shared/model/feed.ts).
ALTER TABLE feed_segment ADD COLUMN tables TEXT;
`),
};
