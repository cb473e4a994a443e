/** Which part a product of a CAD file is, where its id is another one: decisions of people. */
import type { Migration } from "../migrate.ts";

export const partLinks: Migration = {
  version: 80,
  name: "part links",
  up: (connection) =>
    connection.exec(`
-- By names, not by row ids: the cache they point into is rebuilt.
CREATE TABLE part_link (
  link_id TEXT PRIMARY KEY,
  -- Product id of the model's root; of the product in it, and its name.
  product TEXT NOT NULL,
  number TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The part that it is, by the number that other sources use.
  part_number TEXT NOT NULL,
  finder TEXT NOT NULL,
  carried_from TEXT,
  decided_by TEXT,
  decided_us INTEGER NOT NULL
) STRICT;
-- Models on which a link was looked for: what a person takes back there does not come again.
CREATE TABLE part_link_carry (
  link_id TEXT NOT NULL,
  mesh_sha256 TEXT NOT NULL,
  PRIMARY KEY (link_id, mesh_sha256)
) STRICT, WITHOUT ROWID;
`),
};
