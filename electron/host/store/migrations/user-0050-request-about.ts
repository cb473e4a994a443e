/** What a change request is about besides events: a face, a span of time, a value out of its limits. */
import type { Migration } from "../migrate.ts";

export const requestAbout: Migration = {
  version: 50,
  name: "request-about",
  up: (connection) =>
    connection.exec(`
ALTER TABLE change_request ADD COLUMN about TEXT NOT NULL DEFAULT '[]';
`),
};
