/** Which revision of a part a model shows, and when it came: what two revisions are chosen by to be compared. */
import type { Migration } from "../migrate.ts";

export const modelRevisions: Migration = {
  version: 130,
  name: "model revisions",
  up: (connection) =>
    connection.exec(`
ALTER TABLE model_node ADD COLUMN revision TEXT;
ALTER TABLE model ADD COLUMN added_us INTEGER;
-- Of models that are there already only the revision of the whole is known.
UPDATE model_node SET revision = (
  SELECT r.revision FROM model m JOIN part_revision r ON r.model_sha256 = m.sha256 AND r.part_id = m.part_id
  WHERE m.model_id = model_node.model_id AND m.part_id = model_node.part_id);
UPDATE model SET added_us = (
  SELECT min(started_us) FROM import_file f JOIN import_run USING (import_id) WHERE f.sha256 = model.sha256);
`),
};
