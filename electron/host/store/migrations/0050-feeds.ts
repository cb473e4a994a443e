/**
 * What is followed at plant servers: a feed is one scope of one system. The cursor stands beside the
 * records that it stands for and is written in their transaction; every record is known by its id at
 * the source, so that a change again, late or out of order is seen for what it is.
 */
import type { Migration } from "../migrate.ts";

export const feeds: Migration = {
  version: 50,
  name: "feeds",
  up: (connection) =>
    connection.exec(`
-- A deleted event is looked for as one that another corrects: without this by reading all of them.
CREATE INDEX event_corrects ON event (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE feed (
  feed_id INTEGER PRIMARY KEY,
  -- One source per system: feeds of its scopes share their records.
  source_id INTEGER NOT NULL REFERENCES source,
  plant_id TEXT NOT NULL,
  system TEXT NOT NULL,
  scope TEXT NOT NULL,
  -- When it was last known to be level with the plant, by this machine's clock.
  as_of_us INTEGER,
  -- When its ids were last compared with the plant's.
  reconciled_us INTEGER,
  UNIQUE (plant_id, system, scope)
) STRICT;
CREATE INDEX feed_source ON feed (source_id);

-- One reading of a feed in one epoch of its server. beside = 1: under way beside the one that is shown.
CREATE TABLE feed_reading (
  feed_id INTEGER NOT NULL REFERENCES feed,
  beside INTEGER NOT NULL CHECK (beside IN (0, 1)),
  epoch TEXT NOT NULL,
  -- NULL: nothing to go on from yet; the next page is the first one.
  cursor TEXT,
  -- Where to go on once every segment is in.
  snapshot_cursor TEXT,
  position INTEGER NOT NULL,
  head INTEGER NOT NULL,
  records INTEGER NOT NULL,
  checksum TEXT NOT NULL,
  complete INTEGER NOT NULL,
  PRIMARY KEY (feed_id, beside)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_segment (
  feed_id INTEGER NOT NULL REFERENCES feed,
  beside INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  path TEXT NOT NULL,
  encoding TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  taken INTEGER NOT NULL,
  PRIMARY KEY (feed_id, beside, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE feed_record (
  feed_id INTEGER NOT NULL REFERENCES feed,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL,
  -- Index into RECORD_KINDS (writer/feeds/record-kinds.ts); -1 deleted, -2 parked.
  kind INTEGER NOT NULL,
  -- Which row holds it, where its id does not say.
  ref ANY,
  -- Of the record as sent: the same again, in another epoch, needs no writing.
  digest INTEGER NOT NULL,
  PRIMARY KEY (feed_id, id)
) STRICT, WITHOUT ROWID;

-- Which parts and units sources state themselves, besides naming them elsewhere.
CREATE INDEX feed_record_part ON feed_record (ref) WHERE kind = 0;
CREATE INDEX feed_record_unit ON feed_record (ref) WHERE kind = 2;

-- Records of the reading beside; record IS NULL: the same as the one that is shown.
CREATE TABLE feed_staged (
  feed_id INTEGER NOT NULL REFERENCES feed,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  digest INTEGER NOT NULL,
  record TEXT,
  PRIMARY KEY (feed_id, id)
) STRICT, WITHOUT ROWID;

-- Changes of a kind that this version does not know, as they came: read again after an update.
CREATE TABLE feed_parked (
  feed_id INTEGER NOT NULL REFERENCES feed,
  beside INTEGER NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL,
  reason TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (feed_id, beside, id)
) STRICT, WITHOUT ROWID;

-- Files that the source names for a part, by content hash.
CREATE TABLE part_file (
  source_id INTEGER NOT NULL REFERENCES source,
  key TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  part_id INTEGER NOT NULL REFERENCES part,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (source_id, key, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_file_part ON part_file (part_id);
`),
};
