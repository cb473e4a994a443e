/** Which products of CAD files are which parts, as people said in user.db: here for the questions that readers ask. */
import type { Migration } from "../migrate.ts";

export const linkedParts: Migration = {
  version: 180,
  name: "linked parts",
  up: (connection) =>
    connection.exec(`
-- The links that count: both the product of the file and the part are here.
CREATE TABLE linked_part (
  -- Root product of the file, a product in it, and the part that this is.
  product_id INTEGER NOT NULL REFERENCES part ON DELETE CASCADE,
  number_id INTEGER NOT NULL REFERENCES part ON DELETE CASCADE,
  part_id INTEGER NOT NULL REFERENCES part ON DELETE CASCADE,
  PRIMARY KEY (product_id, number_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX linked_part_part ON linked_part (part_id);
CREATE INDEX linked_part_number ON linked_part (number_id);
-- What follows from them for what is below what: beside the lines of bills of materials.
CREATE TABLE linked_line (
  parent_id INTEGER NOT NULL REFERENCES part ON DELETE CASCADE,
  child_id INTEGER NOT NULL REFERENCES part ON DELETE CASCADE,
  PRIMARY KEY (parent_id, child_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX linked_line_child ON linked_line (child_id);
`),
};
