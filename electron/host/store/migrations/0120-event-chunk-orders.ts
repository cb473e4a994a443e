/** Order numbers of the events of a chunk, beside its columns: read only once lanes are asked for by order. */
import type { Migration } from "../migrate.ts";

export const eventChunkOrders: Migration = {
  version: 120,
  name: "orders of event chunks",
  up: (connection) =>
    connection.exec(`
-- As columns/event-orders.ts writes them. Of the chunk that was made as \`made\`; of any other it says nothing.
CREATE TABLE event_chunk_orders (
  chunk INTEGER PRIMARY KEY,
  made INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE TRIGGER event_chunk_order_changed AFTER UPDATE OF order_number ON event
BEGIN DELETE FROM event_chunk WHERE chunk = OLD.position >> 13; END;
`),
};
