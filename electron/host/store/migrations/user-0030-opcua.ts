/** user.db: OPC UA endpoints and their signals. Passwords and keys are never here (electron/host/secrets.ts). */
import type { Migration } from "../migrate.ts";

export const opcua: Migration = {
  version: 30,
  name: "opcua",
  up: (connection) =>
    connection.exec(`
CREATE TABLE opcua_endpoint (
  endpoint_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  policy TEXT NOT NULL,
  mode TEXT NOT NULL,
  identity TEXT NOT NULL CHECK (identity IN ('anonymous', 'userName', 'certificate')),
  user_name TEXT,
  tolerated_outage_s INTEGER NOT NULL,
  paused INTEGER NOT NULL
) STRICT;
CREATE TABLE opcua_signal (
  endpoint_id TEXT NOT NULL REFERENCES opcua_endpoint ON DELETE CASCADE,
  node_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  equipment TEXT NOT NULL,
  name TEXT NOT NULL,
  uom TEXT,
  interval_ms INTEGER NOT NULL,
  PRIMARY KEY (endpoint_id, node_id),
  UNIQUE (endpoint_id, equipment, name)
) STRICT, WITHOUT ROWID;
`),
};
