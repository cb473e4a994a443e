/**
 * For taking much in at once: where segments of a snapshot are that a source also hands out as tables, and
 * full text that is written in larger pieces and joined less often.
 */
import type { Migration } from "../migrate.ts";

export const segmentTables: Migration = {
  version: 90,
  name: "segment tables",
  up: (connection) =>
    connection.exec(`
-- JSON of SegmentTables (shared/model/feed.ts).
ALTER TABLE feed_segment ADD COLUMN tables TEXT;
-- Bytes held back before a piece is written; pieces of one size before they are joined (FTS5, "hashsize" and "automerge").
INSERT INTO search_text (search_text, rank) VALUES ('hashsize', 8388608);
INSERT INTO search_text (search_text, rank) VALUES ('automerge', 16);
`),
};
