/** A feed may be read until a time: what begins then or later is left at the plant, and said to be. */
import type { Migration } from "../migrate.ts";

export const feedUntil: Migration = {
  version: 220,
  name: "feed-until",
  up: (connection) =>
    connection.exec(`
-- NULL: whatever comes.
ALTER TABLE feed_reading ADD COLUMN until_us INTEGER;
`),
};
