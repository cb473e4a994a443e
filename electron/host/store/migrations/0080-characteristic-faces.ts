/** The faces that a characteristic is of, by their exact surfaces (semantic PMI of CAD files). */
import type { Migration } from "../migrate.ts";

export const characteristicFaces: Migration = {
  version: 80,
  name: "characteristic faces",
  up: (connection) =>
    connection.exec(`
-- JSON: list of Surface (shared/model/cad.ts), in the part's own coordinates, mm. NULL where the source names no face.
ALTER TABLE characteristic ADD COLUMN faces TEXT;
-- STEP files that were taken in before are read again when they are opened: they hold characteristics.
UPDATE import_file SET replaced = 1 WHERE format = 'step';
`),
};
