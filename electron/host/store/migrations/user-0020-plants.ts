/**
 * Plant connections, pinned products, change requests and the outbox. Nothing secret: tokens are kept
 * by the shell's secret store, never in a database.
 */
import type { Migration } from "../migrate.ts";

export const plants: Migration = {
  version: 20,
  name: "plants",
  up: (connection) =>
    connection.exec(`
CREATE TABLE plant (
  plant_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  -- The plant's own certificate authority, PEM.
  ca TEXT,
  allow_plain_http INTEGER NOT NULL,
  paused INTEGER NOT NULL,
  added_us INTEGER NOT NULL
) STRICT;
CREATE TABLE plant_scope (
  plant_id TEXT NOT NULL REFERENCES plant ON DELETE CASCADE,
  system TEXT NOT NULL,
  system_name TEXT NOT NULL,
  scope TEXT NOT NULL,
  scope_name TEXT NOT NULL,
  tells_deletes INTEGER NOT NULL,
  -- Comma-separated kinds of submissions.
  accepts TEXT NOT NULL,
  PRIMARY KEY (plant_id, system, scope)
) STRICT, WITHOUT ROWID;
CREATE TABLE pin (part_number TEXT PRIMARY KEY, pinned_us INTEGER NOT NULL) STRICT;

-- This installation, as it names itself to plants.
CREATE TABLE installation (client TEXT PRIMARY KEY) STRICT;

CREATE TABLE change_request (
  change_id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  problem TEXT NOT NULL,
  proposal TEXT NOT NULL,
  part_number TEXT,
  serial TEXT,
  author TEXT,
  evidence TEXT NOT NULL,
  files TEXT NOT NULL,
  viewpoint TEXT,
  state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'sent', 'accepted', 'conflict', 'refused')),
  plant_id TEXT,
  system TEXT,
  -- As the plant numbers it, and the revision there that this text stands on.
  plant_number TEXT,
  plant_revision INTEGER,
  -- The plant's side of a conflict: {revision, fields}.
  theirs TEXT,
  reason TEXT,
  created_us INTEGER NOT NULL,
  changed_us INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
  client TEXT NOT NULL,
  number INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  plant_id TEXT NOT NULL,
  system TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- What it is about: entries of one object go in their order.
  object_id TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'answered', 'withdrawn')),
  answer TEXT,
  attempts INTEGER NOT NULL,
  failure TEXT,
  created_us INTEGER NOT NULL,
  answered_us INTEGER,
  PRIMARY KEY (client, number)
) STRICT;
CREATE INDEX outbox_open ON outbox (plant_id, number) WHERE state IN ('waiting', 'sent');
`),
};
