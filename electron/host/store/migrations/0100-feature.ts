/** Where a source says that its measured features are (QIF feature nominals): what links them to faces of the model. */
import type { Migration } from "../migrate.ts";

export const feature: Migration = {
  version: 100,
  name: "feature",
  up: (connection) =>
    connection.exec(`
-- By the names that measurements give; coordinates of the part, mm; the direction is a unit vector.
CREATE TABLE feature (
  source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  x REAL NOT NULL, y REAL NOT NULL, z REAL NOT NULL,
  dx REAL, dy REAL, dz REAL,
  diameter REAL,
  PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID;
-- Costs are few among the events and are asked for all at once.
CREATE INDEX event_cost ON event (type, part_id) WHERE type IN ('actual-cost', 'standard-cost');
-- Files that were taken in before are read again when they are opened: they hold features.
UPDATE import_file SET replaced = 1 WHERE format = 'qif';
`),
};
