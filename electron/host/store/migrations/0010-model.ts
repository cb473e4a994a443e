/**
 * The model: sources, parts, units, characteristics, measurements, events, signals, gaps, models,
 * import reports. Times are µs UTC. Ids are row ids; `id` of a source is its public text.
 */
import type { Migration } from "../migrate.ts";

export const model: Migration = {
  version: 10,
  name: "model",
  up: (connection) => connection.exec(SCHEMA),
};

const SCHEMA = `
CREATE TABLE content (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
INSERT INTO content VALUES ('revision', 0);

CREATE TABLE source (
  source_id INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('file', 'live')),
  as_of_us INTEGER NOT NULL
) STRICT;

CREATE TABLE part (
  part_id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  title TEXT,
  revision TEXT,
  strength TEXT NOT NULL CHECK (strength IN ('stated', 'guessed'))
) STRICT;
CREATE TABLE part_revision (
  part_id INTEGER NOT NULL REFERENCES part,
  revision TEXT NOT NULL,
  model_sha256 TEXT,
  PRIMARY KEY (part_id, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE part_alias (
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  part_id INTEGER NOT NULL REFERENCES part,
  origin TEXT NOT NULL CHECK (origin IN ('source', 'name', 'person'))
) STRICT, WITHOUT ROWID;
CREATE INDEX part_alias_part ON part_alias (part_id);
CREATE TABLE bom_line (
  parent_id INTEGER NOT NULL REFERENCES part,
  child_id INTEGER NOT NULL REFERENCES part,
  quantity REAL NOT NULL,
  find_number TEXT,
  occurrences TEXT,
  source_id INTEGER NOT NULL REFERENCES source,
  PRIMARY KEY (parent_id, child_id)
) STRICT, WITHOUT ROWID;
-- Every part is its own ancestor at depth 0, so that a subtree is one range.
CREATE TABLE bom_closure (
  ancestor_id INTEGER NOT NULL REFERENCES part,
  descendant_id INTEGER NOT NULL REFERENCES part,
  depth INTEGER NOT NULL,
  PRIMARY KEY (ancestor_id, descendant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bom_closure_up ON bom_closure (descendant_id, ancestor_id);

CREATE TABLE model (
  model_id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  file_name TEXT NOT NULL,
  part_id INTEGER NOT NULL REFERENCES part,
  mesh_sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  problems TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source
) STRICT;
CREATE TABLE model_node (
  model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,
  path TEXT NOT NULL,
  part_id INTEGER NOT NULL REFERENCES part,
  origin TEXT NOT NULL,
  PRIMARY KEY (model_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX model_node_part ON model_node (part_id, model_id);

CREATE TABLE unit (
  unit_id INTEGER PRIMARY KEY,
  part_id INTEGER NOT NULL REFERENCES part,
  revision TEXT,
  serial TEXT,
  serial_status TEXT NOT NULL CHECK (serial_status IN ('proven', 'assumed', 'missing')),
  lot TEXT,
  source_id INTEGER REFERENCES source,
  position INTEGER,
  label TEXT,
  -- A person's claim on a unit without a serial; comes from user.db and is reapplied after a rebuild.
  claimed_serial TEXT,
  claimed_status TEXT CHECK (claimed_status IN ('assumed', 'proven')),
  same_as INTEGER REFERENCES unit
) STRICT;
CREATE UNIQUE INDEX unit_serial ON unit (part_id, serial) WHERE serial IS NOT NULL;
CREATE UNIQUE INDEX unit_lot ON unit (part_id, lot) WHERE serial IS NULL AND lot IS NOT NULL;
CREATE UNIQUE INDEX unit_position ON unit (part_id, source_id, position) WHERE serial IS NULL AND lot IS NULL;
CREATE INDEX unit_same_as ON unit (same_as) WHERE same_as IS NOT NULL;

CREATE TABLE unit_component (
  source_id INTEGER NOT NULL REFERENCES source,
  key TEXT NOT NULL,
  parent_id INTEGER NOT NULL REFERENCES unit,
  child_id INTEGER NOT NULL REFERENCES unit,
  position TEXT,
  installed_us INTEGER,
  removed_us INTEGER,
  PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_component_parent ON unit_component (parent_id, child_id);
CREATE INDEX unit_component_child ON unit_component (child_id, parent_id);

CREATE TABLE characteristic (
  characteristic_id INTEGER PRIMARY KEY,
  part_id INTEGER NOT NULL REFERENCES part,
  source_id INTEGER NOT NULL REFERENCES source,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  nominal REAL,
  lower_limit REAL,
  upper_limit REAL,
  uom TEXT,
  remark TEXT,
  UNIQUE (part_id, source_id, name)
) STRICT;
CREATE TABLE measurement (
  measurement_id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source,
  key TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit,
  characteristic_id INTEGER NOT NULL REFERENCES characteristic,
  value REAL,
  text TEXT,
  verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'none')),
  verdict_origin TEXT NOT NULL,
  laboratory TEXT,
  device TEXT,
  sequence INTEGER NOT NULL,
  taken_us INTEGER,
  place TEXT,
  UNIQUE (source_id, key)
) STRICT;
CREATE INDEX measurement_unit ON measurement (unit_id);
CREATE INDEX measurement_characteristic ON measurement (characteristic_id, unit_id);

CREATE TABLE equipment (equipment_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  type TEXT NOT NULL,
  severity INTEGER NOT NULL,
  started_us INTEGER,
  ended_us INTEGER,
  offset_minutes INTEGER,
  part_id INTEGER REFERENCES part,
  unit_id INTEGER REFERENCES unit,
  equipment_id INTEGER REFERENCES equipment,
  title TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source,
  source_key TEXT NOT NULL,
  source_revision INTEGER NOT NULL,
  corrects INTEGER REFERENCES event,
  superseded INTEGER NOT NULL DEFAULT 0,
  order_number TEXT,
  operation TEXT,
  actor TEXT,
  details TEXT NOT NULL,
  payload TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  place TEXT,
  received_us INTEGER NOT NULL,
  UNIQUE (source_id, source_key, source_revision)
) STRICT;
CREATE INDEX event_part ON event (part_id, started_us, kind, severity, ended_us, superseded);
CREATE INDEX event_unit ON event (unit_id, started_us, severity) WHERE unit_id IS NOT NULL;
CREATE INDEX event_time ON event (started_us, kind, severity, ended_us, superseded);
CREATE TABLE event_subject (
  position INTEGER NOT NULL REFERENCES event,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (position, kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE signal (
  signal_id INTEGER PRIMARY KEY,
  equipment_id INTEGER NOT NULL REFERENCES equipment,
  name TEXT NOT NULL,
  uom TEXT,
  UNIQUE (equipment_id, name)
) STRICT;
-- Columns per chunk, little-endian float64: times in µs, values (NaN = not available).
CREATE TABLE sample_chunk (
  signal_id INTEGER NOT NULL REFERENCES signal,
  from_us INTEGER NOT NULL,
  to_us INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES source,
  unit_id INTEGER REFERENCES unit,
  count INTEGER NOT NULL,
  minimum REAL,
  maximum REAL,
  mean REAL,
  times BLOB NOT NULL,
  sample_values BLOB NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (signal_id, from_us, source_id, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_chunk_unit ON sample_chunk (unit_id) WHERE unit_id IS NOT NULL;

CREATE TABLE factor (
  source_id INTEGER NOT NULL REFERENCES source,
  key TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit,
  factor TEXT NOT NULL,
  value TEXT NOT NULL,
  place TEXT,
  PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX factor_unit ON factor (unit_id);
CREATE TABLE note (
  note_id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source,
  key TEXT NOT NULL,
  part_id INTEGER REFERENCES part,
  text TEXT NOT NULL,
  place TEXT,
  UNIQUE (source_id, key)
) STRICT;
CREATE TABLE note_unit (
  note_id INTEGER NOT NULL REFERENCES note,
  unit_id INTEGER NOT NULL REFERENCES unit,
  PRIMARY KEY (note_id, unit_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_unit_unit ON note_unit (unit_id);
CREATE TABLE gap (
  source_id INTEGER NOT NULL REFERENCES source,
  key TEXT NOT NULL,
  stream TEXT NOT NULL,
  started_us INTEGER NOT NULL,
  ended_us INTEGER,
  cause TEXT NOT NULL,
  backfilled INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX gap_time ON gap (started_us);

CREATE TABLE import_run (
  import_id INTEGER PRIMARY KEY,
  started_us INTEGER NOT NULL,
  ended_us INTEGER,
  status TEXT NOT NULL CHECK (status IN ('running', 'done', 'cancelled'))
) STRICT;
CREATE TABLE import_file (
  import_file_id INTEGER PRIMARY KEY,
  import_id INTEGER NOT NULL REFERENCES import_run,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  format TEXT,
  source_id INTEGER REFERENCES source,
  sha256 TEXT NOT NULL,
  status TEXT NOT NULL,
  rows_read INTEGER NOT NULL,
  rows_taken INTEGER NOT NULL,
  rows_rejected INTEGER NOT NULL,
  repeated INTEGER NOT NULL,
  failure TEXT
) STRICT;
CREATE INDEX import_file_run ON import_file (import_id);
CREATE INDEX import_file_sha ON import_file (sha256, status);
CREATE TABLE import_message (
  import_file_id INTEGER NOT NULL REFERENCES import_file,
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('rejection', 'remark')),
  place TEXT,
  text TEXT NOT NULL,
  excerpt TEXT,
  PRIMARY KEY (import_file_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Free text, newest first by row id. The text itself stays in its table; see search_entry.
CREATE TABLE search_entry (
  entry_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  ref INTEGER NOT NULL,
  UNIQUE (kind, ref)
) STRICT;
CREATE VIRTUAL TABLE search_text USING fts5 (text, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2");
`;
