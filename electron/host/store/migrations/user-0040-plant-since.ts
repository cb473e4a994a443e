/** From when on a person follows a scope. */
import type { Migration } from "../migrate.ts";

export const plantSince: Migration = {
  version: 40,
  name: "plant-since",
  up: (connection) =>
    connection.exec(`
-- NULL: all of its history.
ALTER TABLE plant_scope ADD COLUMN since_us INTEGER;
`),
};
