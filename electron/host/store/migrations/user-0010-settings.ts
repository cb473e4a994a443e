/** user.db: what only this person has. Never rebuilt, synchronous FULL, backed up. */
import type { Migration } from "../migrate.ts";

export const settings: Migration = {
  version: 10,
  name: "settings",
  up: (connection) =>
    connection.exec(`
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
-- How a table with these headers is read; fingerprint of the headers.
CREATE TABLE table_mapping (fingerprint TEXT PRIMARY KEY, mapping TEXT NOT NULL, saved_us INTEGER NOT NULL) STRICT;
-- "The order of the samples is the order of the serials": somebody's word, withdrawn rather than deleted.
CREATE TABLE serial_claim (
  claim_id TEXT PRIMARY KEY,
  source_id TEXT NOT NULL,
  part_number TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('assumed', 'proven')),
  claimed_us INTEGER NOT NULL,
  withdrawn_us INTEGER
) STRICT;
`),
};
