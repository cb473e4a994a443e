/** A feed may be read from a time on: what was over before is left at the plant, and said to be. */
import type { Migration } from "../migrate.ts";

export const feedSince: Migration = {
  version: 70,
  name: "feed-since",
  up: (connection) =>
    connection.exec(`
-- NULL: all of it.
ALTER TABLE feed_reading ADD COLUMN since_us INTEGER;
`),
};
