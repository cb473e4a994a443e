/** How far the clocks of sources were off, from when on: kept so that times of then can be judged later. */
import type { Migration } from "../migrate.ts";

export const sourceClock: Migration = {
  version: 140,
  name: "clocks of sources",
  up: (connection) =>
    connection.exec(`
CREATE TABLE source_clock (
  source_id INTEGER NOT NULL REFERENCES source,
  -- By our clock; until the next row of the source.
  since_us INTEGER NOT NULL,
  -- Theirs less ours.
  skew_us INTEGER NOT NULL,
  -- To either side.
  uncertainty_us INTEGER NOT NULL,
  -- One of CLOCK_METHODS (shared/model/clock.ts).
  method TEXT NOT NULL,
  PRIMARY KEY (source_id, since_us)
) STRICT, WITHOUT ROWID;
`),
};
