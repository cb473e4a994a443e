/** Decisions about faces that were carried over to another revision of the part, and those that could not be. */
import type { Migration } from "../migrate.ts";

export const carriedLinks: Migration = {
  version: 70,
  name: "carried links",
  up: (connection) =>
    connection.exec(`
-- The person's own decision that this one repeats, and its part where that had another number.
ALTER TABLE face_link ADD COLUMN carried_from TEXT;
ALTER TABLE face_link ADD COLUMN carried_part TEXT;
-- What was looked for, where, on which mesh: what a person takes back is not carried over again.
-- link_id is the person's own decision; the mesh is empty for the place where that was made.
CREATE TABLE link_carry (
  link_id TEXT NOT NULL,
  part_number TEXT NOT NULL,
  revision TEXT NOT NULL,
  mesh_sha256 TEXT NOT NULL,
  is_carried INTEGER NOT NULL CHECK (is_carried IN (0, 1)),
  tried_us INTEGER NOT NULL,
  PRIMARY KEY (link_id, part_number, revision, mesh_sha256)
) STRICT, WITHOUT ROWID;
`),
};
