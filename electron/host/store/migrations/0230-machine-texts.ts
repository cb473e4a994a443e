/** What machines told can be searched as well: their alarms, downtimes, programs and tools. */
import type { Migration } from "../migrate.ts";

/** EVENT_KINDS.indexOf("machine") when this was written. */
const MACHINE = 2;

export const machineTexts: Migration = {
  version: 230,
  name: "texts of machine events",
  up: (connection) =>
    connection.exec(`
INSERT INTO event_text (rowid, text)
  SELECT position, title || ' ' || coalesce(order_number, '') || ' ' || coalesce(actor, '')
  FROM event WHERE kind = ${MACHINE} AND superseded = 0 ORDER BY position;`),
};
