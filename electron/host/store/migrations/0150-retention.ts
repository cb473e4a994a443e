/** What was removed here by a person's rule while its source keeps it, and samples that are kept as levels only. */
import type { Migration } from "../migrate.ts";

export const retention: Migration = {
  version: 150,
  name: "retention",
  up: (connection) =>
    connection.exec(`
CREATE TABLE retention (
  source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
  -- events: with measurements. samples: signals at all. levels: samples one by one, of which levels stay.
  what TEXT NOT NULL CHECK (what IN ('events', 'samples', 'levels')),
  -- What was over before is gone, but for what is kept on purpose; NULL: nothing is yet.
  until_us INTEGER,
  -- Where a run that is under way, or was killed, is going.
  goal_us INTEGER,
  -- Start of the first record that went.
  from_us INTEGER,
  removed INTEGER NOT NULL DEFAULT 0,
  applied_us INTEGER NOT NULL,
  -- 1: wanted again, and not here yet: the feed no longer leaves it, the timeline still says that it is missing.
  restoring INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (source_id, what)
) STRICT, WITHOUT ROWID;

-- 1: what a rule took away is wanted again; the next pull reads the feed anew beside what is shown.
ALTER TABLE feed ADD COLUMN reread INTEGER NOT NULL DEFAULT 0;
-- Of its records, those that a rule left at the source.
ALTER TABLE feed_reading ADD COLUMN left_records INTEGER NOT NULL DEFAULT 0;
-- 1: the columns hold levels (retention/levels.ts) instead of samples.
ALTER TABLE sample_chunk ADD COLUMN levels INTEGER NOT NULL DEFAULT 0;
`),
};
