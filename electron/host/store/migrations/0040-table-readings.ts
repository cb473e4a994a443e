/** By which column mapping a table was read, and whether a later reading of it took its place. */
import type { Migration } from "../migrate.ts";

export const tableReadings: Migration = {
  version: 40,
  name: "table readings",
  up: (connection) =>
    connection.exec(`
ALTER TABLE import_file ADD COLUMN mapping_sha256 TEXT;
ALTER TABLE import_file ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0;
`),
};
