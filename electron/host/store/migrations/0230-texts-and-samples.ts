/**
 * What machines told can be searched as well: their alarms, downtimes, programs and tools. And a chunk of samples says how
 * many of them have a value, so that a trace from a distance goes by what is said of whole chunks.
 */
import type { Migration } from "../migrate.ts";

/** EVENT_KINDS.indexOf("machine") when this was written. */
const MACHINE = 2;

export const textsAndSamples: Migration = {
  version: 230,
  name: "texts of machine events, sums of samples",
  up: (connection) =>
    connection.exec(`
INSERT INTO event_text (rowid, text)
  SELECT position, title || ' ' || coalesce(order_number, '') || ' ' || coalesce(actor, '')
  FROM event WHERE kind = ${MACHINE} AND superseded = 0 ORDER BY position;

-- Samples with a value, which minimum, maximum and mean are of; NULL: nobody counted.
ALTER TABLE sample_chunk ADD COLUMN known INTEGER;
-- Every NaN that is written here ends in these bytes, whichever its sign; where they stand, some sample may have none.
UPDATE sample_chunk SET known = count
  WHERE levels = 0 AND minimum IS NOT NULL AND instr(sample_values, x'f87f') = 0 AND instr(sample_values, x'f8ff') = 0;`),
};
