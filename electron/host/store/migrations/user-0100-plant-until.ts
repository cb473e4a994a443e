/** Until when a person follows a scope. */
import type { Migration } from "../migrate.ts";

export const plantUntil: Migration = {
  version: 100,
  name: "plant-until",
  up: (connection) =>
    connection.exec(`
-- NULL: whatever comes.
ALTER TABLE plant_scope ADD COLUMN until_us INTEGER;
`),
};
