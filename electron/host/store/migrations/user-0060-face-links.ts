/** Decisions of people which faces of a model a measured feature is. */
import type { Migration } from "../migrate.ts";

export const faceLinks: Migration = {
  version: 60,
  name: "face links",
  up: (connection) =>
    connection.exec(`
-- By names, not by row ids: the cache they point into is rebuilt.
CREATE TABLE face_link (
  link_id TEXT PRIMARY KEY,
  part_number TEXT NOT NULL,
  revision TEXT NOT NULL,
  source_id TEXT NOT NULL,
  characteristic TEXT NOT NULL,
  -- Name of the feature in the source; NULL where it names none.
  feature TEXT,
  state TEXT NOT NULL CHECK (state IN ('confirmed', 'rejected')),
  finder TEXT NOT NULL,
  -- JSON of the face's surface: shared/contract/links.ts.
  face TEXT NOT NULL,
  decided_by TEXT,
  decided_us INTEGER NOT NULL
) STRICT;
CREATE INDEX face_link_part ON face_link (part_number);
`),
};
